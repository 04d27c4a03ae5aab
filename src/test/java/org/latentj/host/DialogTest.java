
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.NewImage;
import ij.gui.Roi;

import java.awt.AWTEvent;
import java.awt.AWTKeyStroke;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.KeyboardFocusManager;
import java.awt.Label;
import java.awt.TextArea;
import java.awt.TextComponent;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.AWTEventListener;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.golden.Golden;
import org.latentj.host.ImageJWindow.Outcome;
import org.latentj.host.dialog.MessageText;

/**
 * What comes before, in and after a command's dialog. NB: the tag is on each
 * test, since programs without JUnit read the annotations of classes.
 */
class DialogTest extends ImageJSession {

	private static final String OPTIONS =
		"prompt=x steps=1 width=64 height=64 seed=5 preview=none";

	private static final Map<String, String> SMALL = Map.of("prompt", "x",
		"steps", "1", "width", "64", "height", "64", "preview", "none");

	@Test
	@Tag("display")
	@Timeout(120)
	void isNotOpenedIfThereIsNoImage() {
		for (final String label : List.of("Img2Img...", "Inpaint...",
			"Latent Upscale..."))
		{
			final Outcome outcome = imagej.click(label, Map.of());
			assertEquals(List.of(), outcome.dialogs(), label);
			assertTrue(outcome.message().contains("there is no image"), outcome
				.toString());
		}
	}

	@Test
	@Tag("display")
	@Timeout(120)
	void isNotOpenedForInpaintIfThereIsNoSelection() {
		final ImagePlus image = image("cells");
		final Outcome none = imagej.click("Inpaint...", Map.of());
		assertEquals(List.of(), none.dialogs());
		assertTrue(none.message().contains("has no selection"), none.toString());
		image("mask");
		assertEquals(List.of("Inpaint", "Inpaint"), imagej.click("Inpaint...", Map
			.of("mask", "nothing")).dialogs(), "another image may be the mask");
		image.close();
	}

	@Test
	@Tag("display")
	@Timeout(120)
	void comesAgainWithWhatIsWrong() {
		final Outcome outcome = imagej.click("Txt2Img...", Map.of("steps", "x",
			"prompt", "a cat"));
		assertEquals(List.of("Txt2Img", "Txt2Img"), outcome.dialogs());
		assertTrue(outcome.message().contains("steps is 'x'"), outcome.toString());
	}

	@Test
	@Tag("display")
	@Timeout(120)
	void showsWhatIsWrongWithinTheScreen() {
		final Outcome outcome = imagej.click("Txt2Img...", Map.of("vae",
			"from checkpoint", "seed", "x".repeat(2000)));
		assertEquals(List.of("Txt2Img", "Txt2Img"), outcome.dialogs());
		assertTrue(outcome.message().contains("seed is"), outcome.toString());
		assertTrue(outcome.message().lines().allMatch(l -> l
			.length() <= MessageText.COLUMNS), outcome.message());
		assertEquals(20, outcome.message().lines().count());
		assertTrue(outcome.message().endsWith(" more lines: see Help\n"), outcome
			.message());
	}

	/** NB: its first area is for workflows alone. */
	@Test
	@Tag("display")
	@Timeout(120)
	void beginsInAFieldThatIsShown() {
		final GenericDialog dialog = opened("Batch...");
		final Component first = dialog.getFocusTraversalPolicy()
			.getInitialComponent(dialog);
		assertTrue(first.isShowing(), first.toString());
		assertTrue(first instanceof TextArea, first.toString());
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	@Test
	@Tag("display")
	@Timeout(120)
	void beginsInThePromptWhoseKeysAreThoseOfTheDialog() {
		for (final boolean accept : new boolean[] { false, true }) {
			final GenericDialog dialog = opened("Txt2Img...");
			final TextArea prompt = area(dialog, "prompt");
			assertEquals(Set.of(AWTKeyStroke.getAWTKeyStroke("TAB")), prompt
				.getFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS));
			assertEquals(prompt, dialog.getFocusTraversalPolicy().getInitialComponent(
				dialog));
			press(prompt, 0, KeyEvent.VK_ENTER);
			assertTrue(dialog.isShowing());
			press(prompt, accept ? InputEvent.CTRL_DOWN_MASK : 0, accept
				? KeyEvent.VK_ENTER : KeyEvent.VK_ESCAPE);
			assertFalse(dialog.isShowing());
			assertEquals(accept, dialog.wasOKed());
			IJ.setKeyUp(KeyEvent.VK_ENTER);
			IJ.setKeyUp(KeyEvent.VK_ESCAPE);
			imagej.click("Loaded Models", Map.of());
		}
	}

	/** NB: the module still has the value that the choice brings. */
	@Test
	@Tag("display")
	@Timeout(120)
	void showsWhatAChoiceBringsOverWhatWasTyped() {
		final GenericDialog dialog = opened("Batch...");
		ImageJWindow.onEvents(() -> {
			ImageJWindow.fill(dialog, "denoise", "0.3");
			ImageJWindow.fill(dialog, "cfg", "5.5");
			ImageJWindow.fill(dialog, "operation", "img2img");
		});
		assertEquals("0.75", text(dialog, "denoise"));
		assertEquals("5.5", text(dialog, "cfg"));
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	/** NB: 768 pixels, less a task bar and, without a window manager, a title. */
	@Test
	@Tag("display")
	@Timeout(120)
	void ofABatchFitsOnALaptop() {
		final GenericDialog dialog = opened("Batch...");
		assertTrue(dialog.getHeight() <= 690, dialog.getBounds().toString());
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	/** NB: what is not shown takes no place. */
	@Test
	@Tag("display")
	@Timeout(120)
	void ofABatchShowsWhatItsOperationUses() {
		final GenericDialog dialog = opened("Batch...");
		for (final Map.Entry<String, List<String>> each : Map.of("img2img", List.of(
			"input", "denoise", "slices"), "inpaint", List.of("input", "denoise",
				"slices", "mask", "grow"), "upscale", List.of("input", "denoise",
					"slices", "method", "factor"), "txt2img", List.of("prompts", "width"))
			.entrySet())
		{
			ImageJWindow.onEvents(() -> ImageJWindow.fill(dialog, "operation", each
				.getKey()));
			assertEquals(each.getValue(), List.of("input", "prompts", "width",
				"denoise", "slices", "mask", "grow", "method", "factor").stream()
				.filter(n -> inside(dialog, n).isShowing()).sorted(Comparator.comparing(
					each.getValue()::indexOf)).toList(), each.getKey());
			assertEquals(!each.getKey().equals("txt2img"), inside(dialog, "prompt")
				.isShowing(), "each line of the file is one");
			assertTrue(dialog.getHeight() <= 690, dialog.getBounds().toString());
			assertTrue(dialog.getY() + dialog.getHeight() <= Toolkit
				.getDefaultToolkit().getScreenSize().height, each.getKey());
		}
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	@Test
	@Tag("display")
	@Timeout(120)
	void fitsOnALaptopWithHeadings() {
		image("cells").setRoi(new Roi(8, 8, 16, 16));
		for (final String label : List.of("Txt2Img...", "Img2Img...", "Inpaint...",
			"Latent Upscale..."))
		{
			final GenericDialog dialog = opened(label);
			assertTrue(dialog.getHeight() <= 690 && dialog.getWidth() <= 1366, label +
				dialog.getBounds());
			final List<String> headings = Arrays.stream(dialog.getComponents())
				.filter(c -> c instanceof Label && c.getFont().isBold()).map(
					c -> ((Label) c).getText()).toList();
			assertEquals(List.of("Model", "What to show", "Picture", "Sampling"),
				headings.subList(0, 4));
			assertEquals("Output", headings.get(headings.size() - 1));
			ImageJWindow.press(dialog, "Cancel");
			imagej.click("Loaded Models", Map.of());
		}
	}

	@Test
	@Tag("display")
	@Timeout(120)
	void hasTheDenoiseOfASecondPassBesideItsFactor() {
		final GenericDialog dialog = opened("Txt2Img...");
		final Component factor = field(dialog, "factor");
		final Component denoise = field(dialog, "denoise");
		assertEquals(factor.getY(), denoise.getY());
		final List<Component> between = Arrays.stream(dialog.getComponents())
			.filter(c -> Math.abs(c.getY() - factor.getY()) < 9 && c.getX() > factor
				.getX() && c.getX() < denoise.getX()).toList();
		assertEquals(List.of("Denoise"), between.stream().map(c -> ((Label) c)
			.getText().strip()).toList());
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	/** NB: a checkpoint's own size is proposed, too. */
	@Test
	@Tag("display")
	@Timeout(120)
	void showsWhatTheFamilyOfTheChosenCheckpointUses() throws IOException {
		final Path models = Files.createDirectories(folder.resolve("models"));
		Files.copy(Golden.file("families/tiny_sdxl.safetensors"), models.resolve(
			"xl.safetensors"));
		useModels(models);
		final GenericDialog dialog = opened("Batch...");
		assertFalse(inside(dialog, "promptl").isShowing());
		ImageJWindow.onEvents(() -> {
			ImageJWindow.fill(dialog, "operation", "inpaint");
			ImageJWindow.fill(dialog, "checkpoint", "xl.safetensors");
		});
		assertTrue(inside(dialog, "promptl").isShowing());
		assertEquals("1024", ((TextComponent) inside(dialog, "width")).getText());
		assertTrue(dialog.getHeight() <= 690 && dialog.getWidth() <= 1366, dialog
			.getBounds().toString());
		ImageJWindow.onEvents(() -> ImageJWindow.fill(dialog, "checkpoint",
			ModelFolder.BUNDLED));
		assertFalse(inside(dialog, "promptl").isShowing());
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	/** NB: with files of everything that takes a row. */
	@Test
	@Tag("display")
	@Timeout(120)
	void fitsOnALaptopWithAllThatThereIsToChoose() throws IOException {
		final Path models = folder.resolve("all models");
		final String lora = "a LoRA with a rather long name for one.safetensors";
		final String net = "a ControlNet with a long name for one.safetensors";
		for (final Map.Entry<String, String> file : Map.of(
			"checkpoints/xl.safetensors", "families/tiny_sdxl.safetensors", "loras/" +
				lora, "lora_kohya.safetensors", "controlnet/" + net,
			"families/controlnet/tiny_cn_sdxl_diffusers.safetensors").entrySet())
		{
			final Path copy = models.resolve(file.getKey());
			Files.createDirectories(copy.getParent());
			Files.copy(Golden.file(file.getValue()), copy);
		}
		useModels(models);
		final GenericDialog dialog = opened("Batch...");
		choose(dialog, "checkpoint", "xl.safetensors");
		for (final String operation : List.of("txt2img", "upscale", "outpaint",
			"inpaint"))
		{
			choose(dialog, "operation", operation);
			assertFits(dialog);
		}
		assertInARow(dialog, "lora", "addlora");
		assertInARow(dialog, "addcontrol", "controlimage");
		choose(dialog, "addlora", lora);
		assertEquals(lora + ":1.0", text(dialog, "lora"));
		final int before = dialog.getHeight();
		choose(dialog, "addcontrol", net);
		assertEquals(before, dialog.getHeight());
		choose(dialog, "addcontrol", net);
		assertTrue(dialog.getHeight() > before);
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	private static void choose(final Dialog dialog, final String name,
		final String value)
	{
		ImageJWindow.onEvents(() -> ImageJWindow.fill(dialog, name, value));
	}

	private static void assertInARow(final GenericDialog dialog, final String one,
		final String other)
	{
		assertTrue(inside(dialog, one).isShowing() && inside(dialog, other)
			.isShowing());
		assertEquals(middle(inside(dialog, one)), middle(inside(dialog, other)), 2);
	}

	private static int middle(final Component field) {
		return field.getY() + field.getHeight() / 2;
	}

	private static void assertFits(final Dialog dialog) {
		assertTrue(dialog.getHeight() <= 690 && dialog.getWidth() <= 1366, dialog
			.getBounds().toString());
	}

	/** NB: what was typed stays. */
	@Test
	@Tag("display")
	@Timeout(120)
	void followsTheCheckpointThatIsChosen() throws IOException {
		final Path models = Files.createDirectories(folder.resolve("two models"));
		Files.copy(Golden.file("families/tiny_sdxl.safetensors"), models.resolve(
			"xl.safetensors"));
		Files.copy(Golden.file("families/tiny_x4_upscaler.safetensors"), models
			.resolve("x4.safetensors"));
		useModels(models);
		final GenericDialog dialog = opened("Txt2Img...");
		ImageJWindow.onEvents(() -> {
			ImageJWindow.fill(dialog, "steps", "9");
			ImageJWindow.fill(dialog, "checkpoint", "xl.safetensors");
		});
		assertEquals(List.of("1024", "1024"), Stream.of("width", "height").map(
			n -> ((TextComponent) inside(dialog, n)).getText()).toList());
		assertEquals(List.of("9", "8.00", "euler", "normal"), Stream.of("steps",
			"cfg", "sampler", "scheduler").map(n -> text(dialog, n)).toList());
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
		image("cells");
		final GenericDialog upscale = opened("Upscale x4...");
		assertEquals("x4.safetensors", text(upscale, "checkpoint"));
		assertEquals("10.00", text(upscale, "cfg"));
		ImageJWindow.press(upscale, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	@Test
	@Tag("display")
	@Timeout(120)
	void isNotOpenedIfNoCheckpointFits() {
		image("cells");
		final Outcome outcome = imagej.click("Upscale x4...", Map.of());
		assertEquals(List.of(), outcome.dialogs());
		assertTrue(outcome.message().contains("there is no checkpoint for it: it " +
			"needs one that is an x4 upscaler"), outcome.toString());
	}

	/** NB: the bundled checkpoint's metadata asks for them. */
	@Test
	@Tag("display")
	@Timeout(120)
	void beginsWithWhatTheCheckpointAsksFor() {
		image("cells").setRoi(new Roi(8, 8, 16, 16));
		final GenericDialog dialog = opened("Inpaint...");
		assertEquals("4.00", text(dialog, "cfg"));
		assertEquals("20", text(dialog, "steps"));
		assertEquals("dpmpp_2m", text(dialog, "sampler"));
		assertEquals("karras", text(dialog, "scheduler"));
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	@Test
	@Tag("display")
	@Timeout(120)
	void itsResultIsNotClosedUnsavedWithoutAQuestion() {
		final ImagePlus made = imagej.click("Txt2Img...", SMALL).images().get(0)
			.getImagePlus();
		assertTrue(made.changes, "ImageJ asks");
		made.changes = false;
		made.close();
		assertEquals("0", IJ.runMacro("run('Txt2Img...', '" + OPTIONS +
			"'); close(); return '' + nImages;"));
		IJ.run("Txt2Img...", OPTIONS);
		assertFalse(IJ.getImage().changes, "a script's own image");
	}

	private static ImagePlus image(final String title) {
		final ImagePlus image = NewImage.createByteImage(title, 64, 64, 1,
			NewImage.FILL_RAMP);
		image.show();
		return image;
	}

	/** Clicks on an entry and waits for its dialog. */
	private static GenericDialog opened(final String label) {
		final BlockingQueue<Window> windows = new LinkedBlockingQueue<>();
		final AWTEventListener listener = event -> {
			// NB: an image's window may tell of its opening only now.
			if (event.getID() == WindowEvent.WINDOW_OPENED && event
				.getSource() instanceof GenericDialog)
			{
				windows.add(((WindowEvent) event).getWindow());
			}
		};
		Toolkit.getDefaultToolkit().addAWTEventListener(listener,
			AWTEvent.WINDOW_EVENT_MASK);
		try {
			imagej.start(label);
			final Window window = windows.poll(60, TimeUnit.SECONDS);
			ImageJWindow.awaitModal();
			return (GenericDialog) window;
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
		finally {
			Toolkit.getDefaultToolkit().removeAWTEventListener(listener);
		}
	}

	private static TextArea area(final GenericDialog dialog, final String name) {
		return (TextArea) field(dialog, name);
	}

	private static String text(final GenericDialog dialog, final String name) {
		final Component field = field(dialog, name);
		return field instanceof Choice choice ? choice.getSelectedItem()
			: ((TextComponent) field).getText();
	}

	private static Component field(final GenericDialog dialog,
		final String name)
	{
		return Arrays.stream(dialog.getComponents()).filter(c -> name.equals(c
			.getName())).findFirst().orElseThrow();
	}

	/** NB: a field with a unit or a button is in a panel with it. */
	private static Component inside(final GenericDialog dialog,
		final String name)
	{
		return Arrays.stream(dialog.getComponents()).flatMap(
			c -> c instanceof Container panel ? Stream.concat(Stream.of(c), Arrays
				.stream(panel.getComponents())) : Stream.of(c)).filter(c -> name.equals(
					c.getName())).findFirst().orElseThrow();
	}

	private static void press(final TextArea area, final int modifiers,
		final int key)
	{
		ImageJWindow.onEvents(() -> Arrays.stream(area.getKeyListeners()).forEach(
			l -> l.keyPressed(new KeyEvent(area, KeyEvent.KEY_PRESSED, 0, modifiers,
				key, KeyEvent.CHAR_UNDEFINED))));
	}
}
