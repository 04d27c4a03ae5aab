
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.IJ;
import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Sha256;
import org.latentj.control.StopSignal;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** What a picture of a stranger can make {@link RepeatCommand} do. */
class RecordedCallTest {

	private static final String TINY = "tiny_sd1.safetensors";

	@TempDir
	static Path tmp;

	private static Context context;

	private static Path models;

	@BeforeAll
	static void start() throws IOException {
		context = BatchProcess.context();
		models = Files.createDirectory(tmp.resolve("models"));
		Files.copy(Golden.file(TINY), models.resolve(TINY));
	}

	@BeforeEach
	void chooseModels() {
		System.setProperty(InstalledModels.PROPERTY, models.toString());
	}

	@AfterAll
	static void stop() {
		System.clearProperty(InstalledModels.PROPERTY);
		context.dispose();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"call.command|Batch...|asks for 'Batch...', which does not make pictures: only Attention Maps..., Img2Img..., Inpaint..., Latent Upscale..., Outpaint..., Txt2Img..., Upscale x4... and Run Workflow... can be repeated",
		"call.command|Run Workflow...|the record of this image has no workflow",
		"call.command|Model Folder...|asks for 'Model Folder...'",
		"call.command|Memory...|asks for 'Memory...'",
		"call.command|Release Models|asks for 'Release Models'",
		"call.command|Repeat...|asks for 'Repeat...'",
		"call.command|Quit|asks for 'Quit'",
		"call.inputs.output|/tmp|gives 'output', which is no setting of Txt2Img...",
		"call.inputs.preferences|x|gives 'preferences', which is no setting",
		"call.inputs.image|x|gives 'image', which is no setting",
		"call.inputs.steps|3,5|steps is '3,5', it must be a whole number",
		"call.inputs.cfg|x|cfg is 'x', it must be a number",
		"call.inputs.latent|yes|latent is 'yes', it must be true or false",
		"call.inputs.vae|//server/share/a.safetensors|the VAE '//server/share/a.safetensors' without its SHA-256",
		"call.inputs.refiner|//server/share/b.safetensors|the refiner '//server/share/b.safetensors' without its SHA-256",
		"checkpoint.sha256|00|the checkpoint 'tiny_sd1.safetensors', whose SHA-256 is 00" })
	void runsNothingButAnOperationWithItsOwnSettings(final String path,
		final String value, final String problem) throws Exception
	{
		final String refusal = refusal(changed(path, value));
		assertTrue(refusal.contains(problem), refusal);
	}

	/** What a stranger's record says, in an image that would run otherwise. */
	private static ImagePlus changed(final String path, final String value)
		throws IOException
	{
		final JsonObject record = JsonParser.parseString(Provenance.of(new Txt2Img(
			new Generation(new Prompt("a", ""), 1, 1, new SamplingSettings(7, 1, 1,
				Samplers.EULER, Schedulers.NORMAL, 1)), 24, 16), new ModelFile(TINY,
					tinySha256()), Optional.empty(), new Versions("1", "2", "17"))
			.withCall(new Call("Txt2Img...", Map.of("width", "24", "height", "16",
				"steps", "1", "seed", "7"), Map.of())).toJson()).getAsJsonObject();
		final String[] names = path.split("\\.");
		JsonObject at = record;
		for (int i = 0; i < names.length - 1; i++) {
			at = at.getAsJsonObject(names[i]);
		}
		at.addProperty(names[names.length - 1], value);
		record.remove("checksum");
		final ImagePlus image = IJ.createImage("strange", "8-bit", 4, 4, 1);
		image.setProp(GeneratedImage.JSON, record.toString());
		return image;
	}

	private static String tinySha256() throws IOException {
		return Sha256.of(Golden.file(TINY), new StopSignal());
	}

	private String refusal(final ImagePlus image) throws Exception {
		final Module module = run(image);
		assertNull(module.getOutput("image"));
		return ((Cancelable) module).getCancelReason();
	}

	/** NB: were it looked for as a file, it would be found, and be right. */
	@Test
	void takesNoPathOfARecord() throws Exception {
		final Path outside = tmp.resolve("outside.safetensors");
		Files.copy(Golden.file(TINY), outside);
		final ImagePlus found = changed("checkpoint.name", outside.toString());
		assertEquals(TINY, GeneratedImage.provenance(image(run(found)))
			.orElseThrow().checkpoint().name(),
			"by its SHA-256, in the model folder");
		System.setProperty(InstalledModels.PROPERTY, Files.createDirectory(tmp
			.resolve("empty")).toString());
		final String problem = refusal(changed("checkpoint.name", outside
			.toString()));
		assertTrue(problem.startsWith("the image was made with the checkpoint " +
			"'outside.safetensors'"), problem);
	}

	@Test
	void refusesARecordThatIsNone() throws Exception {
		for (final String path : List.of("settings", "call", "versions")) {
			final String problem = refusal(changed(path, "x"));
			assertTrue(problem.startsWith(
				"the record of the image 'strange' cannot " +
					"be read: this is no record of a LatentJ picture: '" + path),
				problem);
		}
	}

	private static Module run(final ImagePlus image) throws Exception {
		return context.service(ModuleService.class).run(context.service(
			CommandService.class).getCommand(RepeatCommand.class), true, "input",
			image).get();
	}

	private static ImagePlus image(final Module module) {
		assertNotNull(module.getOutput("image"), ((Cancelable) module)
			.getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}
}
