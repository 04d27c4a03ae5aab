
package org.latentj.studio.view;

import ij.WindowManager;
import ij.gui.GUI;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.Arrays;
import java.util.List;

import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.Timer;

import org.latentj.studio.panel.ScrolledControls;
import org.latentj.studio.panel.SideLayout;
import org.scijava.Context;
import org.scijava.prefs.PrefService;

/** The window, at the place where it was last. */
public final class StudioWindow extends JFrame {

	private static final long serialVersionUID = 1L;

	private static final int WIDTH = 470;

	private static final int HEIGHT = 690;

	/** Pixels of its width on low screens. */
	private static final int WIDE = 900;

	private static final int FRAME = 4;

	/** Pixels of a window's title. */
	private static final int TITLE = 32;

	/** How often is looked which image is the current one. */
	private static final int LOOK_MILLIS = 200;

	private final transient Context context;

	private final transient StudioDesk desk;

	private final transient Timer looking;

	private final transient SideLayout layout;

	private StudioWindow(final Context context) {
		super("LatentJ Studio");
		this.context = context;
		desk = new StudioDesk(context, this);
		looking = new Timer(LOOK_MILLIS, e -> desk.look());
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		final WorkflowOffer files = new WorkflowOffer(context, desk);
		final JComponent controls = new ScrolledControls(desk.top());
		layout = new SideLayout(controls, desk.tabs(), files);
		final JPanel content = new JPanel(layout);
		content.setBorder(BorderFactory.createEmptyBorder(FRAME, FRAME, FRAME,
			FRAME));
		List.of(controls, desk.tabs(), files).forEach(content::add);
		FileDrop.on(content, files::take);
		FileDrop.on(desk.first(), files::take);
		setContentPane(content);
		getRootPane().setDefaultButton(desk.runBar().generate());
		key(KeyEvent.VK_ENTER, InputEvent.CTRL_DOWN_MASK, desk::generate);
		key(KeyEvent.VK_ENTER, InputEvent.META_DOWN_MASK, desk::generate);
		key(KeyEvent.VK_ESCAPE, 0, desk::cancel);
		addWindowListener(new WindowAdapter() {

			@Override
			public void windowActivated(final WindowEvent e) {
				desk.takePrompt();
			}

			@Override
			public void windowClosed(final WindowEvent e) {
				closed();
			}
		});
		ScrolledControls.follow(this);
		setMinimumSize(new Dimension(WIDTH - 50, HEIGHT / 2));
		setBounds(place());
	}

	/** Opens it, or brings that to the front which is open. */
	public static void open(final Context context) {
		final StudioWindow open = Arrays.stream(Window.getWindows()).filter(
			w -> w instanceof StudioWindow s && s.context == context && s
				.isDisplayable()).map(StudioWindow.class::cast).findFirst().orElseGet(
					() -> opened(context));
		open.setVisible(true);
		open.toFront();
		open.desk.first().requestFocusInWindow();
	}

	private static StudioWindow opened(final Context context) {
		final StudioWindow window = new StudioWindow(context);
		WindowManager.addWindow(window);
		window.looking.start();
		window.desk.prepare();
		return window;
	}

	private void key(final int key, final int modifiers, final Runnable action) {
		final String name = key + " " + modifiers;
		getRootPane().getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke
			.getKeyStroke(key, modifiers), name);
		getRootPane().getActionMap().put(name, new AbstractAction() {

			private static final long serialVersionUID = 1L;

			@Override
			public void actionPerformed(final ActionEvent e) {
				action.run();
			}
		});
	}

	/** Where it was, if that is on the screen; else where it usually is. */
	private Rectangle place() {
		final Rectangle screen = getGraphicsConfiguration().getBounds();
		final Rectangle usual = usual(screen, GUI.getMaxWindowBounds(this), layout);
		final PrefService preferences = context.getService(PrefService.class);
		if (preferences == null) {
			return usual;
		}
		final Rectangle last = new Rectangle(preferences.getInt(StudioWindow.class,
			"x", usual.x), preferences.getInt(StudioWindow.class, "y", usual.y),
			preferences.getInt(StudioWindow.class, "width", usual.width), preferences
				.getInt(StudioWindow.class, "height", usual.height));
		return isFitting(last, usual, screen) ? last : usual;
	}

	/**
	 * At the right border; on a low screen as large as that is, and wide enough
	 * for the picture beside the controls.
	 *
	 * @param room of the screen, what bars leave
	 */
	static Rectangle usual(final Rectangle screen, final Rectangle room,
		final SideLayout layout)
	{
		final int height = Math.min(HEIGHT, screen.height - 70);
		if (layout.isHighEnough(height - TITLE - 2 * FRAME)) {
			return new Rectangle(screen.x + screen.width - WIDTH, screen.y + 30,
				WIDTH, height);
		}
		final int width = Math.min(WIDE, room.width);
		return new Rectangle(room.x + room.width - width, room.y, width, Math.min(
			HEIGHT, room.height));
	}

	/**
	 * Whether a window can be where it was.
	 *
	 * @param usual where it is else: one that is wide there is on a low screen,
	 *          on which a narrow one has no picture
	 */
	static boolean isFitting(final Rectangle last, final Rectangle usual,
		final Rectangle screen)
	{
		return screen.contains(last.x + last.width / 2, last.y + 10) &&
			last.height <= screen.height && (usual.width == WIDTH || SideLayout
				.isWideEnough(last.width));
	}

	private void closed() {
		looking.stop();
		WindowManager.removeWindow(this);
		desk.close();
		final PrefService preferences = context.getService(PrefService.class);
		if (preferences != null) {
			preferences.put(StudioWindow.class, "x", getX());
			preferences.put(StudioWindow.class, "y", getY());
			preferences.put(StudioWindow.class, "width", getWidth());
			preferences.put(StudioWindow.class, "height", getHeight());
		}
	}
}
