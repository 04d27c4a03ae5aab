
package org.latentj.operation.conditioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.Optional;
import java.util.stream.IntStream;

import org.latentj.image.Canvas;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.hint.Control;
import org.latentj.setting.Parameter;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingType;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/**
 * The images that steer a picture, each by a network of its own: ComfyUI's
 * ControlNetApplyAdvanced, one after the other.
 *
 * @param all in their order
 */
public record Controls(List<One> all) {

	/** No control. */
	public static final Controls NONE = new Controls(List.of());

	/** What a command is given: {@link ControlRequest}s. */
	public static final Setting<String> SETTING = Setting.text("control")
		.labelled("Control",
			"Images that steer the picture, one a line: name of a ControlNet, then " +
				"image=title strength=0.8 start=0 end=0.8. Without image= it is the " +
				"picture that is worked on. A stack: slice k for slice k, or for " +
				"picture k of a batch.").in(Section.CONTROL).style(
					"text area, one line");

	/** Where the images are taken from; none of a record's settings. */
	public static final Setting<ControlImage.Named> IMAGES = Setting.of(
		"controlimages", new SettingType.Reference<>("control images",
			ControlImage.Named.class));

	/**
	 * A slice of a stack.
	 *
	 * @param index from 0
	 * @param of how many there are
	 */
	public record Slice(int index, int of) {
	}

	/**
	 * One of them.
	 *
	 * @param pixelwise whether it lies on the picture pixel by pixel
	 */
	public record One(ControlRequest request, ControlImage image,
			boolean pixelwise) {

		/**
		 * The part of a picture, if it is a part; the control image is as large.
		 */
		private One at(final Slice slice, final int[] part, final int width,
			final int height)
		{
			if (image.count() != 1 && image.count() != slice.of()) {
				throw new IllegalArgumentException("the control image " + name() +
					"has " + image.count() + " slices: it must have 1, or " + slice.of() +
					" as the picture");
			}
			final Tensor picture = image.picture(image.count() == 1 ? 0 : slice
				.index());
			final boolean whole = part[2] == width && part[3] == height;
			if (!whole && (picture.size(3) != width || picture.size(2) != height)) {
				throw new IllegalArgumentException("the control image " + name() +
					"has " + picture.size(3) + " x " + picture.size(2) +
					" pixels, but a part of a picture of " + width + " x " + height +
					" is worked on: it must have that size");
			}
			return new One(request, ControlImage.of(whole ? picture : cut(picture,
				part)), pixelwise).on(part[2], part[3]);
		}

		/** NB: pictures are padded to whole cells, and so is what lies on them. */
		private One on(final int width, final int height) {
			final Tensor first = image.picture(0);
			return new One(request, image, first.size(3) == width && first.size(
				2) == height);
		}

		private String name() {
			return request.image().isEmpty() ? "" : "'" + request.image() + "' ";
		}

		private static Tensor cut(final Tensor picture, final int[] part) {
			final Tensor out = Tensor.zeros(1, 3, part[3], part[2]);
			for (int row = 0; row < 3 * part[3]; row++) {
				System.arraycopy(picture.data(), (row / part[3] * picture.size(2) +
					part[1] + row % part[3]) * picture.size(3) + part[0], out.data(),
					row * part[2], part[2]);
			}
			return out;
		}

		/** One picture for all, or one for each of a batch. */
		private Tensor pictures(final int batch, final int cell) {
			if (image.count() != 1 && image.count() != batch) {
				throw new IllegalArgumentException("the control image " + name() +
					"has " + image.count() + " slices: it must have 1, or " + batch +
					" as the batch has pictures");
			}
			return Tensor.concat(IntStream.range(0, image.count()).mapToObj(
				image::picture).map(p -> pixelwise ? new Canvas(p.size(3), p.size(2),
					cell).pad(p) : p).toList());
		}
	}

	/** Copies the list. */
	public Controls {
		all = List.copyOf(all);
	}

	/** What these values ask for. */
	public static Controls of(final SettingValues values) {
		final List<ControlRequest> requests = ControlRequest.parse(values.find(
			SETTING).orElse(""));
		if (requests.isEmpty()) {
			return NONE;
		}
		final ControlImage.Named images = values.get(IMAGES);
		return new Controls(requests.stream().map(r -> one(r, images.of(r.image())))
			.toList());
	}

	private static One one(final ControlRequest request,
		final ControlImage image)
	{
		return new One(image.title().map(request::with).orElse(request), image,
			false);
	}

	/** The setting, of which a record has one that says something. */
	public static <O> Parameter<O, String> parameter(
		final Function<O, Controls> of)
	{
		return Parameter.optional(SETTING, o -> Optional.of(of.apply(o)).filter(
			c -> !c.isEmpty()).map(Controls::text));
	}

	/** Whether there are none. */
	public boolean isEmpty() {
		return all.isEmpty();
	}

	/** As records have it: with what the images can be known by. */
	public String text() {
		return ControlRequest.text(all.stream().map(one -> one.request().known(one
			.request().sha256(), one.image().sha256().isEmpty() ? one.request()
				.imageSha256() : one.image().sha256())).toList());
	}

	private Controls each(final UnaryOperator<One> change) {
		return new Controls(all.stream().map(change).toList());
	}

	/**
	 * The same for a record, which tells the networks' files.
	 *
	 * @param sha256 of the files, by the names of the networks
	 */
	public Controls known(final Map<String, String> sha256) {
		return each(one -> new One(one.request().known(sha256.getOrDefault(one
			.request().network(), one.request().sha256()), one.request()
				.imageSha256()), one.image(), one.pixelwise()));
	}

	/**
	 * Those of one picture of a stack.
	 *
	 * @param slice which of the stack's it is
	 * @param part left, top, width and height of what is worked on
	 * @param width of the whole picture
	 * @param height likewise
	 * @throws IllegalArgumentException if an image does not go with it
	 */
	public Controls of(final Slice slice, final int[] part, final int width,
		final int height)
	{
		return each(one -> one.at(slice, part, width, height));
	}

	/** Those of pictures of this size that are made from nothing. */
	public Controls on(final int width, final int height) {
		return each(one -> one.on(width, height));
	}

	/**
	 * What the network is told.
	 *
	 * @param batch number of pictures for each that is worked on
	 */
	public List<Control> hints(final Pipeline pipeline, final int batch) {
		final List<Control> hints = new ArrayList<>();
		for (final One one : all) {
			final ControlRequest r = one.request();
			if (r.strength() != 0) {
				hints.add(pipeline.control(r.network(), one.pictures(batch, pipeline
					.cell()), r.strength(), r.start(), r.end()));
			}
		}
		return hints;
	}
}
