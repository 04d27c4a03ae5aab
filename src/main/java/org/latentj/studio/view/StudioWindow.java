
package org.latentj.studio.view;

import ij.WindowManager;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.Arrays;

import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.Timer;

import org.scijava.Context;
import org.scijava.prefs.PrefService;

/** The window, at the place where it was last. */
public final class StudioWindow extends JFrame {

	private static final long serialVersionUID = 1L;

	private static final int WIDTH = 470;

	private static final int HEIGHT = 690;

	/** How often is looked which image is the current one. */
	private static final int LOOK_MILLIS = 200;

	private final transient Context context;

	private final transient StudioDesk desk;

	private final transient Timer looking;

	private StudioWindow(final Context context) {
		super("LatentJ Studio");
		this.context = context;
		desk = new StudioDesk(context, this);
		looking = new Timer(LOOK_MILLIS, e -> desk.look());
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		final JPanel content = new JPanel(new BorderLayout(0, 4));
		content.setBorder(BorderFactory.createEmptyBorder(4, 4, 4, 4));
		content.add(desk.top(), BorderLayout.NORTH);
		content.add(desk.tabs(), BorderLayout.CENTER);
		final WorkflowOffer files = new WorkflowOffer(context, desk);
		content.add(files, BorderLayout.SOUTH);
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

	/** Where it was, if that is on the screen; else at its right border. */
	private Rectangle place() {
		final Rectangle screen = getGraphicsConfiguration().getBounds();
		final Rectangle usual = new Rectangle(screen.x + screen.width - WIDTH,
			screen.y + 30, WIDTH, Math.min(HEIGHT, screen.height - 70));
		final PrefService preferences = context.getService(PrefService.class);
		if (preferences == null) {
			return usual;
		}
		final Rectangle last = new Rectangle(preferences.getInt(StudioWindow.class,
			"x", usual.x), preferences.getInt(StudioWindow.class, "y", usual.y),
			preferences.getInt(StudioWindow.class, "width", usual.width), preferences
				.getInt(StudioWindow.class, "height", usual.height));
		return screen.contains(last.x + last.width / 2, last.y + 10) ? last : usual;
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
