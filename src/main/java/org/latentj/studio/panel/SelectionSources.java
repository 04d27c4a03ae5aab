
package org.latentj.studio.panel;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.RoiManager;
import ij.process.ImageProcessor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import javax.swing.DefaultComboBoxModel;
import javax.swing.JComboBox;
import javax.swing.event.PopupMenuEvent;
import javax.swing.event.PopupMenuListener;

import org.latentj.imageplus.region.SelectionMask;

/**
 * Where the part comes from that is made anew: a mask image, or what becomes
 * the image's selection by ImageJ's own commands, which its recorder writes
 * down.
 */
final class SelectionSources {

	/** Bits of pixels that ImageJ's threshold is not for. */
	private static final int RGB = 24;

	private static final String TITLE = "Select by...";

	private static final String MANAGER = "ROI Manager";

	private static final String THRESHOLD = "Threshold";

	private static final String BRUSH = "Brush";

	private static final String RECTANGLE = "Rectangle";

	private static final String BEYOND = "Beyond the border...";

	private static final String NONE = "Nothing";

	private static final String MASK = "Mask: ";

	private final JComboBox<String> box = new WideList<>();

	private final Consumer<String> say;

	private final Consumer<String> masks;

	private boolean filling;

	/**
	 * @param masks is told the title of a mask image that is chosen, or that it
	 *          is the selection
	 */
	SelectionSources(final Consumer<String> say, final Consumer<String> masks) {
		this.say = say;
		this.masks = masks;
		box.setName("select");
		box.setToolTipText(
			"The part of the image that is made anew: its selection");
		// NB: its list may be wider, titles are long.
		box.setPrototypeDisplayValue("xxxxxxxxxxxxxx");
		box.setPreferredSize(box.getPreferredSize());
		box.setPrototypeDisplayValue(null);
		fill();
		box.addPopupMenuListener(new PopupMenuListener() {

			@Override
			public void popupMenuWillBecomeVisible(final PopupMenuEvent e) {
				fill();
			}

			@Override
			public void popupMenuWillBecomeInvisible(final PopupMenuEvent e) {
				// NB: what was chosen is told otherwise.
			}

			@Override
			public void popupMenuCanceled(final PopupMenuEvent e) {
				// NB: likewise.
			}
		});
		Choosing.listen(box, () -> {
			final String chosen = String.valueOf(box.getSelectedItem());
			if (!filling && !chosen.equals(TITLE)) {
				box.setSelectedIndex(0);
				select(chosen);
			}
		});
	}

	JComboBox<String> box() {
		return box;
	}

	private void fill() {
		filling = true;
		final List<String> all = new ArrayList<>(List.of(TITLE, RECTANGLE, BRUSH,
			THRESHOLD, MANAGER, BEYOND));
		final ImagePlus current = WindowManager.getCurrentImage();
		Arrays.stream(WindowManager.getImageTitles()).filter(t -> current == null ||
			!t.equals(current.getTitle())).map(t -> MASK + t).forEach(all::add);
		all.add(NONE);
		box.setModel(new DefaultComboBoxModel<>(all.toArray(String[]::new)));
		filling = false;
	}

	private void select(final String chosen) {
		final ImagePlus image = WindowManager.getCurrentImage();
		try {
			if (image == null) {
				throw new IllegalArgumentException("there is no image: open one");
			}
			switch (chosen) {
				case RECTANGLE -> IJ.setTool("rectangle");
				case BRUSH -> IJ.setTool("brush");
				case THRESHOLD -> byThreshold(image);
				case MANAGER -> byManager(image);
				case BEYOND -> {
					IJ.run(image, "Select All", "");
					IJ.doCommand("Enlarge...");
				}
				case NONE -> IJ.run(image, "Select None", "");
				default -> masks.accept(chosen.substring(MASK.length()));
			}
			if (!chosen.startsWith(MASK)) {
				masks.accept(SelectionMask.SELECTION);
			}
		}
		catch (final IllegalArgumentException e) {
			say.accept(e.getMessage());
		}
	}

	private static void byThreshold(final ImagePlus image) {
		if (image.getProcessor().getMinThreshold() == ImageProcessor.NO_THRESHOLD) {
			throw new IllegalArgumentException("the image '" + image.getTitle() +
				"' has no threshold: Image > Adjust > " + (image.getBitDepth() == RGB
					? "Color Threshold... selects by its Select" : "Threshold..."));
		}
		IJ.run(image, "Create Selection", "");
	}

	private static void byManager(final ImagePlus image) {
		final RoiManager manager = RoiManager.getInstance();
		if (manager == null || manager.getCount() == 0) {
			throw new IllegalArgumentException("the ROI Manager has no selections: " +
				"add some by the key t");
		}
		if (manager.getCount() == 1) {
			manager.select(image, 0);
		}
		else {
			manager.runCommand(image, "Combine");
		}
	}
}
