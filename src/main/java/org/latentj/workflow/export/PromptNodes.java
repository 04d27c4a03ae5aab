
package org.latentj.workflow.export;

import static org.latentj.workflow.export.GraphBuilder.slot;

import java.util.List;

import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.pipeline.LoraChoice;
import org.latentj.workflow.graph.Value;

/**
 * What the network is told.
 *
 * @param positive what shall be seen
 * @param negative what shall not be seen
 */
record PromptNodes(Value.Link positive, Value.Link negative) {

	/** What Stable Diffusion XL alone is told. */
	private static final List<String> XL = List.of("promptl", "negativel",
		"sizewidth", "sizeheight", "cropleft", "croptop", "targetwidth",
		"targetheight");

	/** Whether a record tells Stable Diffusion XL more than the prompts. */
	static boolean hasMore(final RecordedValues values) {
		return XL.stream().anyMatch(values::has);
	}

	/**
	 * The prompts, encoded.
	 *
	 * @param picture whose size Stable Diffusion XL is told where none is said
	 */
	static PromptNodes of(final GraphBuilder nodes, final RecordedValues values,
		final Value.Link clip, final SavedPicture picture)
	{
		return new PromptNodes(text(nodes, values, clip, picture, "prompt"), text(
			nodes, values, clip, picture, "negative"));
	}

	private static Value.Link text(final GraphBuilder nodes,
		final RecordedValues values, final Value.Link clip,
		final SavedPicture picture, final String setting)
	{
		final String text = LoraChoice.without(values.text(setting));
		if (!hasMore(values)) {
			return nodes.add("CLIPTextEncode", "text", text, "clip", clip);
		}
		final boolean own = values.has("promptl") || values.has("negativel");
		return nodes.add("CLIPTextEncodeSDXL", "clip", clip, "width", size(values,
			"sizewidth", picture.width()), "height", size(values, "sizeheight",
				picture.height()), "crop_w", size(values, "cropleft", 0), "crop_h",
			size(values, "croptop", 0), "target_w", size(values, "targetwidth",
				picture.width()), "target_h", size(values, "targetheight", picture
					.height()), "text_g", text, "text_l", own ? LoraChoice.without(values
						.text(setting + "l")) : text);
	}

	/** NB: 0 is as it is, too. */
	private static int size(final RecordedValues values, final String setting,
		final int usual)
	{
		final int said = values.has(setting) ? values.whole(setting) : 0;
		return said == 0 ? usual : said;
	}

	/**
	 * The same, steered by the images of a record.
	 *
	 * @param pixels the picture that is worked on, or null
	 */
	PromptNodes steered(final GraphBuilder nodes, final RecordedValues values,
		final Value.Link pixels)
	{
		PromptNodes all = this;
		for (final ControlRequest control : ControlRequest.parse(values.text(
			"control")))
		{
			if (control.image().isEmpty() && pixels == null) {
				throw new IllegalArgumentException("control names no image");
			}
			if (control.strength() != 0) {
				all = all.by(nodes, control, pixels);
			}
		}
		return all;
	}

	private PromptNodes by(final GraphBuilder nodes, final ControlRequest control,
		final Value.Link pixels)
	{
		final Value.Link image = control.image().isEmpty() ? pixels : nodes.add(
			"LoadImage", "image", control.image());
		return told(nodes.add("ControlNetApplyAdvanced", "positive", positive,
			"negative", negative, "control_net", nodes.add("ControlNetLoader",
				"control_net_name", control.network()), "image", image, "strength",
			control.strength(), "start_percent", control.start(), "end_percent",
			control.end()));
	}

	/** What a node makes of both. */
	static PromptNodes told(final Value.Link node) {
		return new PromptNodes(node, slot(node, 1));
	}
}
