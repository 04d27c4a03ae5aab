
package org.latentj.workflow.entry;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.hint.AestheticScore;
import org.latentj.sampling.hint.SizeConditioning;
import org.latentj.workflow.node.Clip;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** Nodes that encode texts. */
final class TextNodes {

	private static final int USUAL = 1024;

	private static final int LAYERS = 24;

	private static final String STOP = "stop_at_clip_layer";

	private static final NodeType CLIP_TEXT_ENCODE = NodeType.of("CLIPTextEncode",
		"CLIP Text Encode (Prompt)").prompt("text").in("clip", Kind.CLIP).out(
			Kind.CONDITIONING).calls(c -> ConditioningSet.of(encoded(c, "text", Map
				.of())));

	private static final NodeType CLIP_SET_LAST_LAYER = NodeType.of(
		"CLIPSetLastLayer", "CLIP Set Last Layer").in("clip", Kind.CLIP).whole(STOP,
			-LAYERS, -1, -1).out(Kind.CLIP).calls(c -> c.get("clip", Kind.CLIP)
				.skipping(-c.whole(STOP)));

	private static final NodeType CLIP_TEXT_ENCODE_SDXL = NodeType.of(
		"CLIPTextEncodeSDXL", "CLIPTextEncodeSDXL").in("clip", Kind.CLIP).whole(
			"width", 0, SizeConditioning.MOST, USUAL).whole("height", 0,
				SizeConditioning.MOST, USUAL).whole("crop_w", 0, SizeConditioning.MOST,
					0).whole("crop_h", 0, SizeConditioning.MOST, 0).whole("target_w", 0,
						SizeConditioning.MOST, USUAL).whole("target_h", 0,
							SizeConditioning.MOST, USUAL).prompt("text_g").prompt("text_l")
		.out(Kind.CONDITIONING).calls(TextNodes::sdxl);

	private static final NodeType CLIP_TEXT_ENCODE_SDXL_REFINER = NodeType.of(
		"CLIPTextEncodeSDXLRefiner", "CLIPTextEncodeSDXLRefiner").number("ascore",
			0, AestheticScore.MOST, AestheticScore.BEAUTIFUL).whole("width", 0,
				SizeConditioning.MOST, USUAL).whole("height", 0, SizeConditioning.MOST,
					USUAL).prompt("text").in("clip", Kind.CLIP).out(Kind.CONDITIONING)
		.calls(TextNodes::refiner);

	static final List<NodeType> ALL = List.of(CLIP_TEXT_ENCODE,
		CLIP_SET_LAST_LAYER, CLIP_TEXT_ENCODE_SDXL, CLIP_TEXT_ENCODE_SDXL_REFINER);

	private TextNodes() {}

	private static ConditioningSet sdxl(final NodeCall c) throws IOException {
		return ConditioningSet.of(encoded(c, "text_g", Map.of("clip_l", c.text(
			"text_l"))).with(List.of(new SizeConditioning(c.whole("width"), c.whole(
				"height"), c.whole("crop_w"), c.whole("crop_h"), c.whole("target_w"), c
					.whole("target_h")))));
	}

	private static ConditioningSet refiner(final NodeCall c) throws IOException {
		return ConditioningSet.of(encoded(c, "text", Map.of()).with(List.of(
			new AestheticScore(c.number("ascore")), new SizeConditioning(c.whole(
				"width"), c.whole("height"), 0, 0, 0, 0))));
	}

	private static Conditioning encoded(final NodeCall c, final String text,
		final Map<String, String> others) throws IOException
	{
		final Clip clip = c.get("clip", Kind.CLIP);
		final Pipeline pipeline = c.context().pipeline(clip.choice());
		final int skip = clip.clipSkip().isPresent() ? clip.clipSkip().getAsInt()
			: c.context().ask(clip.choice(), f -> f.facts().clipSkip());
		return pipeline.encodeText(c.text(text), others, skip);
	}
}
