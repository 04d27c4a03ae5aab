
package org.latentj.workflow.entry;

import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.sampling.hint.ImageEmbedding;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;
import org.latentj.workflow.node.PendingControl;

/** Nodes by which pictures steer: ControlNets and unCLIP. */
final class ControlNodes {

	private static final double STRONGEST = 10;

	private static final NodeType CONTROL_NET_APPLY = NodeType.of(
		"ControlNetApply", "Apply ControlNet (OLD)").in("conditioning",
			Kind.CONDITIONING).in("control_net", Kind.CONTROL_NET).in("image",
				Kind.IMAGE).number("strength", 0, STRONGEST, 1).out(Kind.CONDITIONING)
		.calls(c -> steered(c.get("conditioning", Kind.CONDITIONING), c, 0, 1,
			true));

	private static final NodeType CONTROL_NET_APPLY_ADVANCED = NodeType.of(
		"ControlNetApplyAdvanced", "Apply ControlNet").in("positive",
			Kind.CONDITIONING).in("negative", Kind.CONDITIONING).in("control_net",
				Kind.CONTROL_NET).in("image", Kind.IMAGE).number("strength", 0,
					STRONGEST, 1).number("start_percent", 0, 1, 0).number("end_percent",
						0, 1, 1).ordered("start_percent", "end_percent").maybe("vae",
							Kind.VAE).out("positive", Kind.CONDITIONING).out("negative",
								Kind.CONDITIONING).callsAll(ControlNodes::both);

	private static final NodeType CLIP_VISION_ENCODE = NodeType.of(
		"CLIPVisionEncode", "CLIP Vision Encode").in("clip_vision",
			Kind.CLIP_VISION).in("image", Kind.IMAGE).choice("crop", "center", "none")
		.optional().out(Kind.CLIP_VISION_OUTPUT).calls(c -> c.context().embed(c.get(
			"clip_vision", Kind.CLIP_VISION), c.image("image"), c.find("crop",
				Kind.COMBO).orElse("center")));

	private static final NodeType UNCLIP_CONDITIONING = NodeType.of(
		"unCLIPConditioning", "unCLIPConditioning").in("conditioning",
			Kind.CONDITIONING).in("clip_vision_output", Kind.CLIP_VISION_OUTPUT)
		.number("strength", -STRONGEST, STRONGEST, 1).number("noise_augmentation",
			0, 1, 0).out(Kind.CONDITIONING).calls(ControlNodes::shown);

	static final List<NodeType> ALL = List.of(CONTROL_NET_APPLY,
		CONTROL_NET_APPLY_ADVANCED, CLIP_VISION_ENCODE, UNCLIP_CONDITIONING);

	private ControlNodes() {}

	private static List<ConditioningSet> both(final NodeCall c) {
		final double start = c.number("start_percent");
		final double end = c.number("end_percent");
		return List.of(steered(c.get("positive", Kind.CONDITIONING), c, start, end,
			false), steered(c.get("negative", Kind.CONDITIONING), c, start, end,
				false));
	}

	private static ConditioningSet steered(final ConditioningSet set,
		final NodeCall c, final double start, final double end,
		final boolean ofBoth)
	{
		final double strength = c.number("strength");
		if (strength == 0) {
			return set;
		}
		if (end < start) {
			throw new IllegalArgumentException("'end_percent' is " + end +
				", before 'start_percent', which is " + start);
		}
		final Hint hint = new PendingControl(c.get("control_net", Kind.CONTROL_NET),
			c.image("image"), strength, start, end, ofBoth);
		return set.each(one -> one.with(List.of(hint)));
	}

	private static ConditioningSet shown(final NodeCall c) {
		final double strength = c.number("strength");
		final ConditioningSet set = c.get("conditioning", Kind.CONDITIONING);
		if (strength == 0) {
			return set;
		}
		final Tensor seen = c.get("clip_vision_output", Kind.CLIP_VISION_OUTPUT);
		final List<Hint> hints = new ArrayList<>();
		for (int k = 0; k < seen.size(0); k++) {
			hints.add(new ImageEmbedding(seen.items(k, k + 1), strength, c.number(
				"noise_augmentation")));
		}
		return set.each(one -> one.with(hints));
	}
}
