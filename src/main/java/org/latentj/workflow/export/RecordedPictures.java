
package org.latentj.workflow.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;
import org.latentj.workflow.graph.UsedPicture;

/**
 * The picture that a record's operation worked on.
 *
 * @param used the image, and what of it
 * @param mask that of what is made anew
 * @param drawn whether the mask was a selection, and has to be made an image
 * @param width of what was worked on in pixels
 * @param height likewise
 */
record RecordedPictures(UsedPicture used, String mask, boolean drawn, int width,
		int height) {

	/** Inputs that choose other pictures of an image than the shown one. */
	private static final List<String> CHOOSING = List.of("channels", "slices",
		"frames");

	/** The mask that is the image's own selection. */
	private static final String SELECTION = "selection";

	/** As a tensor of one picture is written. */
	private static final Pattern SHAPE = Pattern.compile(
		"Tensor\\[1, 3, (\\d{1,6}), (\\d{1,6})\\]");

	/** Those of a record, if it names them. */
	static Optional<RecordedPictures> of(final Provenance record) {
		final Matcher shape = SHAPE.matcher(record.setting("image"));
		return shape.matches() ? record.call().filter(c -> !c.inputs().getOrDefault(
			"stack", "").equals("true") && CHOOSING.stream().allMatch(i -> c.inputs()
				.getOrDefault(i, "").isBlank())).flatMap(c -> of(c, Integer.parseInt(
					shape.group(2)), Integer.parseInt(shape.group(1)))) : Optional
						.empty();
	}

	private static Optional<RecordedPictures> of(final Call call, final int width,
		final int height)
	{
		final String mask = call.inputs().getOrDefault("mask", SELECTION);
		final boolean drawn = mask.isBlank() || mask.equals(SELECTION);
		return Optional.ofNullable(call.images().get("input")).filter(i -> !i
			.title().isBlank()).map(i -> new RecordedPictures(new UsedPicture(i
				.title(), i.sha256(), i.slice(), call.inputs().getOrDefault("range",
					"")), drawn ? i.title().replaceFirst("\\.[^.]*$", "") + " mask.png"
						: mask, drawn && !i.selection().isEmpty(), width, height));
	}

	/** Its title, by which it is loaded. */
	String image() {
		return used.title();
	}

	/** What the node is called that loads the mask: how to make it. */
	String maskTitle() {
		return drawn ? "The mask: in Fiji select what is made anew in '" + image() +
			"', Edit > Selection > Create Mask, and call it '" + mask + "'"
			: "The mask: white where the picture is made anew";
	}

	/** Where the pictures come from. */
	List<String> notes() {
		final List<String> notes = new ArrayList<>(List.of("'" + image() +
			"' is the image that LatentJ worked on, as it was displayed" + (used
				.slice() > 1 ? " at slice " + used.slice() : "") + ": put it " +
			"into ComfyUI's input folder as RGB in 8 bits."));
		if (drawn) {
			notes.add("'" + mask + "' is its selection, white on black: in Fiji " +
				"Edit > Selection > Create Mask, saved under this name.");
		}
		return notes;
	}
}
