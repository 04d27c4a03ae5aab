
package org.latentj.clip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.MemoryMode;
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

	/** How its weights are held. */
	public MemoryMode mode() {
		return model.mode();
	}

	/** What ran on the processor, see {@link OrtModel#onProcessor}. */
	public Map<String, Integer> onProcessor() {
		return model.onProcessor();
	}

	/**
	 * What is made of some chunks of tokens.
	 *
	 * @param states [chunks, 77, width]
	 * @param pooled the text of each as one vector, [chunks, width of that],
	 *          where the configuration has one
	 */
	public record Text(Tensor states, Optional<Tensor> pooled) {
	}

	/**
	 * The hidden states of some chunks of tokens.
	 *
	 * @param chunks at least one
	 * @param skip 1 = behind the last layer, 2 = the one before, ...
	 * @param normed whether the final layer normalisation is applied to them, as
	 *          Stable Diffusion 1 and 2 want it
	 * @return [chunks, 77, width]
	 */
	public Tensor encode(final List<TokenChunk> chunks, final int skip,
		final boolean normed, final StopSignal stop)
	{
		return encodeAll(chunks, skip, normed, stop).states();
	}

	/**
	 * Likewise, with the pooled texts: those of the last layer, whichever is
	 * skipped, at the first end token.
	 */
	public Text encodeAll(final List<TokenChunk> chunks, final int skip,
		final boolean normed, final StopSignal stop)
	{
		config.requireSkip(skip);
		final List<float[]> learned = new ArrayList<>();
		final Tensor tokens = Tensor.zeros(chunks.size(), TokenChunk.LENGTH);
		for (int i = 0; i < tokens.length(); i++) {
			final TokenChunk chunk = chunks.get(i / TokenChunk.LENGTH);
			tokens.data()[i] = id(chunk, i % TokenChunk.LENGTH, learned);
		}
		final int[] shape = { config.layers(), chunks.size(), TokenChunk.LENGTH,
			config.width() };
		final String output = normed ? ClipTextGraph.NORMED : ClipTextGraph.HIDDEN;
		final Map<String, Tensor> inputs = new HashMap<>(Map.of(
			ClipTextGraph.TOKENS, tokens, ClipTextGraph.VECTORS, rows(learned)));
		final Map<String, int[]> outputs = new HashMap<>(Map.of(output, shape));
		if (config.pooledWidth() > 0) {
			inputs.put(ClipTextGraph.ENDS, ends(chunks));
			outputs.put(ClipTextGraph.POOLED, new int[] { chunks.size(), config
				.pooledWidth() });
		}
		final Map<String, Tensor> all = model.run(inputs, outputs, stop);
		final int layer = config.layers() + config.omitted() - skip;
		return new Text(all.get(output).items(layer, layer + 1).reshape(chunks
			.size(), TokenChunk.LENGTH, config.width()), Optional.ofNullable(all.get(
				ClipTextGraph.POOLED)));
	}

	/** The places of the first end tokens, counted over all chunks. */
	private static Tensor ends(final List<TokenChunk> chunks) {
		final Tensor ends = Tensor.zeros(chunks.size());
		for (int i = 0; i < chunks.size(); i++) {
			ends.data()[i] = i * TokenChunk.LENGTH + chunks.get(i).end();
		}
		return ends;
	}

	/**
	 * The token's id, or where a vector stands in for it the number of that
	 * vector behind the vocabulary.
	 */
	private int id(final TokenChunk chunk, final int position,
		final List<float[]> learned)
	{
		if (chunk.ids()[position] != TokenChunk.VECTOR) {
			return chunk.ids()[position];
		}
		final float[] vector = chunk.vectors().get(position);
		if (vector.length != config.width()) {
			throw new IllegalArgumentException("an embedding of width " +
				vector.length + " is for another family; " + config.width() +
				" is valid for this text encoder");
		}
		learned.add(vector);
		return config.vocabulary() + learned.size() - 1;
	}

	private Tensor rows(final List<float[]> vectors) {
		final Tensor rows = Tensor.zeros(Math.max(1, vectors.size()), config
			.width());
		for (int i = 0; i < vectors.size(); i++) {
			System.arraycopy(vectors.get(i), 0, rows.data(), i * config.width(),
				config.width());
		}
		return rows;
	}

	@Override
	public void close() {
		model.close();
	}
}
