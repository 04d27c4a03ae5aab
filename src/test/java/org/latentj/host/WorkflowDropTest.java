
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;

import java.awt.Point;
import java.awt.TextComponent;
import java.awt.TextField;
import java.awt.Window;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.dnd.DnDConstants;
import java.awt.dnd.DropTarget;
import java.awt.dnd.DropTargetDropEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import javax.swing.JFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.LatentJ;
import org.latentj.golden.DemoWorkflow;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.studio.history.UserFolder;

/** Files of workflows that are dropped into windows. */
class WorkflowDropTest extends ImageJSession {

	@TempDir
	Path tmp;

	@BeforeEach
	void begin() {
		System.setProperty(UserFolder.PROPERTY, tmp.toString());
	}

	@AfterEach
	void end() {
		System.clearProperty(UserFolder.PROPERTY);
	}

	private static GenericDialog dialog() {
		for (int k = 0; k < 3000; k++) {
			for (final Window window : Window.getWindows()) {
				if (window instanceof GenericDialog dialog && dialog.isShowing() &&
					dialog.getTitle().startsWith("Run Workflow"))
				{
					ImageJWindow.awaitModal();
					return dialog;
				}
			}
			IJ.wait(20);
		}
		throw new AssertionError("no dialog: " + Arrays.toString(Window
			.getWindows()));
	}

	private static String file(final GenericDialog dialog) {
		return ((TextComponent) ImageJWindow.field(dialog, "file")).getText();
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void offersTheDialogForAFileThatIsDroppedIntoTheStudio() throws IOException {
		final StudioClicks studio = new StudioClicks((JFrame) imagej.click("Studio",
			Map.of()).windows().stream().filter(JFrame.class::isInstance).findFirst()
			.orElseThrow());
		try {
			assertFalse(studio.offers("Run Workflow..."));
			final Path json = Files.writeString(tmp.resolve("my flow.json"),
				DemoWorkflow.json());
			studio.drop(json);
			assertTrue(studio.offers("Run Workflow..."));
			assertEquals("'my flow.json' is a workflow of ComfyUI.", studio.value(
				"message"));
			studio.press("Run Workflow...");
			final GenericDialog dialog = dialog();
			assertEquals(json.toString(), file(dialog));
			ImageJWindow.press(dialog, "Cancel");
			assertFalse(studio.offers("Run Workflow..."));
			final ImagePlus made = new LatentJ(PlainImageJ.context()).prompt("nuclei")
				.steps(1).txt2img(32, 32);
			final Path png = tmp.resolve("made.png");
			new SavedImage(made).write(png);
			studio.drop(png, "prompt");
			assertEquals("nuclei", studio.value("prompt"));
			assertTrue(studio.offers("Run Workflow..."));
			studio.drop(Files.writeString(tmp.resolve("none.json"), "{\"a\": 1}"));
			assertFalse(studio.offers("Run Workflow..."));
			assertTrue(studio.value("message").contains("not taken as a preset"));
		}
		finally {
			studio.close();
		}
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void takesAFileThatIsDroppedOnTheDialogsField() throws IOException {
		final Path json = Files.writeString(tmp.resolve("my flow.json"),
			DemoWorkflow.json());
		final GenericDialog dialog = (GenericDialog) imagej.begin(
			"Run Workflow...");
		try {
			final TextField field = (TextField) ImageJWindow.field(dialog, "file");
			ImageJWindow.onEvents(() -> field.getDropTarget().drop(new Drop(field
				.getDropTarget(), json)));
			assertEquals(json.toString(), field.getText());
		}
		finally {
			ImageJWindow.press(dialog, "Cancel");
		}
	}

	/** A file that somebody drops. */
	private static final class Drop extends DropTargetDropEvent {

		private static final long serialVersionUID = 1L;

		private final transient Path file;

		Drop(final DropTarget target, final Path file) {
			super(target.getDropTargetContext(), new Point(1, 1),
				DnDConstants.ACTION_COPY, DnDConstants.ACTION_COPY);
			this.file = file;
		}

		@Override
		public void acceptDrop(final int action) {
			// NB: nobody drags.
		}

		@Override
		public void dropComplete(final boolean success) {
			// NB: likewise.
		}

		@Override
		public boolean isDataFlavorSupported(final DataFlavor flavor) {
			return getTransferable().isDataFlavorSupported(flavor);
		}

		@Override
		public Transferable getTransferable() {
			return new DroppedFile(file);
		}
	}
}
