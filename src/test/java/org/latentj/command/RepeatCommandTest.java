
package org.latentj.command;

import org.latentj.command.models.ReleaseModelsCommand;
import org.latentj.command.models.LoadedModelsCommand;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileInfo;
import ij.macro.Interpreter;
import ij.plugin.PNG_Writer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.host.UnlinkedImage;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.provenance.MethodsText;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.log.LogListener;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * Tests {@link RepeatCommand}, {@link MethodsTextCommand},
 * {@link LoadedModelsCommand} and {@link ReleaseModelsCommand}.
 */
class RepeatCommandTest {

	@TempDir
	Path tmp;

	private Context context;

	@BeforeEach
	void start() {
		System.setProperty(InstalledModels.PROPERTY, Golden.file("").toString());
		context = BatchProcess.shared();
		Interpreter.batchMode = true;
	}

	@AfterEach
	void stop() {
		Interpreter.batchMode = false;
		System.clearProperty(InstalledModels.PROPERTY);
	}

	@Test
	void reproducesThePixelsOfAPngOfARandomSeed() throws Exception {
		final ImagePlus made = image(tiny(Txt2ImgCommand.class, "prompt",
			"a cat seed=99 [x]", "width", 24, "height", 17, "cfg", 3.5));
		final Path file = tmp.resolve("a.png");
		new SavedImage(made).write(file);
		final ImagePlus opened = IJ.openImage(file.toString());
		final ImagePlus again = image(run(RepeatCommand.class, "input", opened));
		assertArrayEquals((int[]) made.getProcessor().getPixels(), (int[]) again
			.getProcessor().getPixels());
		assertEquals(made.getProp(GeneratedImage.JSON), again.getProp(
			GeneratedImage.JSON));
	}

	@Test
	void tellsWhichClassIsMissing() throws Exception {
		final String said = ((Cancelable) run(RepeatCommand.class, "input",
			new UnlinkedImage("a/B"))).getCancelReason();
		assertTrue(said.startsWith(UnlinkedImage.TOLD + "a/B"), said);
	}

	@Test
	void reproducesAnInpaintedSliceFromTheOpenImage() throws Exception {
		final ImagePlus before = IJ.createImage("before", "16-bit random", 32, 24,
			3);
		before.setSlice(2);
		before.setRoi(new OvalRoi(4, 5, 10, 9));
		final ImagePlus made = image(tiny(InpaintCommand.class, "input", before,
			"range", "full", "grow", 2));
		assertTrue(made.getTitle().endsWith("(AI-inpainted)"), made.getTitle());
		assertTrue(made.getStack().getSliceLabel(1).contains("AI-inpainted"));
		assertTrue(made.getInfoProperty().startsWith("AI-inpainted by LatentJ"));
		final Provenance record = GeneratedImage.provenance(made).orElseThrow();
		assertEquals(WorkedImage.sha256(new ImagePlus("mask", before
			.createRoiMask())), record.mask().orElseThrow().sha256());
		assertEquals(3, record.computation().orElseThrow().memory().size());
		final String missing = ((Cancelable) run(RepeatCommand.class, "input",
			made)).getCancelReason();
		assertTrue(missing.contains("'before'") && missing.contains("open"),
			missing);
		before.deleteRoi();
		before.setSlice(1);
		Interpreter.addBatchModeImage(before);
		before.getProcessor().set(0, before.getProcessor().get(0) ^ 1);
		final String changed = ((Cancelable) run(RepeatCommand.class, "input",
			made)).getCancelReason();
		assertTrue(changed.endsWith(
			": the open image of that title is another one, or was changed"),
			changed);
		before.getProcessor().set(0, before.getProcessor().get(0) ^ 1);
		final ImagePlus again = image(run(RepeatCommand.class, "input", made));
		assertArrayEquals((short[]) made.getProcessor().getPixels(), (short[]) again
			.getProcessor().getPixels());
		Interpreter.removeBatchModeImage(before);
	}

	@Test
	void reproducesWhateverRangeIsDisplayed() throws Exception {
		final ImagePlus before = IJ.createHyperStack("before", 24, 16, 2, 1, 1, 16);
		for (int channel = 1; channel <= 2; channel++) {
			before.setPosition(channel, 1, 1);
			before.getProcessor().setValue(1000 * channel);
			before.getProcessor().fill(new OvalRoi(4, 3, 9, 8));
			before.setDisplayRange(10 * channel, 1500 * channel);
		}
		Interpreter.addBatchModeImage(before);
		final ImagePlus made = image(tiny(Img2ImgCommand.class, "input", before));
		assertEquals("10.0-1500.0,20.0-3000.0", made.getProp("latentj.range"));
		before.setDisplayRange(0, 65535);
		final ImagePlus again = image(run(RepeatCommand.class, "input", made));
		for (int channel = 1; channel <= 2; channel++) {
			assertArrayEquals((short[]) made.getStack().getPixels(channel),
				(short[]) again.getStack().getPixels(channel));
		}
		Interpreter.removeBatchModeImage(before);
	}

	@Test
	void refusesAnotherMaskOfTheSameTitle() throws Exception {
		final ImagePlus before = IJ.createImage("before", "8-bit random", 24, 16,
			1);
		final ImagePlus mask = IJ.createImage("mask", "8-bit black", 24, 16, 1);
		mask.getProcessor().setValue(255);
		mask.getProcessor().fill(new OvalRoi(4, 5, 10, 9));
		Interpreter.addBatchModeImage(before);
		Interpreter.addBatchModeImage(mask);
		final ImagePlus made = image(tiny(InpaintCommand.class, "input", before,
			"range", "full", "mask", "mask"));
		assertArrayEquals((byte[]) made.getProcessor().getPixels(), (byte[]) image(
			run(RepeatCommand.class, "input", made)).getProcessor().getPixels());
		mask.getProcessor().set(0, 0, 255);
		final Module other = run(RepeatCommand.class, "input", made);
		final String problem = ((Cancelable) other).getCancelReason();
		assertTrue(problem.startsWith("the mask 'mask' is not the one") && problem
			.contains(GeneratedImage.provenance(made).orElseThrow().mask()
				.orElseThrow().sha256()), problem);
		assertNull(other.getOutput("image"));
		Interpreter.removeBatchModeImage(before);
		Interpreter.removeBatchModeImage(mask);
	}

	@Test
	void reproducesChosenSlicesWithNoiseOfTheirOwn() throws Exception {
		final ImagePlus before = IJ.createImage("before", "16-bit random", 24, 16,
			4);
		final ImagePlus made = image(tiny(Img2ImgCommand.class, "input", before,
			"range", "full", "slices", "2-4:2", "noise", "independent", "prompt",
			"a cat c=1 slices=3 [z=2]"));
		assertEquals(2, made.getStackSize());
		Interpreter.addBatchModeImage(before);
		final ImagePlus again = image(run(RepeatCommand.class, "input", made));
		for (int slice = 1; slice <= 2; slice++) {
			assertArrayEquals((short[]) made.getStack().getPixels(slice),
				(short[]) again.getStack().getPixels(slice));
		}
		final ImagePlus other = image(tiny(Img2ImgCommand.class, "input", before,
			"range", "full", "slices", "4", "noise", "independent", "seed",
			GeneratedImage.provenance(made).orElseThrow().setting("seed"), "prompt",
			"a cat c=1 slices=3 [z=2]"));
		assertArrayEquals((short[]) made.getStack().getPixels(2), (short[]) other
			.getStack().getPixels(1), "also when it is worked on alone");
		Interpreter.removeBatchModeImage(before);
	}

	@Test
	void repeatsARecordOfAnEarlierVersion() throws Exception {
		final ImagePlus made = image(tiny(Txt2ImgCommand.class, "prompt", "a",
			"width", 24, "height", 17));
		final JsonObject old = JsonParser.parseString(made.getProp(
			GeneratedImage.JSON)).getAsJsonObject();
		assertNotNull(old.remove("computation"));
		assertNotNull(old.remove("checksum"));
		made.setProp(GeneratedImage.JSON, old.toString());
		final ImagePlus again = image(run(RepeatCommand.class, "input", made));
		assertArrayEquals((int[]) made.getProcessor().getPixels(), (int[]) again
			.getProcessor().getPixels());
	}

	/** Of a time when samplers' noise was that of ComfyUI up to 0.6. */
	@Test
	void repeatsTheNoiseOfARecordThatDoesNotTellOfIt() throws Exception {
		final ImagePlus made = image(tiny(Txt2ImgCommand.class, "prompt", "a",
			"width", 24, "height", 17, "seed", "7", "steps", 2, "sampler",
			"euler_ancestral", "samplernoise", "0.6"));
		final ImagePlus today = image(tiny(Txt2ImgCommand.class, "prompt", "a",
			"width", 24, "height", 17, "seed", "7", "steps", 2, "sampler",
			"euler_ancestral"));
		final int[] pixels = (int[]) made.getProcessor().getPixels();
		assertFalse(Arrays.equals(pixels, (int[]) today.getProcessor()
			.getPixels()));
		assertTrue(MethodsText.of(GeneratedImage.provenance(made).orElseThrow())
			.contains("as in ComfyUI up to 0.6"));
		final JsonObject old = JsonParser.parseString(made.getProp(
			GeneratedImage.JSON)).getAsJsonObject();
		assertEquals("0.6", old.getAsJsonObject("settings").remove("samplernoise")
			.getAsString());
		assertNotNull(old.getAsJsonObject("call").getAsJsonObject("inputs").remove(
			"samplernoise"));
		assertNotNull(old.remove("checksum"));
		made.setProp(GeneratedImage.JSON, old.toString());
		final ImagePlus again = image(run(RepeatCommand.class, "input", made));
		assertArrayEquals(pixels, (int[]) again.getProcessor().getPixels());
		assertArrayEquals((int[]) today.getProcessor().getPixels(), (int[]) image(
			run(RepeatCommand.class, "input", today)).getProcessor().getPixels());
		assertTrue(((Cancelable) tiny(Txt2ImgCommand.class, "samplernoise", "1"))
			.getCancelReason().contains(
				"samplernoise is '1', valid are 0.7 (as ComfyUI 0.7 and later)"));
	}

	/** NB: a record is text, which anybody can change. */
	@Test
	void tellsOfSettingsThatAreNotThoseOfTheCommand() throws Exception {
		final ImagePlus made = image(tiny(Txt2ImgCommand.class, "prompt", "a",
			"width", 24, "height", 17, "seed", "7", "steps", 2));
		final JsonObject json = JsonParser.parseString(made.getProp(
			GeneratedImage.JSON)).getAsJsonObject();
		json.getAsJsonObject("settings").addProperty("steps", 30);
		json.remove("checksum");
		final ImagePlus changed = made.duplicate();
		changed.setProp(GeneratedImage.JSON, json.toString());
		final String told = "the record of this image contradicts itself: " +
			"steps is '30' in its settings and '2' in its command. ";
		final List<String> warnings = new ArrayList<>();
		final LogListener keep = m -> warnings.add(m.text());
		final LogService log = context.service(LogService.class);
		log.addLogListener(keep);
		final ImagePlus again = image(run(RepeatCommand.class, "input", changed));
		log.removeLogListener(keep);
		assertEquals(List.of(told +
			"The command is run; Methods Text tells the settings"), warnings);
		assertArrayEquals((int[]) made.getProcessor().getPixels(), (int[]) again
			.getProcessor().getPixels());
		assertTrue(((String) run(MethodsTextCommand.class, "input", changed)
			.getOutput("text")).replaceAll("\\s+", " ").endsWith(" NB: " + told +
				"This text tells the settings, Make Again... runs the command."));
		assertFalse(((String) run(MethodsTextCommand.class, "input", again)
			.getOutput("text")).contains("NB:"));
	}

	@Test
	void refusesARecordThatIsDamaged() throws Exception {
		final ImagePlus made = image(tiny(Txt2ImgCommand.class, "prompt", "a",
			"width", 24, "height", 17, "seed", "7", "steps", 2));
		made.setTitle("made");
		made.setProp(GeneratedImage.JSON, made.getProp(GeneratedImage.JSON).replace(
			"\"steps\": 2", "\"steps\": 6"));
		for (final Module module : List.of(run(RepeatCommand.class, "input", made),
			run(MethodsTextCommand.class, "input", made), tiny(Img2ImgCommand.class,
				"input", made, "steps", 1)))
		{
			final String reason = ((Cancelable) module).getCancelReason();
			assertTrue(reason.startsWith("the record of the image 'made' cannot be " +
				"read: the record is damaged, or was changed by hand"), reason);
		}
	}

	@Test
	void repeatsASpeed() throws Exception {
		final ImagePlus exact = image(tiny(Txt2ImgCommand.class, "prompt", "a",
			"width", 24, "height", 17, "seed", "7", "steps", 4));
		assertFalse(GeneratedImage.provenance(exact).orElseThrow().settings().has(
			"quality"));
		final ImagePlus fast = image(tiny(Txt2ImgCommand.class, "prompt", "a",
			"width", 24, "height", 17, "seed", "7", "steps", 4, "quality", "fast",
			"reuse", 2));
		final int[] pixels = (int[]) fast.getProcessor().getPixels();
		assertFalse(Arrays.equals(pixels, (int[]) exact.getProcessor()
			.getPixels()));
		final String methods = MethodsText.of(GeneratedImage.provenance(fast)
			.orElseThrow());
		assertTrue(methods.contains(
			", fast quality (products of the diffusion model in 8-bit integers)"),
			methods);
		assertTrue(methods.contains(", 2 calls of the diffusion model in a row " +
			"sharing their deep features (DeepCache, Ma et al. 2023)"), methods);
		assertArrayEquals(pixels, (int[]) image(run(RepeatCommand.class, "input",
			fast)).getProcessor().getPixels());
		assertTrue(((Cancelable) tiny(Txt2ImgCommand.class, "quality", "slow"))
			.getCancelReason().contains("quality is 'slow', valid are exact, fast"));
		assertTrue(((Cancelable) tiny(Txt2ImgCommand.class, "reuse", 4))
			.getCancelReason().contains("reuse is 4"));
	}

	@Test
	void showsTheItemThatAPngIsOf() throws Exception {
		final ImagePlus made = image(tiny(Txt2ImgCommand.class, "prompt", "a",
			"width", 24, "height", 17, "batch", 2, "seeds", 2, "seed", "7"));
		made.setSlice(4);
		final Path file = tmp.resolve("a.png");
		new PNG_Writer().writeImage(made, file.toString(), -1);
		final FileInfo info = new FileInfo();
		info.directory = tmp.toString();
		info.fileName = "a.png";
		GeneratedImage.describeFile(made, info);
		final ImagePlus again = image(run(RepeatCommand.class, "input", IJ
			.openImage(file.toString())));
		assertEquals(2, again.getStackSize(), "of the one seed");
		assertEquals(2, again.getCurrentSlice());
		assertArrayEquals((int[]) made.getProcessor().getPixels(), (int[]) again
			.getProcessor().getPixels());
	}

	@Test
	void saysWhenAnImageHasNoRecord() throws Exception {
		for (final Class<? extends Command> command : List
			.<Class<? extends Command>> of(RepeatCommand.class,
				MethodsTextCommand.class))
		{
			assertTrue(((Cancelable) run(command, "input", IJ.createImage("mine",
				"8-bit", 4, 4, 1))).getCancelReason().contains("'mine' has no record"));
			assertTrue(((Cancelable) run(command)).getCancelReason().contains(
				"no image"));
		}
	}

	/** UNet, text encoder and VAE alone, under ComfyUI's folders. */
	@Test
	void reproducesAPictureOfSeparateParts() throws Exception {
		final Path micro = Golden.file("families/micro_sd1.safetensors");
		final Weights all = CheckpointFormats.open(micro).weights();
		for (final String[] part : new String[][] { { "diffusion_models/u",
			"model.diffusion_model" }, { "text_encoders/t",
				"cond_stage_model.transformer" }, { "vae/v", "first_stage_model" } })
		{
			final Path file = tmp.resolve(part[0] + ".safetensors");
			Files.createDirectories(file.getParent());
			Rewritten.of(all.at(part[1])).write(file);
		}
		System.setProperty(InstalledModels.PROPERTY, tmp.toString());
		final Object[] common = { "prompt", "a cat", "width", 24, "height", 24,
			"seed", "7", "steps", 1, "checkpoint" };
		final ImagePlus made = image(run(Txt2ImgCommand.class, with(common,
			"diffusion_models/u.safetensors", "clip", "t.safetensors", "vae",
			"v.safetensors")));
		final ImagePlus whole = image(run(Txt2ImgCommand.class, with(common, micro
			.toString())));
		assertArrayEquals((int[]) whole.getProcessor().getPixels(), (int[]) made
			.getProcessor().getPixels());
		final ModelFile recorded = GeneratedImage.provenance(made).orElseThrow()
			.checkpoint();
		assertEquals(List.of("u.safetensors", "t.safetensors"), recorded.files()
			.stream().map(ModelFile::name).toList());
		Files.move(tmp.resolve("text_encoders/t.safetensors"), tmp.resolve(
			"text_encoders/renamed.safetensors"));
		final ImagePlus again = image(run(RepeatCommand.class, "input", made));
		assertArrayEquals((int[]) made.getProcessor().getPixels(), (int[]) again
			.getProcessor().getPixels());
		assertTrue(((Cancelable) run(Txt2ImgCommand.class, with(common,
			"diffusion_models/u.safetensors"))).getCancelReason().contains(
				"choose its text encoders (clip) and a VAE beside it"));
	}

	private static Object[] with(final Object[] first, final Object... more) {
		return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray();
	}

	@Test
	void writesTheMethodsAndFreesTheModels() throws Exception {
		final ImagePlus made = image(tiny(Txt2ImgCommand.class, "prompt", "a cat",
			"negative", "blurry", "width", 24, "height", 17, "seed", "7"));
		// NB: its lines are wrapped.
		final String text = ((String) run(MethodsTextCommand.class, "input", made)
			.getOutput("text")).replace('\n', ' ');
		for (final String part : List.of("generated from text", "Rombach",
			"\"a cat\"", "\"blurry\"", "SHA-256 ", "1 step of the sampler euler",
			"the seed 7, 24 x 17 pixels", "not measured"))
		{
			assertTrue(text.contains(part), text);
		}
		final String loaded = (String) run(LoadedModelsCommand.class).getOutput(
			"loaded");
		assertTrue(loaded.contains("UNet of ") && loaded.contains(" MB"), loaded);
		run(ReleaseModelsCommand.class);
		final String after = (String) run(LoadedModelsCommand.class).getOutput(
			"loaded");
		assertTrue(after.startsWith("Loaded: 0.0 MB of at most "), after);
	}

	private Module tiny(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		final List<Object> all = new ArrayList<>(List.of("checkpoint",
			"tiny_sd1.safetensors", "steps", 1));
		all.addAll(List.of(inputs));
		return run(command, all.toArray());
	}

	private Module run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return context.service(ModuleService.class).run(context.service(
			CommandService.class).getCommand(command), true, inputs).get();
	}

	private static ImagePlus image(final Module module) {
		assertNotNull(module.getOutput("image"), ((Cancelable) module)
			.getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}
}
