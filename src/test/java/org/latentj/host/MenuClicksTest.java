
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.plugin.frame.RoiManager;
import ij.WindowManager;
import ij.plugin.filter.Analyzer;
import ij.gui.ImageWindow;
import ij.gui.NewImage;
import ij.gui.Roi;
import ij.macro.ExtensionDescriptor;
import ij.plugin.frame.Recorder;

import java.awt.Dialog;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.swing.JFrame;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.golden.Golden;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.golden.DemoWorkflow;
import org.latentj.golden.TinyClip;
import org.latentj.host.ImageJWindow.Outcome;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.service.PreferredFolders;
import org.latentj.service.StableDiffusionService;
import org.latentj.zarr.ZarrFiles;
import org.scijava.prefs.PrefService;

/**
 * Each entry of the menu, clicked in plain ImageJ, to its result. NB: each
 * method has its tag, since macros' processes look at annotations of classes,
 * and have no JUnit.
 */
class MenuClicksTest extends ImageJSession {

	private static final Map<String, String> FAST = Map.of("prompt",
		"many green nuclei", "steps", "2", "seed", "5", "preview", "none");

	@TempDir
	Path tmp;

	/** NB: so that a new entry is not left without a click. */
	@Test
	@Tag("display")
	void clicksAreListedForEachEntry() throws IOException {
		final String page = Files.readString(Path.of("CONTRIBUTING.md"));
		final String source = Files.readString(Path.of(
			"src/test/java/org/latentj/host/MenuClicksTest.java"));
		assertFalse(imagej.entries().isEmpty());
		for (final String label : imagej.entries()) {
			assertTrue(page.contains("| `" + label + "` |"), label +
				" is not in CONTRIBUTING's list");
			assertTrue(source.contains("\"" + label + "\", "), label +
				" is not clicked here");
		}
	}

	/** NB: the dialog starts with what the bundled checkpoint asks for. */
	@Test
	@Tag("display")
	void txt2ImgMakesThePictureThatItsMacroMakes() {
		final ImagePlus clicked = only(click("Txt2Img...", small(Map.of())));
		assertEquals(64, clicked.getWidth());
		IJ.run("Txt2Img...",
			"prompt=[many green nuclei] steps=2 seed=5 cfg=4 sampler=dpmpp_2m scheduler=karras width=64 height=64 preview=none");
		assertSamePixels(IJ.getImage(), clicked);
	}

	@Test
	@Tag("display")
	void studioMakesAPictureThatApplyOpens() throws IOException {
		System.setProperty("latentj.user", tmp.toString());
		try {
			final StudioClicks studio = new StudioClicks((JFrame) click("Studio", Map
				.of()).windows().get(0));
			studio.type("prompt", "many green nuclei");
			studio.choose("All settings");
			studio.type("steps", "2");
			studio.type("width", "64");
			studio.type("height", "64");
			studio.choose("Results");
			assertEquals(1, studio.made(1));
			assertEquals(0, WindowManager.getImageCount());
			studio.press("Apply");
			final ImagePlus image = IJ.getImage();
			assertEquals(64, image.getWidth());
			assertEquals("many green nuclei", record(image).setting("prompt"));
			assertEquals("2", record(image).setting("steps"));
			studio.close();
		}
		finally {
			System.clearProperty("latentj.user");
		}
	}

	@Test
	@Tag("display")
	void txt2ImgShowsEachStepAndClosesThePreview() {
		final Outcome outcome = click("Txt2Img...", small(Map.of("preview",
			"vae")));
		assertEquals(2, outcome.windows().stream().filter(
			w -> w instanceof ImageWindow).count(), outcome.toString());
		assertTrue(only(outcome).getTitle().contains("AI-generated"));
		assertEquals(1, WindowManager.getImageCount());
	}

	@Test
	@Tag("display")
	void img2ImgWorksOnTheCurrentImage() {
		final ImagePlus before = source();
		final ImagePlus after = only(click("Img2Img...", FAST));
		assertEquals(before.getWidth(), after.getWidth());
		assertEquals(before.getTitle(), record(after).call().orElseThrow().images()
			.get("input").title());
	}

	@Test
	@Tag("display")
	void inpaintKeepsWhatIsNotSelected() {
		final ImagePlus before = source();
		before.setRoi(16, 16, 24, 24);
		final ImagePlus after = only(click("Inpaint...", FAST));
		assertEquals(before.getProcessor().get(2, 2), after.getProcessor().get(2,
			2));
		assertEquals(before.getProcessor().get(60, 60), after.getProcessor().get(60,
			60));
		assertTrue(record(after).mask().isPresent());
		assertEquals("auto", record(after).call().orElseThrow().inputs().get(
			"surroundings"));
	}

	@Test
	@Tag("display")
	void outpaintGoesToWhereTheSelectionReaches() {
		final ImagePlus before = source();
		final Roi beyond = new Roi(0, 0, 32, 32);
		before.setRoi(beyond);
		beyond.setLocation(40, 8);
		final ImagePlus after = only(click("Outpaint...", FAST));
		assertEquals(before.getWidth() + 8, after.getWidth());
		assertEquals(before.getProcessor().get(2, 2), after.getProcessor().get(2,
			2));
	}

	@Test
	@Tag("display")
	void latentUpscaleMakesTheCurrentImageLarger() {
		source();
		assertEquals(128, only(click("Latent Upscale...", FAST)).getWidth());
	}

	@Test
	@Tag("display")
	void upscaleX4MakesTheCurrentImageFourTimesAsLarge() throws IOException {
		final Path models = Files.createDirectory(tmp.resolve("models"));
		Files.copy(Golden.file("families/tiny_x4_upscaler.safetensors"), models
			.resolve("x4.safetensors"));
		click("Model Folder...", Map.of("folder", models, "change", "add"));
		source();
		final Map<String, Object> inputs = new HashMap<>(FAST);
		inputs.put("checkpoint", "x4.safetensors");
		assertEquals(256, only(click("Upscale x4...", inputs)).getWidth());
		click("Model Folder...", Map.of("folder", models, "change", "remove"));
	}

	@Test
	@Tag("display")
	void batchWritesResultsAndShowsItsReport() throws IOException {
		final Path prompts = Files.writeString(tmp.resolve("prompts.txt"),
			"a red nucleus\na green nucleus\n");
		final Path output = Files.createDirectory(tmp.resolve("out"));
		final Outcome outcome = click("Batch...", small(Map.of("operation",
			"txt2img", "prompts", prompts, "output", output)));
		assertTrue(outcome.text("Batch").contains("2"), outcome.text("Batch"));
		assertEquals(2, Files.list(output).filter(f -> f.toString().endsWith(
			".tif")).count());
	}

	/** NB: what is opened and made again is of the menu, too, to the bit. */
	@Test
	@Tag("display")
	void batchMakesAnOmeZarrWhosePlanesAreOpenedAndMadeAgain() {
		final Path plate = ZarrFiles.unpack("zarr_python_2.zip", tmp).resolve(
			"plate.ome.zarr");
		final Path output = tmp.resolve("made.ome.zarr");
		final Map<String, Object> inputs = new HashMap<>(FAST);
		inputs.putAll(Map.of("operation", "img2img", "input", plate, "output",
			output, "image", "B/2/0", "channels", "2", "stack", true));
		final Outcome outcome = click("Batch...", inputs);
		assertTrue(outcome.text("Batch").startsWith("2 made"), outcome.toString());
		only(click("Open OME-Zarr...", Map.of("input", plate, "image", "B/2/0")));
		final ImagePlus made = only(click("Open OME-Zarr...", Map.of("input",
			output)));
		assertArrayEquals(new int[] { 64, 48, 1, 2, 1 }, made.getDimensions());
		ImageJWindow.onEvents(() -> made.setSlice(2));
		final Outcome repeated = click("Make Again...", Map.of());
		assertEquals(List.of(), repeated.dialogs());
		assertArrayEquals((short[]) made.getStack().getPixels(2), (short[]) only(
			repeated).getProcessor().getPixels());
	}

	@Test
	@Tag("display")
	void makeAgainOpensTheDialogFilledIn() {
		final ImagePlus first = only(click("Txt2Img...", small(Map.of("cfg",
			"3.25"))));
		// NB: for ImageJ's own Repeat Command, which must not be what is clicked.
		click("Loaded Models", Map.of());
		WindowManager.setCurrentWindow(first.getWindow());
		final Outcome outcome = click("Make Again...", Map.of());
		assertEquals(List.of("Txt2Img"), outcome.dialogs());
		final ImagePlus again = only(outcome);
		assertFalse(first == again);
		assertSamePixels(first, again);
	}

	/** What "Repeat..." did before it was renamed, and in a macro still does. */
	@Test
	@Tag("display")
	void makesAgainUnderTheOldNameInAMacro() {
		final ImagePlus first = only(click("Txt2Img...", small(Map.of())));
		final String count = IJ.runMacro("selectImage(" + first.getID() +
			"); run('Repeat...'); return '' + nImages;");
		assertEquals("2", count);
		assertSamePixels(first, IJ.getImage());
	}

	/** NB: ImageJ takes them for its own Repeat Command. */
	@Test
	@Tag("display")
	void noEntryBeginsWithRepeat() {
		assertEquals(List.of(), imagej.entries().stream().filter(e -> e.startsWith(
			"Repeat")).toList());
	}

	@Test
	@Tag("display")
	void methodsTextNamesTheSettings() {
		only(click("Txt2Img...", small(Map.of())));
		final String text = click("Methods Text", Map.of()).text("Methods Text");
		assertTrue(text.lines().allMatch(line -> line.length() <= 90), text);
		// NB: its lines are wrapped.
		assertTrue(text.replaceAll("\\s+", " ").contains("many green nuclei"),
			text);
	}

	@Test
	@Tag("display")
	void methodsTextSaysThatAnImageHasNoRecord() {
		source();
		final Outcome outcome = click("Methods Text", Map.of());
		assertTrue(outcome.message().contains("no record"), outcome.toString());
	}

	@Test
	@Tag("display")
	void attentionMapsHasASliceForEachWordAndSelections() {
		only(click("Txt2Img...", small(Map.of())));
		final ImagePlus maps = only(click("Attention Maps...", Map.of("words",
			"green,nuclei", "selections", true)));
		assertEquals("green", maps.getStack().getSliceLabel(1));
		assertEquals("nuclei", maps.getStack().getSliceLabel(2));
		final RoiManager manager = RoiManager.getInstance2();
		assertTrue(manager.getCount() > 0);
		manager.close();
	}

	@Test
	@Tag("display")
	void generatedPixelsMakesAMask() {
		only(click("Txt2Img...", small(Map.of())));
		final ImagePlus mask = only(click("Generated Pixels", Map.of()));
		assertEquals(255, mask.getProcessor().get(1, 1));
	}

	/** NB: ImageJ shows overlays that were hidden when a window opens. */
	@Test
	@Tag("display")
	void generatedOutlineIsShownWhenAskedFor() {
		source().setRoi(16, 16, 24, 24);
		final ImagePlus made = only(click("Inpaint...", FAST));
		assertNull(made.getOverlay());
		click("Generated Outline", Map.of());
		assertEquals(1, made.getOverlay().size());
		assertFalse(made.getHideOverlay());
		click("Generated Outline", Map.of());
		assertNull(made.getOverlay());
	}

	@Test
	@Tag("display")
	void runWorkflowShowsItsImages() throws IOException {
		final Path file = Files.writeString(tmp.resolve("w.json"), DemoWorkflow
			.json());
		final ImagePlus made = only(click("Run Workflow...", Map.of("file", file,
			"set", "5.steps=1\n5.seed=3")));
		assertEquals("3", GeneratedImage.provenance(made).orElseThrow().setting(
			"seed"));
	}

	@Test
	@Tag("display")
	void similarityFillsTheResultsTable() throws IOException {
		final PrefService preferences = PlainImageJ.context().service(
			PrefService.class);
		TinyClip.whole().write(Files.createDirectory(tmp.resolve("clip_vision"))
			.resolve("tiny.safetensors"));
		PreferredFolders.remember(preferences, List.of(tmp));
		try {
			source();
			final String table = click("Similarity...", Map.of("checkpoint",
				"tiny.safetensors", "phrases", "a\na cat", "best", true)).text(
					"Results");
			assertTrue(table.contains("\ta\ta cat\tp(a)\tp(a cat)\n"), table);
			assertEquals(2, WindowManager.getImageCount());
		}
		finally {
			PreferredFolders.remember(preferences, List.of());
			// NB: ImageJ would ask whether to save them when the window is closed.
			Analyzer.setUnsavedMeasurements(false);
		}
	}

	@Test
	@Tag("display")
	void makeControlImageMakesEdgesOfTheCurrentImage() {
		final ImagePlus source = source();
		final ImagePlus made = only(click("Make Control Image...", Map.of("kind",
			"edges")));
		assertEquals("edges of " + source.getTitle(), made.getTitle());
		assertEquals(source.getWidth(), made.getWidth());
	}

	@Test
	@Tag("display")
	void gettingStartedShowsItsPage() {
		final String page = click("Getting Started", Map.of()).text(
			"Getting Started");
		assertTrue(page.contains("Model Folder..."), page);
	}

	@Test
	@Tag("display")
	void modelFolderIsLookedInto() throws IOException {
		final PrefService preferences = PlainImageJ.context().service(
			PrefService.class);
		PreferredFolders.remember(preferences, List.of());
		final Path more = Files.createDirectory(tmp.resolve("more"));
		click("Model Folder...", Map.of("folder", tmp)).text("Models");
		final String found = click("Model Folder...", Map.of("folder", more)).text(
			"Models");
		assertTrue(found.contains("\n" + tmp + "\n") && found.contains("\n" + more +
			"\n"), found);
		click("Model Folder...", Map.of("folder", tmp, "change", "remove")).text(
			"Models");
		assertEquals(List.of(more), PreferredFolders.of(preferences));
		click("Model Folder...", Map.of("folder", "", "change", "only")).text(
			"Models");
		assertFalse(PlainImageJ.context().service(StableDiffusionService.class)
			.models().roots().contains(tmp));
	}

	@Test
	@Tag("display")
	void checkpointInfoNamesTheFamily() {
		final String info = click("Checkpoint Info...", Map.of()).text(
			"Checkpoint Info");
		assertTrue(info.contains("SHA-256"), info);
	}

	@Test
	@Tag("display")
	void checkpointInfoTellsOfAFileThatWasBrowsedFor() throws IOException {
		final Path file = SafetensorsFile.writeModel(tmp.resolve(
			"other.safetensors"));
		final String info = click("Checkpoint Info...", Map.of("file", file)).text(
			"Checkpoint Info");
		assertTrue(info.contains("other.safetensors"), info);
	}

	@Test
	@Tag("display")
	void loadedModelsAreListedAndReleased() {
		only(click("Txt2Img...", small(Map.of())));
		assertTrue(click("Loaded Models", Map.of()).text("Loaded Models").contains(
			".safetensors"));
		assertEquals("", click("Release Models", Map.of()).message());
		assertEquals(0, PlainImageJ.context().service(StableDiffusionService.class)
			.cache().loadedBytes());
	}

	@Test
	@Tag("display")
	void memoryIsChosen() {
		final StableDiffusionService service = PlainImageJ.context().service(
			StableDiffusionService.class);
		click("Memory...", Map.of("budget", "1234")).text("Loaded Models");
		assertEquals(1_234_000_000, service.cache().budget());
		service.chooseBudget(StableDiffusionService.usualBudget());
	}

	@Test
	@Tag("display")
	void computeIsChosenAndTriedOut() {
		final StableDiffusionService service = PlainImageJ.context().service(
			StableDiffusionService.class);
		try {
			final Outcome outcome = click("Compute...", Map.of("threads", "1",
				"weights", "mapped", "test", true));
			assertTrue(outcome.text("Compute").contains("\ncpu: single precision, " +
				"weights mapped: opened in "), outcome.text("Compute"));
			assertTrue(outcome.text("Compute Test").contains(
				"\ncpu\tsingle\t1\tmapped\t"), outcome.text("Compute Test"));
			assertEquals(1, service.compute().threads());
			assertEquals("mapped", service.weights());
		}
		finally {
			service.choose(ComputeChoice.USUAL);
		}
	}

	@Test
	@Tag("display")
	void macroExtensionsListTheirFunctions() {
		final String page = click("LatentJ Macro Extensions", Map.of()).text(
			"LatentJ Macro Extensions");
		for (final ExtensionDescriptor function : new MacroFunctions()
			.getExtensionFunctions())
		{
			assertTrue(page.contains("Ext." + function.name + "("), page);
		}
	}

	/** NB: ImageJ's recorder knows the command only that was begun last. */
	@Test
	@Tag("display")
	void recordsEachOfTwoCommandsThatRunAtATime() {
		source();
		final Recorder recorder = recorder();
		final Dialog first = imagej.begin("Txt2Img...");
		final Dialog second = imagej.begin("Img2Img...");
		ImageJWindow.answer(first, small(Map.of()), true);
		ImageJWindow.end("Txt2Img...");
		ImageJWindow.answer(second, FAST, true);
		ImageJWindow.end("Img2Img...");
		final List<String> lines = recorder.getText().lines().toList();
		assertEquals(2, lines.size(), lines.toString());
		assertTrue(lines.get(0).startsWith("run(\"Txt2Img...\", \"checkpoint=") &&
			lines.get(0).contains(" width=64 "), lines.toString());
		assertTrue(lines.get(1).startsWith("run(\"Img2Img...\", \"checkpoint=") &&
			lines.get(1).contains(" stack="), lines.toString());
	}

	/** The one that was begun first ends last, and ImageJ's own one before. */
	@Test
	@Tag("display")
	void recordsACommandWhileAnotherIsUsed() {
		source();
		final Recorder recorder = recorder();
		final Dialog dialog = imagej.begin("Img2Img...");
		imagej.start("Loaded Models");
		ImageJWindow.end("Loaded Models");
		ImageJWindow.answer(dialog, FAST, true);
		ImageJWindow.end("Img2Img...");
		final List<String> lines = recorder.getText().lines().toList();
		assertEquals(2, lines.size(), lines.toString());
		assertEquals("run(\"Loaded Models\");", lines.get(0));
		assertTrue(lines.get(1).startsWith("run(\"Img2Img...\", \"checkpoint="),
			lines.toString());
	}

	@Test
	@Tag("display")
	void recordsWhatIsMadeAgainAndNothingOfItsWindows() {
		final ImagePlus made = only(click("Txt2Img...", small(Map.of())));
		final Recorder recorder = recorder();
		WindowManager.setCurrentWindow(made.getWindow());
		click("Make Again...", Map.of("seeds", 3));
		final List<String> lines = recorder.getText().lines().filter(l -> !l.equals(
			"selectImage(\"" + made.getTitle() + "\");")).toList();
		assertEquals(1, lines.size(), lines.toString());
		assertTrue(lines.get(0).startsWith("run(\"Txt2Img...\", \"checkpoint=") &&
			lines.get(0).contains(" seeds=3 "), lines.toString());
	}

	/** NB: there is no image, which is said before the dialog opens. */
	@Test
	@Tag("display")
	void recordsNothingOfACommandThatIsRefused() {
		final Recorder recorder = recorder();
		final Outcome outcome = click("Img2Img...", Map.of());
		assertTrue(outcome.message().contains("there is no image"), outcome
			.toString());
		assertEquals("", recorder.getText());
	}

	private static Recorder recorder() {
		ImageJWindow.onEvents(Recorder::new);
		return Recorder.getInstance();
	}

	/** NB: after 2 seconds ImageJ kills the macro's thread. */
	@Test
	@Tag("display")
	void escapeEndsAMacroWithoutWaiting() throws Exception {
		final Path file = tmp.resolve("too far.txt");
		final Thread macro = longMacro(file);
		final long[] nanos = new long[1];
		ImageJWindow.onEvents(() -> {
			final ImageJ ij = IJ.getInstance();
			nanos[0] = -System.nanoTime();
			ij.keyPressed(new KeyEvent(ij, KeyEvent.KEY_PRESSED, 0, 0,
				KeyEvent.VK_ESCAPE, (char) KeyEvent.VK_ESCAPE));
			nanos[0] += System.nanoTime();
		});
		macro.join();
		assertFalse(Files.exists(file));
		assertEquals(List.of(), imagej.titles());
		assertTrue(nanos[0] < 2e9, nanos[0] / 1e9 + " seconds");
		ImageJWindow.onEvents(() -> {});
		assertEquals(0, WindowManager.getImageCount());
	}

	/** What ImageJ does where a macro doesn't end; Java 20 can't any more. */
	@Test
	@Tag("display")
	@EnabledForJreRange(max = JRE.JAVA_19)
	@SuppressWarnings("removal")
	void aKilledMacroShowsNoException() throws Exception {
		final Path file = tmp.resolve("too far.txt");
		final Thread macro = longMacro(file);
		macro.stop();
		macro.join();
		assertFalse(Files.exists(file));
		assertEquals(List.of(), imagej.titles());
	}

	/** A macro's thread, whose run has begun. */
	private static Thread longMacro(final Path file) {
		final String prefix = "Run$_a macro, Macro$";
		final Thread macro = new Thread(() -> IJ.runMacro(
			"run('Txt2Img...', 'prompt=x width=64 height=64 steps=9999'); File.saveString('too far', '" +
				file + "');"), prefix);
		macro.start();
		imagej.await(w -> w instanceof ImageWindow);
		return macro;
	}

	private static Outcome click(final String label,
		final Map<String, ?> values)
	{
		return imagej.click(label, values);
	}

	/** Settings of a small picture, with some of its own. */
	private static Map<String, Object> small(final Map<String, ?> own) {
		final Map<String, Object> all = new HashMap<>(FAST);
		all.putAll(Map.of("width", "64", "height", "64"));
		all.putAll(own);
		return all;
	}

	private static ImagePlus only(final Outcome outcome) {
		assertEquals(1, outcome.images().size(), outcome.toString());
		return outcome.images().get(0).getImagePlus();
	}

	private static ImagePlus source() {
		final ImagePlus image = NewImage.createByteImage("cells", 64, 64, 1,
			NewImage.FILL_RAMP);
		image.show();
		return image;
	}

	private static Provenance record(final ImagePlus image) {
		return GeneratedImage.provenance(image).orElseThrow();
	}

	private static void assertSamePixels(final ImagePlus expected,
		final ImagePlus actual)
	{
		assertArrayEquals((int[]) expected.getProcessor().getPixels(),
			(int[]) actual.getProcessor().getPixels());
	}
}
