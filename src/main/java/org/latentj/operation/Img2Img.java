
package org.latentj.operation;

import java.util.List;
import java.util.Objects;

import org.latentj.image.PictureMemory;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.setting.Parameter;
import org.latentj.setting.SettingValues;

/**
 * A picture from another one: it is encoded, made noisy as far as
 * {@code denoise} says, and sampled. ComfyUI's VAEEncode, KSampler, VAEDecode.
 *
 * @param generation what it shows and how it is sampled; denoise 0 gives the
 *          VAE's idea of the source, 1 starts from noise alone
 * @param source the other picture, of any size
 */
public record Img2Img(Generation generation, Source source)
		implements
			Operation {

	/** All that is known of it. */
	public static final OperationType<Img2Img> TYPE = new OperationType<>(
		"img2img", "Img2Img...",
		"The image was generated from another image (img2img)",
		OperationType.Placement.REPLACE, List.of("denoise"), GenerationSettings
			.with(GenerationSettings.denoise(0.75,
				"How much is painted over: 0 nothing, 1 everything."), Parameter.of(
					Source.IMAGE, Img2Img::source).unasked()), Img2Img::of);

	/** @throws IllegalArgumentException if a value is out of its range */
	public Img2Img {
		Objects.requireNonNull(generation, "generation");
		Objects.requireNonNull(source, "source");
	}

	@Override
	public OperationType<?> type() {
		return TYPE;
	}

	@Override
	public Img2Img withGeneration(final Generation other) {
		return new Img2Img(other, source);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		if (source instanceof Source.OfPicture picture) {
			PictureMemory.require(picture.image().size(3), picture.image().size(2),
				(long) picture.image().size(0) * generation.batch());
		}
		generation.check(pipeline, source.size(pipeline.cell()));
		return source.start(pipeline).paint(pipeline, generation);
	}

	private static Img2Img of(final SettingValues values) {
		return new Img2Img(GenerationSettings.of(values), values.get(Source.IMAGE));
	}
}
