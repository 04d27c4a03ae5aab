
package org.latentj.clip;

import org.latentj.checkpoint.Weights;

/**
 * The configuration of a CLIP text transformer (Radford et al. 2021), as its
 * weights tell it.
 *
 * @param width length of a token's embedding
 * @param layers number of transformer layers
 * @param heads heads of attention; {@code width / 64} unless the file's
 *          metadata has {@code latentj.clip_heads}
 * @param vocabulary number of tokens that there are, 49408
 * @param tokens longest sequence, 77
 * @param quickGelu whether the activation is CLIP's approximation (OpenAI's
 *          models) or the exact one (OpenCLIP's)
 * @param pooledWidth length of the pooled text; 0 if none is made
 * @param omitted layers behind the last that the file has left out, since they
 *          are not used; a clip skip counts them
 */
public record ClipTextConfig(int width, int layers, int heads, int vocabulary,
		int tokens, boolean quickGelu, int pooledWidth, int omitted) {

	/** Metadata entry with the number of heads, which shapes do not tell. */
	public static final String HEADS = "latentj.clip_heads";

	/** Of the pooled text, stored as OpenCLIP stores it. */
	static final String PROJECTION = "text_projection";

	private static final String TOKENS = "embeddings.token_embedding.weight";

	private static final String POSITIONS =
		"embeddings.position_embedding.weight";

	public ClipTextConfig {
		if (!fit(heads, width)) {
			throw new IllegalArgumentException(tooManyHeads(width, heads));
		}
	}

	/**
	 * Reads the configuration from weights in transformers' naming
	 * ({@code embeddings.token_embedding.weight}, {@code encoder.layers.0...}).
	 */
	public static ClipTextConfig of(final Weights text, final boolean quickGelu) {
		final int width = text.size(TOKENS, 1);
		int layers = 0;
		while (text.has("encoder.layers." + layers + ".layer_norm1.weight")) {
			layers++;
		}
		if (layers == 0) {
			text.get("encoder.layers.0.layer_norm1.weight");
		}
		final int heads = heads(text, Math.max(1, width / 64));
		if (!fit(heads, width)) {
			throw text.problem(TOKENS, tooManyHeads(width, heads));
		}
		return new ClipTextConfig(width, layers, heads, atLeast(text, TOKENS,
			ClipTokenizer.END + 1), atLeast(text, POSITIONS, TokenChunk.LENGTH),
			quickGelu, 0, 0);
	}

	/** The same of a file that has left out so many layers at the end. */
	public ClipTextConfig omitting(final int last) {
		return new ClipTextConfig(width, layers, heads, vocabulary, tokens,
			quickGelu, last == 0 ? pooledWidth : 0, last);
	}

	/**
	 * The same with a pooled text, where the weights have a projection for it:
	 * {@code text_projection} [width, pooled], as OpenCLIP has it, or
	 * {@code text_projection.weight} [pooled, width].
	 */
	public ClipTextConfig pooled(final Weights text) {
		final String linear = PROJECTION + ".weight";
		final int length = text.has(PROJECTION) ? text.size(PROJECTION, 1) : text
			.has(linear) ? text.size(linear, 0) : 0;
		return new ClipTextConfig(width, layers, heads, vocabulary, tokens,
			quickGelu, omitted == 0 ? length : 0, omitted);
	}

	/** The rows of a table, of which so many are needed. */
	private static int atLeast(final Weights text, final String table,
		final int rows)
	{
		if (text.size(table, 0) < rows) {
			throw text.problem(table, "has " + text.size(table, 0) +
				" rows; at least " + rows + " are valid, [" + rows + ", " + text.size(
					table, 1) + "]");
		}
		return text.size(table, 0);
	}

	private static boolean fit(final int heads, final int width) {
		return heads > 0 && width % heads == 0;
	}

	private static String tooManyHeads(final int width, final int heads) {
		return "a text encoder of width " + width + " cannot have " + heads +
			" heads; a divisor of the width is valid (metadata entry '" + HEADS +
			"')";
	}

	/** @throws IllegalArgumentException if there is no such layer */
	public void requireSkip(final int clipSkip) {
		if (clipSkip <= omitted || clipSkip > omitted + layers) {
			throw new IllegalArgumentException("clip skip " + clipSkip + "; " +
				(omitted == 0 ? "1 (last layer)" : String.valueOf(omitted + 1)) +
				" to " + (omitted + layers) + " are valid for this text encoder" +
				(omitted == 0 ? "" : ", whose file has left out what is behind"));
		}
	}

	/**
	 * The number of heads that a file's metadata tells, or the usual one.
	 *
	 * @throws IllegalArgumentException if it tells no whole number
	 */
	public static int heads(final Weights text, final int usual) {
		return heads(text, HEADS, usual);
	}

	/** The same, of another metadata entry. */
	public static int heads(final Weights text, final String entry,
		final int usual)
	{
		final String heads = text.metadata(entry).orElse(null);
		try {
			return heads == null ? usual : Integer.parseInt(heads.trim());
		}
		catch (final NumberFormatException e) {
			throw text.problem("metadata entry '" + entry + "' is '" + heads +
				"', a whole number is valid");
		}
	}
}
