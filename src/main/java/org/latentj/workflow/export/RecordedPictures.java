
package org.latentj.workflow.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;

/**
 * The picture that a record's operation worked on.
 *
 * @param image its title, by which it is loaded
 * @param slice which of its slices was shown, from 1
 * @param mask that of what is made anew
 * @param drawn whether the mask was a selection, and has to be made an image
 * @param width of what was worked on in pixels
 * @param height likewise
 */
record RecordedPictures(String image, int slice, String mask, boolean drawn,
		int width, int height) {

	/** Inputs that choose other pictures of an image than the shown one. */
	private static final List<String> CHOOSING = List.of("channels", "slices",
		"frames");

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
		final InputImage input = call.images().get("input");
		final InputImage mask = call.images().get("mask");
		return Optional.ofNullable(input).filter(i -> !i.title().isBlank()).map(
			i -> new RecordedPictures(i.title(), i.slice(), mask == null ? i.title()
				.replaceFirst("\\.[^.]*$", "") + " mask.png" : mask.title(),
				mask == null && !i.selection().isEmpty(), width, height));
	}

	/** What the node is called that loads the mask: how to make it. */
	String maskTitle() {
		return drawn ? "The mask: in Fiji select what is made anew in '" + image +
			"', Edit > Selection > Create Mask, and call it '" + mask + "'"
			: "The mask: white where the picture is made anew";
	}

	/** Where the pictures come from. */
	List<String> notes() {
		final List<String> notes = new ArrayList<>(List.of("'" + image +
			"' is the image that LatentJ worked on, as it was displayed" + (slice > 1
				? " at slice " + slice : "") + ": put it " +
			"into ComfyUI's input folder as RGB in 8 bits."));
		if (drawn) {
			notes.add("'" + mask + "' is its selection, white on black: in Fiji " +
				"Edit > Selection > Create Mask, saved under this name.");
		}
		return notes;
	}
}
