
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.macro.Interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.command.input.DialogDefault;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.LatentImage;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Upscale;
import org.latentj.operation.UpscaleX4;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.service.StableDiffusionService;
import org.latentj.tensor.Tensor;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

/**
 * Tests {@link Img2ImgCommand}, {@link InpaintCommand} and
 * {@link LatentUpscaleCommand}.
 */
class ImageCommandsTest {

	private Context context;

	private White diffusion;

	@BeforeEach
	void start() {
		context = new Context(List.<Class<? extends Service>> of(White.class,
			CommandService.class, PrefService.class, StatusService.class,
			TaskService.class));
		diffusion = context.service(White.class);
	}

	@AfterEach
	void stop() {
		context.dispose();
	}

	@Test
	void haveTheirLabelsAndParametersInOrder() throws Exception {
		check(Img2ImgCommand.class, "Img2Img...", "denoise", "imagecfg");
		check(InpaintCommand.class, "Inpaint...", "denoise", "mask", "grow",
			"feather", "encoder", "surroundings", "margin");
		check(LatentUpscaleCommand.class, "Latent Upscale...", "denoise", "method",
			"factor", "width", "height", "crop");
		check(UpscaleX4Command.class, "Upscale x4...", "", "augmentation", "ratio",
			"tile");
	}

	private void check(final Class<? extends Command> command, final String label,
		final String denoise, final String... own) throws Exception
	{
		final Module module = run(command, "input", picture());
		assertEquals(label, module.getInfo().getTitle());
		final List<String> names = new ArrayList<>();
		for (final ModuleItem<?> item : module.getInfo().inputs()) {
			if (!Service.class.isAssignableFrom(item.getType()) && item
				.getType() != Context.class && item.getType() != ImagePlus.class)
			{
				names.add(item.getName());
			}
		}
		final List<String> expected = new ArrayList<>(List.of("checkpoint", "clip",
			"vae", "gone", "lora", "addlora", "prompt", "negative", "batch", "seed",
			"noise", "seeds", "steps", "cfg", "sampler", "scheduler", denoise,
			"samplernoise", "quality", "reuse", "clipskip", "control", "addcontrol",
			"controlimage"));
		expected.remove("");
		expected.addAll(List.of(own));
		expected.addAll(List.of("promptl", "negativel", "sizewidth", "sizeheight",
			"cropleft", "croptop", "targetwidth", "targetheight", "aesthetic",
			"negativeaesthetic"));
		expected.addAll(List.of("range", "stack", "channels", "slices", "frames",
			"latent", "preview", "keepsteps"));
		assertEquals(expected, names);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"Inpaint|encoder=keep grow=9|grow is 9 and changes nothing: it is for the encoder inpaint",
		"Inpaint|encoder=inpaint grow=9|",
		"Inpaint|margin=50|margin is 50 and changes nothing: it is for surroundings=true or auto; the whole picture is worked on",
		"Inpaint|margin=50 surroundings=auto|",
		"LatentUpscale|factor=3.0 width=64|factor is 3.0 and changes nothing: it is for a width and a height of 0, and others say how large it becomes",
		"LatentUpscale|factor=3.0|",
		"LatentUpscale|crop=center width=64|crop is center and changes nothing: it is for a width and a height that are both given, with which the aspect ratio may change",
		"LatentUpscale|crop=center width=64 height=64|" })
	void warnOfWhatChangesNothing(final String command, final String options,
		final String warning) throws Exception
	{
		final List<String> warnings = new ArrayList<>();
		context.service(LogService.class).addLogListener(m -> warnings.add(m
			.text()));
		final ImagePlus input = picture();
		input.setRoi(2, 2, 5, 5);
		final List<Object> inputs = new ArrayList<>(List.of("input", input));
		for (final String option : options.split(" ")) {
			inputs.addAll(List.of(option.split("=")));
		}
		run(Class.forName("org.latentj.command." + command + "Command").asSubclass(
			Command.class), inputs.toArray());
		warnings.removeIf(w -> w.contains("selection of"));
		assertEquals(warning == null ? List.of() : List.of(warning), warnings);
	}

	@Test
	void paintsOverTheCurrentSliceByDefault() throws Exception {
		final ImagePlus input = IJ.createImage("in.tif", "16-bit ramp", 20, 10, 3);
		input.setProperty("Info", "objective 63x");
		final ImagePlus image = image(run(Img2ImgCommand.class, "input", input,
			"range", "full", "seed", "3"));
		final Img2Img request = (Img2Img) diffusion.requests.get(0);
		assertEquals(0.75, request.sampling().denoise());
		assertEquals(1, image.getStackSize());
		assertEquals(65535, image.getProcessor().get(5));
		assertEquals("in (AI-generated)", image.getTitle());
		final Provenance provenance = GeneratedImage.provenance(image)
			.orElseThrow();
		assertEquals("img2img", provenance.operation());
		assertEquals("0.75", provenance.setting("denoise"));
		assertEquals("3", provenance.setting("seed"));
		assertEquals("0.0-65535.0", image.getProp("latentj.range"));
		assertEquals("0.0-65535.0", provenance.call().orElseThrow().inputs().get(
			"range"));
		assertTrue(image.getInfoProperty().contains("objective 63x"));
		assertTrue(image.getInfoProperty().contains("Seed: 3"));
	}

	@Test
	void paintsOverAllSlicesWithOneSeed() throws Exception {
		final ImagePlus input = IJ.createImage("in", "8-bit ramp", 20, 10, 3);
		final ImagePlus image = image(run(Img2ImgCommand.class, "input", input,
			"stack", true, "batch", 2));
		assertEquals(6, image.getStackSize());
		assertEquals(3, diffusion.requests.size());
		assertEquals(diffusion.requests.get(0).toString(), diffusion.requests.get(2)
			.toString());
	}

	@Test
	void worksOnNamedSlicesAndRecordsThem() throws Exception {
		final ImagePlus input = IJ.createImage("in", "8-bit ramp", 20, 10, 6);
		final ImagePlus image = image(run(Img2ImgCommand.class, "input", input,
			"slices", "1-6:2", "seed", "3", "noise", "independent", "prompt",
			"a cat slices=2 channels=9"));
		assertEquals(3, image.getStackSize());
		final Provenance provenance = GeneratedImage.provenance(image)
			.orElseThrow();
		assertEquals("3", provenance.setting("seed"));
		assertEquals("1-6:2", provenance.call().orElseThrow().inputs().get(
			"slices"));
		assertEquals("independent", provenance.call().orElseThrow().inputs().get(
			"noise"));
		final String own = Long.toUnsignedString(diffusion.requests.get(1)
			.sampling().seed());
		assertTrue(image.getProp(GeneratedImage.JSON).contains(
			"\"c=1 z=3 t=1\": \"" + own + "\""), image.getProp(GeneratedImage.JSON));
		assertTrue(image.getStack().getSliceLabel(2).contains("seed " + own));
	}

	@ParameterizedTest
	@CsvSource({ "slices,1-99,the image 'picture' has 1 slice",
		"channels,2,channels is '2'", "frames,0,frames is '0'",
		"noise,Shared,valid are shared|independent" })
	void sayWhatPositionsThereAre(final String input, final String value,
		final String message) throws Exception
	{
		final AbstractModelCommand module = (AbstractModelCommand) run(
			Img2ImgCommand.class, "input", picture(), input, value);
		assertTrue(module.getCancelReason().contains(message.replace("|", ", ")),
			module.getCancelReason());
		assertEquals(0, diffusion.requests.size());
		final ImagePlus latent = LatentImage.of(Latent.of(Tensor.zeros(1, 4, 6, 8)),
			"latent");
		final String reason = ((AbstractModelCommand) run(Img2ImgCommand.class,
			"input", latent, input, value)).getCancelReason();
		assertTrue(reason.contains("is a latent") || reason.contains("noise is"),
			reason);
	}

	@Test
	void inpaintsTheSelection() throws Exception {
		final ImagePlus input = picture();
		input.setRoi(new Roi(8, 8, 4, 4));
		final ImagePlus image = image(run(InpaintCommand.class, "input", input,
			"feather", 0, "grow", 0));
		final Inpaint request = (Inpaint) diffusion.requests.get(0);
		assertEquals(InpaintEncoder.INPAINT, request.repair().encoder());
		assertEquals(1, request.sampling().denoise());
		for (int i = 0; i < 40 * 30; i++) {
			final boolean inside = input.getRoi().contains(i % 40, i / 40);
			assertEquals(inside ? 255 : input.getProcessor().get(i), image
				.getProcessor().get(i));
		}
		assertEquals("slice 1: 16 pixels in x=8-11, y=8-11", image.getProp(
			ImageRun.GENERATED));
	}

	/** NB: macros and records from before auto say true, false, or nothing. */
	@ParameterizedTest
	@CsvSource({ ",1200", "false,1200", "true,128", "auto,128" })
	void worksOnTheSurroundingsWhereItIsAskedFor(final String surroundings,
		final int width) throws Exception
	{
		final ImagePlus input = IJ.createImage("large", "8-bit ramp", 1200, 1000,
			1);
		input.setRoi(new Roi(600, 500, 40, 40));
		final ImagePlus image = image(surroundings == null ? run(
			InpaintCommand.class, "input", input) : run(InpaintCommand.class, "input",
				input, "surroundings", surroundings));
		assertEquals(width, ((Inpaint) diffusion.requests.get(0)).image().size(3));
		assertEquals(surroundings == null ? "false" : surroundings, GeneratedImage
			.provenance(image).orElseThrow().call().orElseThrow().inputs().get(
				"surroundings"));
	}

	@Test
	void takesAMarginThatReachesTheBorders() throws Exception {
		final ImagePlus input = IJ.createImage("large", "8-bit ramp", 300, 200, 1);
		input.setRoi(new Roi(100, 100, 40, 40));
		final Module done = run(InpaintCommand.class, "input", input,
			"surroundings", "true", "margin", 100_000);
		assertNull(((AbstractModelCommand) done).getCancelReason());
		assertEquals(300, ((Inpaint) diffusion.requests.get(0)).image().size(3));
	}

	@Test
	void startsADialogWithOtherSurroundingsThanAMacro() {
		final ModuleInfo info = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(InpaintCommand.class))
			.getInfo();
		assertEquals(Optional.of("auto"), DialogDefault.of(info.getInput(
			"surroundings")));
		assertEquals(Optional.empty(), DialogDefault.of(info.getInput("margin")));
	}

	@Test
	void upscalesByTwo() throws Exception {
		final ImagePlus image = image(run(LatentUpscaleCommand.class, "input",
			picture()));
		final Upscale request = (Upscale) diffusion.requests.get(0);
		assertEquals(ResizeMethod.NEAREST_EXACT, request.method());
		assertEquals(2, request.factor());
		assertEquals(Crop.DISABLED, request.crop());
		assertEquals(0.5, request.sampling().denoise());
		assertEquals(80, image.getWidth());
	}

	@Test
	void takesLatentsInPlaceOfPictures() throws Exception {
		final ImagePlus latent = LatentImage.of(Latent.of(Tensor.zeros(1, 4, 6, 8)),
			"latent");
		final ImagePlus image = image(run(Img2ImgCommand.class, "input", latent));
		assertTrue(((Img2Img) diffusion.requests.get(0))
			.source() instanceof Source.OfLatent);
		assertEquals(64, image.getWidth());
		final AbstractModelCommand inpaint = (AbstractModelCommand) run(
			InpaintCommand.class, "input", latent);
		assertTrue(inpaint.getCancelReason().contains("latent"));
	}

	@Test
	void givesTheLatentOnRequest() throws Exception {
		final ImagePlus input = IJ.createImage("in", "8-bit ramp", 20, 10, 3);
		assertNull(run(Img2ImgCommand.class, "input", input).getOutput("latents"));
		final ImagePlus latent = (ImagePlus) run(Img2ImgCommand.class, "input",
			input, "stack", true, "latent", true).getOutput("latents");
		assertTrue(LatentImage.isLatent(latent));
		assertEquals("Tensor[3, 4, 2, 3]", LatentImage.read(latent).samples()
			.toString());
		assertEquals("img2img", GeneratedImage.provenance(latent).orElseThrow()
			.operation());
	}

	@ParameterizedTest
	@CsvSource({ "denoise,1.0001,denoise is 1.0001", "denoise,-1,denoise is -1",
		"surroundings,yes,valid are false", "grow,65,0 to 64",
		"feather,-1,feather is -1", "encoder,Keep,'inpaint'|keep",
		"mask,none.tif,no open image", "range,auto,percentiles" })
	void inpaintSaysWhatIsWrong(final String input, final String value,
		final String message) throws Exception
	{
		final ImagePlus picture = picture();
		picture.setRoi(new Roi(8, 8, 4, 4));
		final AbstractModelCommand module = (AbstractModelCommand) run(
			InpaintCommand.class, "input", picture, input, value);
		assertTrue(module.isCanceled());
		final String reason = module.getCancelReason();
		assertTrue(reason.contains(message) || message.contains("|") && reason
			.contains("keep"), reason);
		assertNull(module.getOutput("image"));
		assertEquals(0, diffusion.requests.size());
	}

	@Test
	void inpaintSaysThatAMaskImageHasOtherSlices() throws Exception {
		final ImagePlus masks = IJ.createImage("masks", "8-bit white", 40, 30, 3);
		final ImagePlus picture = IJ.createImage("picture", "8-bit ramp", 40, 30,
			4);
		// NB: so that an image is open without a screen.
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(masks);
		try {
			final AbstractModelCommand module = (AbstractModelCommand) run(
				InpaintCommand.class, "input", picture, "mask", "masks", "stack", true);
			assertEquals(
				"the mask image 'masks' has 3 slices: it must have 1, or 4 " +
					"as the picture", module.getCancelReason());
		}
		finally {
			Interpreter.removeBatchModeImage(masks);
			Interpreter.batchMode = false;
		}
	}

	@Test
	void sayThatThereIsNoImageOrNoSelection() throws Exception {
		assertTrue(((AbstractModelCommand) run(Img2ImgCommand.class))
			.getCancelReason().contains("open the one"));
		assertTrue(((AbstractModelCommand) run(InpaintCommand.class, "input",
			picture())).getCancelReason().contains("no selection"));
		assertFalse(diffusion.requests.size() > 0);
	}

	private static ImagePlus picture() {
		return IJ.createImage("picture", "8-bit ramp", 40, 30, 1);
	}

	private Module run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return context.service(ModuleService.class).run(context.service(
			CommandService.class).getCommand(command), true, inputs).get();
	}

	private static ImagePlus image(final Module module) {
		assertNull(((AbstractModelCommand) module).getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}

	/** A service without networks: all pictures are white. */
	public static class White extends StableDiffusionService {

		final List<Operation> requests = new ArrayList<>();

		/** What somebody else does while a picture is made. */
		Runnable meanwhile = () -> {};

		@Override
		public Picture run(final ModelChoice models, final Operation operation,
			final RunListener listener, final StopSignal stop)
		{
			requests.add(operation);
			meanwhile.run();
			final int batch = operation instanceof Img2Img i ? i.generation().batch()
				: 1;
			final int factor = operation instanceof UpscaleX4 ? 4
				: operation instanceof Upscale ? 2 : 1;
			final int[] size = size(operation);
			return new Picture(Tensor.full(1, batch, 3, factor * size[0], factor *
				size[1]), Latent.of(Tensor.zeros(1, 4, 2, 3)));
		}

		private static int[] size(final Operation operation) {
			if (operation instanceof Inpaint i) {
				return new int[] { i.image().size(2), i.image().size(3) };
			}
			if (operation instanceof UpscaleX4 u) {
				return new int[] { u.image().size(2), u.image().size(3) };
			}
			final Source source = operation instanceof Img2Img i ? i.source()
				: ((Upscale) operation).source();
			return source instanceof Source.OfPicture p ? new int[] { p.image().size(
				2), p.image().size(3) } : new int[] { 8 * ((Source.OfLatent) source)
					.latent().height(), 8 * ((Source.OfLatent) source).latent().width() };
		}
	}
}
