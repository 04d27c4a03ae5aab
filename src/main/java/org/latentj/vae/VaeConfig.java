
package org.latentj.vae;

import org.latentj.checkpoint.naming.VaeNaming;
import org.latentj.checkpoint.Weights;
import org.latentj.onnx.runtime.Precision;

/**
 * The configuration of an autoencoder, as its weights tell it.
 *
 * @param channels latent channels
 * @param levels number of resolutions; each but one halves the size
 * @param width most channels that there are at the picture's full size
 * @param encoderWidth channels of the encoder's maps when they have come down
 *          to the latent's size
 * @param decoderWidth channels of the decoder's maps before they grow
 */
public record VaeConfig(int channels, int levels, int width, int encoderWidth,
		int decoderWidth) {

	/** What one tile may take where not all fits. */
	static final long TILE_BYTES = 1L << 30;

	/** Cells of more than 512 pixels make no sense. */
	private static final int MOST_LEVELS = 10;

	/**
	 * Feature maps of full size and width that are held at once; measured, see
	 * BENCHMARKS.md.
	 */
	private static final int MAPS = 3;

	/**
	 * Maps of the latent's size and the deep part's width that it holds at once,
	 * the attention's included; measured, see BENCHMARKS.md.
	 */
	private static final int DEEP_MAPS = 14;

	/**
	 * Likewise where products are of bf16. Measured: 1.25 maps of 32 bits with SD
	 * 1.5's shapes, 2 with the bundled checkpoint.
	 */
	private static final int BF16_MAPS = 2;

	/**
	 * Reads the configuration from weights in LDM naming
	 * ({@code decoder.conv_in.weight}), or of a tiny autoencoder
	 * ({@link VaeNaming#TINY_DECODER}).
	 */
	public static VaeConfig of(final Weights vae) {
		final Weights tiny = vae.at(VaeNaming.TINY_DECODER);
		if (TinyVaeGraph.isDecoder(tiny)) {
			final int width = tiny.size("1.weight", 0);
			return new VaeConfig(tiny.size("1.weight", 1), Integer
				.numberOfTrailingZeros(TinyVaeGraph.factor(tiny)) + 1, width, width,
				width);
		}
		int levels = 0;
		while (vae.hasAny("decoder.up." + levels)) {
			levels++;
		}
		if (levels < 1 || levels > MOST_LEVELS) {
			throw vae.problem("decoder.up", "has " + levels + " levels; 1 to " +
				MOST_LEVELS + " are valid");
		}
		final int last = levels - 1;
		return new VaeConfig(vae.size("decoder.conv_in.weight", 1), levels, vae
			.size("decoder.up.0.block.0.norm1.weight", 0), last > 0 ? vae.size(
				"encoder.down." + (last - 1) + ".downsample.conv.weight", 0) : vae.size(
					"encoder.conv_in.weight", 0), last > 0 ? vae.size("decoder.up." +
						last + ".upsample.conv.weight", 1) : vae.size(
							"decoder.norm_out.weight", 0));
	}

	/** Pixels along the edge of one latent cell. */
	public int factor() {
		return 1 << levels - 1;
	}

	/**
	 * The least memory that a picture takes on its way through, in bytes: in
	 * tiles, but with its deep part as whole as it is with the least memory, and
	 * two thirds as much again for tiles and what the C library keeps of them.
	 *
	 * @param precision in which numbers it computes
	 * @param cells latent cells of the picture
	 */
	public long leastBytes(final Precision precision, final long cells) {
		return Math.min(wholeBytes(precision, cells), Math.min(cells *
			deepBytesPerCell(), TILE_BYTES) * 5 / 3);
	}

	/** Likewise as a whole; with less it goes through in tiles. */
	public long wholeBytes(final Precision precision, final long cells) {
		return cells * bytesPerCell(precision);
	}

	/** Memory that a deep part takes for each latent cell of a picture. */
	long deepBytesPerCell() {
		return (long) DEEP_MAPS * Float.BYTES * Math.max(encoderWidth,
			decoderWidth);
	}

	/**
	 * Memory that the decoder takes for each latent cell of a picture or a tile.
	 */
	long bytesPerCell() {
		return bytesPerCell(Precision.SINGLE);
	}

	/** Likewise for a picture that goes whole, in some numbers. */
	long bytesPerCell(final Precision precision) {
		return (long) (precision == Precision.BF16 ? BF16_MAPS : MAPS) *
			Float.BYTES * width * factor() * factor();
	}
}
