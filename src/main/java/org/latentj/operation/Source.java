
package org.latentj.operation;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.image.Canvas;
import org.latentj.image.Mask;
import org.latentj.latent.Latent;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunSize;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingType.Reference;
import org.latentj.tensor.Tensor;

/** What an operation starts from: a picture, or a latent. */
public sealed interface Source {

	/** The setting that an operation on one picture has. */
	Setting<Source> IMAGE = Setting.of("image", new Reference<>("a picture",
		Source.class));

	/** Stands in records where a picture would, if it is a latent. */
	String LATENT = "samples";

	/**
	 * What a record says of it, by names of settings.
	 *
	 * @param id of the setting that it is
	 */
	Map<String, String> describe(String id);

	/**
	 * The size of a run that makes it anew.
	 *
	 * @param cell pixels along the edge of a latent cell
	 */
	RunSize size(int cell);

	/** Encoded, if it isn't yet. */
	Start start(Pipeline pipeline);

	/**
	 * A picture of any size.
	 *
	 * @param image [N, 3, H, W] in 0 to 1
	 */
	record OfPicture(Tensor image) implements Source {

		/** @throws IllegalArgumentException if it has another shape */
		public OfPicture {
			if (image.rank() != 4 || image.size(1) != 3 || image.length() == 0) {
				throw new IllegalArgumentException(
					"a picture has the shape [N, 3, H, W], this one is " + image);
			}
		}

		@Override
		public Map<String, String> describe(final String id) {
			return Map.of(id, image.toString());
		}

		@Override
		public RunSize size(final int cell) {
			return RunSize.of(image.size(3), image.size(2), image.size(0)).encoding();
		}

		@Override
		public Start start(final Pipeline pipeline) {
			final Canvas canvas = new Canvas(image.size(3), image.size(2), pipeline
				.cell());
			return new Start(pipeline.encodeImage(canvas.pad(image)), canvas.width(),
				canvas.height());
		}
	}

	/**
	 * A latent, for example of an earlier run.
	 *
	 * @param latent in the VAE's scale
	 */
	record OfLatent(Latent latent) implements Source {

		@Override
		public Map<String, String> describe(final String id) {
			final Map<String, String> facts = new LinkedHashMap<>();
			facts.put(LATENT, numbers(latent.samples()));
			latent.noiseMask().ifPresent(m -> facts.put("noisemask", numbers(m)));
			latent.batchIndices().ifPresent(i -> facts.put("batchindices", i
				.toString()));
			return facts;
		}

		/**
		 * Of the numbers, each with the high byte first. NB: a latent has no file
		 * by which it could be known again.
		 */
		private static String numbers(final Tensor tensor) {
			try {
				final MessageDigest digest = MessageDigest.getInstance("SHA-256");
				final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
				for (final float number : tensor.data()) {
					digest.update(bytes.putFloat(0, number).array());
				}
				return tensor + ", SHA-256 " + HexFormat.of().formatHex(digest
					.digest());
			}
			catch (final NoSuchAlgorithmException e) {
				throw new IllegalStateException("this Java has no SHA-256", e);
			}
		}

		@Override
		public RunSize size(final int cell) {
			return RunSize.of(cell * latent.width(), cell * latent.height(), latent
				.count());
		}

		@Override
		public Start start(final Pipeline pipeline) {
			final int cell = pipeline.cell();
			return new Start(latent, cell * latent.width(), cell * latent.height());
		}
	}

	/**
	 * What operations work on, by names: JSON has no pictures in it. Whoever
	 * reads an operation knows what it calls them: titles, paths, hashes.
	 */
	interface ByName {

		/** Has nothing, for operations that work on nothing. */
		ByName NONE = new ByName() {

			@Override
			public Source picture(final String name) {
				throw new IllegalArgumentException("there is no picture '" + name +
					"'");
			}

			@Override
			public Source latent(final String name) {
				throw new IllegalArgumentException("there is no latent '" + name + "'");
			}

			@Override
			public Mask mask(final String name) {
				throw new IllegalArgumentException("there is no mask '" + name + "'");
			}
		};

		/**
		 * A picture.
		 *
		 * @throws IllegalArgumentException if none has this name
		 */
		Source picture(String name);

		/**
		 * A latent.
		 *
		 * @throws IllegalArgumentException if none has this name
		 */
		Source latent(String name);

		/**
		 * A mask.
		 *
		 * @throws IllegalArgumentException if none has this name
		 */
		Mask mask(String name);
	}
}
