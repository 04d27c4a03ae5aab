
package org.latentj.checkpoint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.DType;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;

/** Weights in ComfyUI's formats that cannot be run are refused by name. */
class ScaledTensorsTest {

	private static final String LAYER =
		"model.diffusion_model.input_blocks.1.1.proj_in";

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({
		"F8_E4M3, 32x32, .weight_scale, F8_E8M0, 32x1, mxfp8, 8-bit floats in blocks with a scale each", //
		"F8_E4M3, 32x64, .weight_scale, U8, 32x2, mxfp8, 8-bit floats in blocks with a scale each", //
		"U8, 32x16, .weight_scale, F8_E4M3, 32x2, nvfp4, 4-bit floats in blocks with a scale each", //
		"I8, 32x32, .weight_scale, F32, 1, int8, 8-bit whole numbers with scales", //
		"U8, 512x1, .weight.quant_state.bitsandbytes__nf4, U8, 8, 'nf4, fp4', 4-bit numbers of bitsandbytes" })
	void areRefusedByName(final String type, final String shape,
		final String scale, final String scaleType, final String scaleShape,
		final String name, final String words) throws IOException
	{
		final Rewritten file = new Rewritten(Golden.file(
			"families/micro_sd1.safetensors"));
		with(file, LAYER + ".weight", type, shape);
		final Path written = with(file, LAYER + scale, scaleType, scaleShape).write(
			folder.resolve("a.safetensors"));
		final String tensor = LAYER + (name.startsWith("nf4") ? scale : ".weight");
		assertEquals(written.toRealPath() + ": tensor '" + tensor + "': is in " +
			words + " (" + name +
			"), which cannot be run: choose the model in F16, " + "BF16 or F8_E4M3",
			assertThrows(CheckpointException.class, () -> CheckpointFormats.open(
				written)).getMessage());
	}

	private static Rewritten with(final Rewritten file, final String name,
		final String type, final String shape)
	{
		long count = 1;
		final String[] axes = shape.split("x");
		final long[] sizes = new long[axes.length];
		for (int i = 0; i < axes.length; i++) {
			sizes[i] = Long.parseLong(axes[i]);
			count *= sizes[i];
		}
		return file.with(name, type, new byte[(int) count * DType.valueOf(type)
			.bytes()], sizes);
	}
}
