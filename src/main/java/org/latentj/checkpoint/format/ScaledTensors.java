
package org.latentj.checkpoint.format;

import static org.latentj.checkpoint.CheckpointException.quote;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.TensorInfo;

/**
 * Weights in 8-bit floats with scales of their own, as ComfyUI knows them: the
 * weight of a layer is its {@code weight} times its {@code scale_weight} (older
 * files, with a tensor {@code scaled_fp8}) or {@code weight_scale} (with
 * {@code comfy_quant} or a metadata entry). Scales of what goes into a layer
 * ({@code scale_input}, {@code input_scale}) are for processors that multiply
 * in 8 bits, and not used, as on ComfyUI's CPU. Numbers that need more than one
 * scale for a row are refused by the name of their format.
 */
final class ScaledTensors {

	private static final String WEIGHT = ".weight";

	private static final List<String> SCALES = List.of(".weight_scale",
		".scale_weight");

	private static final List<String> UNUSED = List.of(".scale_input",
		".input_scale", ".comfy_quant", ".scaled_fp8");

	/** In the names that bitsandbytes gives to what belongs to a weight. */
	private static final String PACKED = ".quant_state.bitsandbytes__";

	private ScaledTensors() {}

	/**
	 * A checkpoint whose tensors know their scales.
	 *
	 * @throws CheckpointException if one has scales of another shape
	 */
	static Checkpoint of(final Checkpoint file) throws CheckpointException {
		final Map<String, TensorInfo> all = file.tensors();
		for (final TensorInfo tensor : all.values()) {
			if (tensor.name().contains(PACKED)) {
				throw refused(file, tensor, "4-bit numbers of bitsandbytes (nf4, fp4)");
			}
		}
		if (all.keySet().stream().noneMatch(ScaledTensors::isScale)) {
			return file;
		}
		final Map<String, TensorInfo> scaled = new LinkedHashMap<>();
		for (final Map.Entry<String, TensorInfo> e : all.entrySet()) {
			if (!isScale(e.getKey()) && UNUSED.stream().noneMatch(("." + e
				.getKey())::endsWith))
			{
				final Optional<TensorInfo> by = scale(e.getKey(), all);
				scaled.put(e.getKey(), by.isPresent() ? scaled(file, e.getValue(), by
					.get()) : e.getValue());
			}
		}
		return new Checkpoint(file.state(), file.metadata(), scaled);
	}

	private static boolean isScale(final String name) {
		return SCALES.stream().anyMatch(name::endsWith);
	}

	private static Optional<TensorInfo> scale(final String name,
		final Map<String, TensorInfo> all)
	{
		return !name.endsWith(WEIGHT) ? Optional.empty() : SCALES.stream().map(
			end -> all.get(name.substring(0, name.length() - WEIGHT.length()) + end))
			.filter(t -> t != null).findFirst();
	}

	private static TensorInfo scaled(final Checkpoint file,
		final TensorInfo weight, final TensorInfo by) throws CheckpointException
	{
		final Optional<String> format = foreign(weight, by);
		if (format.isPresent()) {
			throw refused(file, weight, format.get());
		}
		final long rows = weight.rank() == 0 ? 1 : weight.shape()[0];
		if (by.count() != 1 && (by.count() != rows || by.rank() == 0 || by
			.shape()[0] != rows))
		{
			throw new CheckpointException(file.file(), "tensor " + quote(by.name()),
				"scales by " + by.count() +
					" numbers; a single one, or one for each of " + rows +
					" rows, can be used (axes: " + by.rank() + " of " + Arrays.stream(by
						.shape()).limit(4).boxed().toList() +
					"): choose the file in F16 or in plain F8_E4M3");
		}
		return weight.scaled(by);
	}

	/** What a weight is in that cannot be run: ComfyUI's other formats. */
	private static Optional<String> foreign(final TensorInfo weight,
		final TensorInfo by)
	{
		if (by.dtype() == DType.F8_E8M0 || by.dtype() == DType.U8) {
			return Optional.of("8-bit floats in blocks with a scale each (mxfp8)");
		}
		if (weight.dtype() == DType.U8) {
			return Optional.of("4-bit floats in blocks with a scale each (nvfp4)");
		}
		return weight.dtype() == DType.I8 ? Optional.of(
			"8-bit whole numbers with scales (int8)") : Optional.empty();
	}

	private static CheckpointException refused(final Checkpoint file,
		final TensorInfo tensor, final String format)
	{
		return new CheckpointException(file.file(), "tensor " + quote(tensor
			.name()), "is in " + format + ", which cannot be run: choose the model " +
				"in F16, BF16 or F8_E4M3");
	}
}
