
package org.latentj.family;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.clip.ClipTextConfig;
import org.latentj.clip.ClipTextEncoder;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.unet.UNet;
import org.latentj.vae.Vae;

/**
 * A checkpoint with a weight of another shape is refused when its graphs are
 * built, by file and tensor: the runtime never sees it.
 */
class WeightShapesTest {

	private static final String UNET = "model.diffusion_model.";

	private static final String TEXT = "cond_stage_model.transformer.text_model.";

	private static final String VAE = "first_stage_model.";

	/** Of the shape of a tensor, of each another one. */
	private static final List<UnaryOperator<long[]>> CHANGES = List.of(s -> with(
		s, 0, s[0] + 1), s -> with(s, 0, s[0] - 1), s -> with(s, s.length - 1,
			s[s.length - 1] + 1), s -> with(s, 0, 0), s -> with(s, s.length - 1, 2 *
				s[s.length - 1]), s -> Arrays.copyOf(s, s.length - 1), s -> with(Arrays
					.copyOf(s, s.length + 1), s.length, 1), s -> with(s, 0, 2 * s[0]),
		s -> with(s, s.length / 2, s[s.length / 2] + 2), s -> new long[] { 1L << 40,
			0 }, s -> with(s, s.length - 1, 1L << 33));

	private static Checkpoint whole;

	@BeforeAll
	static void open() throws IOException {
		whole = CheckpointFormats.open(Path.of("models",
			"latentj-demo.safetensors"));
	}

	@Test
	void refusesHundredsOfChangedShapes() {
		final List<String> wrong = new ArrayList<>();
		int number = 0;
		for (final TensorInfo tensor : whole.tensors().values()) {
			final long[] shape = CHANGES.get(number++ % CHANGES.size()).apply(tensor
				.shape());
			final String problem = problem(tensor.name(), shape);
			if (isTaken(tensor.name()) && !Arrays.equals(shape, tensor.shape()) &&
				!problem.isEmpty())
			{
				wrong.add(tensor.name() + Arrays.toString(tensor.shape()) + " as " +
					Arrays.toString(shape) + ": " + problem);
			}
		}
		assertEquals(List.of(), wrong);
		assertTrue(number > 400, number + " changes");
	}

	/** Empty if it is refused as it should be, or no harm is done. */
	private static String problem(final String name, final long... shape) {
		try {
			build(changed(Map.of(name, shape)), name);
			return isTable(name) && shape.length == 2 && shape[0] > whole.tensors()
				.get(name).shape()[0] ? "" : "is taken";
		}
		catch (final IllegalArgumentException e) {
			final Matcher place = Pattern.compile("demo\\.safetensors: '(.*?)': ")
				.matcher(e.getMessage());
			return place.find() && whole.tensors().containsKey(place.group(1)) ? ""
				: e.getMessage();
		}
		catch (IOException | RuntimeException e) {
			return e.toString();
		}
	}

	/** Not schedules, which the family knows, nor numbers of positions. */
	private static boolean isTaken(final String name) {
		return List.of(UNET, TEXT, VAE).stream().anyMatch(name::startsWith) && !name
			.endsWith("position_ids");
	}

	/** More rows of these are never asked for. */
	private static boolean isTable(final String name) {
		return name.contains(".embeddings.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { //
		UNET + "time_embed.0.bias; 7; [256] fits", //
		UNET +
			"input_blocks.1.0.in_layers.2.weight; 64 64 5 5; [64, 64, 3, 3] fits",
		UNET + "middle_block.1.norm.weight; 64; [128] fits", //
		UNET + "out.2.weight; 5 64 3 3; [4, 64, 3, 3] fits", //
		TEXT + "embeddings.token_embedding.weight; 40000 96; [49408, 96]", //
		TEXT + "embeddings.position_embedding.weight; 76 96; [77, 96]", //
		TEXT + "encoder.layers.0.self_attn.q_proj.bias; 0; [96] fits", //
		VAE + "decoder.conv_out.weight; 4 64 3 3; [3, 64, 3, 3] fits", //
		VAE + "quant_conv.weight; 8 8 3 3; [8, 8, 1, 1] fits" })
	void namesTheTensorItsShapeAndTheOneThatFits(final String name,
		final String shape, final String fits) throws IOException
	{
		final long[] sizes = Arrays.stream(shape.split(" ")).mapToLong(
			Long::parseLong).toArray();
		final String message = refused(changed(Map.of(name, sizes)), name);
		assertTrue(message.contains("latentj-demo.safetensors: '" + name + "': ") &&
			message.contains(fits), message);
	}

	@Test
	void takesOtherWidthsThatFitOneAnother() {
		assertDoesNotThrow(() -> build(scaled(UNET, s -> s >= 64 && s != 96 ? 2 * s
			: s), UNET));
		assertDoesNotThrow(() -> build(scaled(VAE, s -> s >= 64 ? 3 * s / 2 : s),
			VAE));
	}

	@ParameterizedTest
	@ValueSource(strings = { UNET, VAE })
	void refusesChannelsThatCannotBeSharedOutToGroups(final String part) {
		final String message = refused(scaled(part, s -> s >= 64 && s != 96 ? s /
			64 * 40 : s), part);
		assertTrue(message.contains("norm") || message.contains("in_layers.0"),
			message);
		assertTrue(message.contains(
			"40 channels in 32 groups; multiples of 32 are valid"), message);
	}

	@Test
	void refusesATextEncoderOfAnotherWidth() {
		final String message = assertThrows(CheckpointException.class,
			() -> ModelFamilies.ALL.of(scaled(TEXT, s -> s == 96 ? 48 : s)))
			.getMessage();
		assertTrue(message.contains("attn2.to_k.weight") && message.contains(
			"token_embedding.weight") && message.contains(", 48]"), message);
	}

	@Test
	void namesTheFileOfAWeightOfATypeThatCannotBeRun() {
		final String name = VAE + "decoder.conv_out.bias";
		final Map<String, TensorInfo> tensors = new LinkedHashMap<>(whole
			.tensors());
		tensors.computeIfPresent(name, (k, t) -> new TensorInfo(k, DType.I64, t
			.shape(), t.file(), t.offset(), t.length()));
		final String message = refused(new Checkpoint(whole.state(), whole
			.metadata(), tensors), name);
		assertTrue(message.contains("demo.safetensors: tensor '" + name +
			"' is stored as I64"), message);
	}

	private static String refused(final Checkpoint file, final String part) {
		return assertThrows(IllegalArgumentException.class, () -> build(file, part))
			.getMessage();
	}

	private static Checkpoint scaled(final String part,
		final LongUnaryOperator size)
	{
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		whole.tensors().forEach((name, t) -> {
			if (name.startsWith(part)) {
				shapes.put(name, LongStream.of(t.shape()).map(size).toArray());
			}
		});
		return changed(shapes);
	}

	private static Checkpoint changed(final Map<String, long[]> shapes) {
		final Map<String, TensorInfo> tensors = new LinkedHashMap<>(whole
			.tensors());
		shapes.forEach((name, shape) -> tensors.computeIfPresent(name, (k,
			t) -> new TensorInfo(k, t.dtype(), shape, t.file(), t.offset(), 2 *
				LongStream.of(shape).reduce(1, (a, b) -> a * b))));
		return new Checkpoint(whole.state(), whole.metadata(), tensors);
	}

	/** Builds the graphs of the part that a tensor belongs to. */
	private static void build(final Checkpoint file, final String tensor)
		throws IOException
	{
		final LatentDiffusion family = Sd1.of(file, new Sd1().facts());
		if (tensor.startsWith(UNET)) {
			UNet.graph(family.diffusionModel(), 4);
		}
		else if (tensor.startsWith(VAE)) {
			Vae.open(ModelFamilies.ALL.vae(file), OrtSettings.DEFAULT).close();
		}
		else {
			ClipTextEncoder.graph(family.textEncoder(), ClipTextConfig.of(family
				.textEncoder(), true));
		}
	}

	private static long[] with(final long[] shape, final int axis,
		final long size)
	{
		final long[] changed = shape.clone();
		changed[axis] = size;
		return changed;
	}
}
