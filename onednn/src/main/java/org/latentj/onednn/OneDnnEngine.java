
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.bytedeco.dnnl.dnnl_version_t;
import org.latentj.control.Failure;
import org.latentj.onnx.engine.GraphEngine;
import org.latentj.onnx.engine.GraphModel;
import org.latentj.onnx.graph.OnnxModel;

/** oneDNN, where the processor multiplies bf16 numbers. */
public final class OneDnnEngine implements GraphEngine {

	/** Sizes for which weights are laid out before the first run. */
	private static final Map<String, Long> USUAL = Map.of("batch", 2L, "height",
		64L, "width", 64L, "tokens", 77L);

	/**
	 * NB: JavaCPP would let a process have four times of what Java's heap may
	 * have, all that is mapped included. A run knows itself what it takes.
	 */
	private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

	/** NB: Java tells why a library cannot be loaded the first time alone. */
	private static final Optional<String> UNLOADED = unloaded();

	private static Optional<String> unloaded() {
		if (System.getProperty(LIMIT) == null) {
			System.setProperty(LIMIT, "0");
		}
		try {
			Waiting.makeShort();
			dnnl_version().close();
			return Optional.empty();
		}
		catch (final LinkageError e) {
			return Optional.of("oneDNN's library cannot be loaded (" + Failure.reason(
				e) + ")");
		}
	}

	@Override
	public String version() {
		if (UNLOADED.isPresent()) {
			return "oneDNN";
		}
		final dnnl_version_t version = dnnl_version();
		return "oneDNN " + version.major() + "." + version.minor() + "." + version
			.patch();
	}

	@Override
	public Optional<String> problem() {
		if (UNLOADED.isPresent()) {
			return UNLOADED;
		}
		final int isa = dnnl_get_effective_cpu_isa();
		return (isa &
			dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16 ? Optional
				.empty() : Optional.of(
					"this processor has neither AVX512-BF16 nor AMX-BF16, as oneDNN " +
						"says (its instruction set is 0x" + Integer.toHexString(isa) + ")");
	}

	@Override
	public OptionalDouble relativeTime() {
		return problem().isEmpty() ? ProductTime.ratio() : OptionalDouble.empty();
	}

	@Override
	public GraphModel open(final OnnxModel model) {
		final OneDnnGraph graph = new OneDnnGraph(model, false);
		try {
			graph.prepare(usual(GraphReader.read(model.bytes()).inputs()));
			return graph;
		}
		catch (final RuntimeException | Error e) {
			graph.close();
			throw e;
		}
	}

	/** NB: its weights are laid out in its first run, whose size is not known. */
	@Override
	public GraphModel openToGiveBack(final OnnxModel model) {
		model.requireUnchangedWeights();
		return new OneDnnGraph(model, true);
	}

	private static Map<String, long[]> usual(
		final Map<String, List<Object>> inputs)
	{
		final Map<String, long[]> shapes = new HashMap<>();
		inputs.forEach((name, axes) -> shapes.put(name, axes.stream().mapToLong(
			a -> a instanceof Long n ? n : USUAL.getOrDefault(a, 1L)).toArray()));
		return shapes;
	}
}
