
package org.latentj.operation.conditioning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.sampling.hint.ImageEmbedding;
import org.latentj.setting.Parameter;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/**
 * Pictures that tell an unCLIP checkpoint what the new picture shall show, as
 * ComfyUI's CLIPVisionEncode and unCLIPConditioning do it. They are named
 * first, and their pixels {@link #given} before a run.
 *
 * @param pictures in the order of the chain; of several all count together
 * @param sha256 of their pixels, each 64 hexadecimal digits with blanks
 *          between, where they are known
 */
public record UnclipPictures(List<ShownPicture> pictures,
		Optional<String> sha256) {

	/** The group of settings that only such checkpoints have. */
	public static final String GROUP = "unclip";

	/** None. */
	public static final UnclipPictures NONE = new UnclipPictures(List.of(),
		Optional.empty());

	/** Titles of open images, and how much each counts. */
	public static final Setting<String> PICTURES = Setting.text("pictures")
		.labelled("Pictures",
			"Titles of open images whose content is shown, beside " +
				"the prompt, as in cells.tif strength=0.8 noise=0.1; other.tif. noise " +
				"(0 to 1): the more, the less of the image is kept to.").in(
					Section.FAMILY).onlyFor(GROUP).toldAs(" as guiding pictures");

	/** See {@link #sha256}. */
	public static final Setting<String> SHA256 = Setting.text("picturessha256");

	/** Copies the list. */
	public UnclipPictures {
		pictures = List.copyOf(pictures);
	}

	/** They, of which a record has those of a run with pictures. */
	public static <O> List<Parameter<O, ?>> parameters(
		final Function<O, UnclipPictures> of)
	{
		return List.of(Parameter.optional(PICTURES, o -> Optional.of(of.apply(o))
			.filter(p -> !p.isNone()).map(UnclipPictures::toString)), Parameter
				.<O, String> optional(SHA256, o -> of.apply(o).sha256()).unasked());
	}

	/**
	 * What these values ask for, without pixels.
	 *
	 * @throws IllegalArgumentException if the text names no pictures
	 */
	public static UnclipPictures of(final SettingValues values) {
		final List<ShownPicture> named = Arrays.stream(values.find(PICTURES).orElse(
			"").split(";")).filter(text -> !text.isBlank()).map(ShownPicture::of)
			.toList();
		return named.isEmpty() ? NONE : new UnclipPictures(named, values.find(
			SHA256));
	}

	/** Whether there are none. */
	public boolean isNone() {
		return pictures.isEmpty();
	}

	/**
	 * The same with their pixels.
	 *
	 * @param find gives those of a title, [1, 3, H, W] in 0 to 1
	 */
	public UnclipPictures given(final Function<String, Tensor> find) {
		final List<ShownPicture> all = new ArrayList<>();
		pictures.forEach(p -> all.add(p.with(find.apply(p.title()))));
		return isNone() ? this : new UnclipPictures(all, Optional.of(all.stream()
			.map(p -> p.sha256().orElseThrow()).collect(Collectors.joining(" "))));
	}

	/**
	 * Fails unless the checkpoint takes pictures, before anything is loaded.
	 *
	 * @throws IllegalArgumentException if it takes none, or the pixels of one
	 *           were not given
	 */
	public void check(final Pipeline pipeline) {
		if (!isNone()) {
			if (!pipeline.has(GROUP)) {
				throw new IllegalArgumentException(
					"this checkpoint takes no pictures beside the prompt: leave out " +
						PICTURES.asked() + ", or choose a checkpoint of unCLIP");
			}
			pictures.forEach(UnclipPictures::pixels);
		}
	}

	private static Tensor pixels(final ShownPicture picture) {
		return picture.pixels().orElseThrow(() -> new IllegalArgumentException(
			"the picture '" + picture.title() +
				"' was named, but its pixels were not given"));
	}

	/** What the network is told of them. */
	public List<Hint> hints(final Pipeline pipeline) {
		final List<Hint> hints = new ArrayList<>();
		for (final ShownPicture picture : pictures) {
			hints.add(new ImageEmbedding(pipeline.embedPicture(pixels(picture)),
				picture.strength(), picture.noise()));
		}
		return hints;
	}

	/** As {@link #PICTURES} has it. */
	@Override
	public String toString() {
		return pictures.stream().map(ShownPicture::toString).collect(Collectors
			.joining("; "));
	}
}
