
package org.latentj.clip;

import java.util.Map;

import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/** An open CLIP text transformer: token ids to hidden states. */
public final class ClipTextEncoder implements AutoCloseable {

	private final ClipTextConfig config;

	private final OrtModel model;

	private ClipTextEncoder(final ClipTextConfig config, final OrtModel model) {
		this.config = config;
		this.model = model;
	}

	/** The graph for weights in transformers' naming. */
	public static OnnxModel graph(final Weights text,
		final ClipTextConfig config)
	{
		return ClipTextGraph.build(text, config);
	}

	/** Opens the encoder. */
	public static ClipTextEncoder open(final Weights text,
		final ClipTextConfig config, final OrtSettings settings)
	{
		return new ClipTextEncoder(config, OrtModel.open(graph(text, config),
			settings));
	}

	/** What the weights told. */
	public ClipTextConfig config() {
		return config;
	}

	/**
	 * The hidden states of some chunks of tokens.
	 *
	 * @param ids [B][T] token ids, T at most {@link ClipTextConfig#tokens()}
	 * @param skip 1 = behind the last layer, 2 = the one before, ...
	 * @param normed whether the final layer normalisation is applied to them, as
	 *          Stable Diffusion 1 and 2 want it
	 * @return [B, T, width]
	 */
	public Tensor encode(final int[][] ids, final int skip, final boolean normed,
		final StopSignal stop)
	{
		if (skip < 1 || skip > config.layers()) {
			throw new IllegalArgumentException("clip skip " + skip +
				"; 1 (last layer) to " + config.layers() +
				" are valid for this text encoder");
		}
		final int batch = ids.length;
		final int length = ids[0].length;
		final Tensor tokens = Tensor.zeros(batch, length);
		for (int i = 0; i < batch * length; i++) {
			tokens.data()[i] = ids[i / length][i % length];
		}
		final int[] shape = { config.layers(), batch, length, config.width() };
		final Tensor all = model.run(Map.of(ClipTextGraph.TOKENS, tokens), normed
			? ClipTextGraph.NORMED : ClipTextGraph.HIDDEN, shape, stop);
		final int layer = config.layers() - skip;
		return all.items(layer, layer + 1).reshape(batch, length, config.width());
	}

	@Override
	public void close() {
		model.close();
	}
}
