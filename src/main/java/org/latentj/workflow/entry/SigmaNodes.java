
package org.latentj.workflow.entry;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.workflow.node.GivenSigmas;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** Nodes that change noise levels, and tell one. */
final class SigmaNodes {

	private static final double HIGHEST = 20_000;

	private static final String SIGMAS = "sigmas";

	private static final NodeType SPLIT_SIGMAS = split("SplitSigmas").whole(
		"step", 0, SamplingSettings.MOST_STEPS, 0).callsAll(c -> parts(c, c.whole(
			"step") + 1, c.whole("step")));

	private static final NodeType SPLIT_SIGMAS_DENOISE = split(
		"SplitSigmasDenoise").number("denoise", 0, 1, 1).callsAll(
			SigmaNodes::denoised);

	private static final NodeType FLIP_SIGMAS = one("FlipSigmas").calls(
		SigmaNodes::flipped);

	private static final NodeType SET_FIRST_SIGMA = one("SetFirstSigma").number(
		"sigma", 0, HIGHEST, 136).calls(SigmaNodes::first);

	private static final NodeType EXTEND_INTERMEDIATE_SIGMAS = one(
		"ExtendIntermediateSigmas").whole("steps", 1, 100, 2).number(
			"start_at_sigma", -1, HIGHEST, -1).number("end_at_sigma", 0, HIGHEST, 12)
		.choice("spacing", "linear", "cosine", "sine").calls(SigmaNodes::extended);

	private static final NodeType SAMPLING_PERCENT_TO_SIGMA = NodeType.of(
		"SamplingPercentToSigma", "SamplingPercentToSigma").in("model", Kind.MODEL)
		.number("sampling_percent", 0, 1, 0).truth("return_actual_sigma", false)
		.out("sigma_value", Kind.FLOAT).calls(SigmaNodes::level);

	static final List<NodeType> ALL = List.of(SPLIT_SIGMAS, SPLIT_SIGMAS_DENOISE,
		FLIP_SIGMAS, SET_FIRST_SIGMA, EXTEND_INTERMEDIATE_SIGMAS,
		SAMPLING_PERCENT_TO_SIGMA);

	private SigmaNodes() {}

	private static NodeType one(final String name) {
		return NodeType.of(name, name).in(SIGMAS, Kind.SIGMAS).out(Kind.SIGMAS);
	}

	private static NodeType split(final String name) {
		return NodeType.of(name, name).in(SIGMAS, Kind.SIGMAS).out("high_sigmas",
			Kind.SIGMAS).out("low_sigmas", Kind.SIGMAS);
	}

	private static float[] levels(final NodeCall c) {
		return c.get(SIGMAS, Kind.SIGMAS).levels();
	}

	/** Those before a place, and those from one on. */
	private static List<GivenSigmas> parts(final NodeCall c, final int end,
		final int start)
	{
		final float[] all = levels(c);
		return List.of(new GivenSigmas(Arrays.copyOf(all, Math.max(0, Math.min(end,
			all.length)))), new GivenSigmas(Arrays.copyOfRange(all, Math.max(0, Math
				.min(start, all.length)), all.length)));
	}

	/**
	 * NB: halves to the even number, as Python; without a step nothing is left of
	 * the first ones, as Python's [:-0].
	 */
	private static List<GivenSigmas> denoised(final NodeCall c) {
		final int all = levels(c).length;
		final int steps = (int) Math.rint(Math.max(0, all - 1) * c.number(
			"denoise"));
		return parts(c, steps == 0 ? 0 : all - steps, all - steps - 1);
	}

	/** NB: sampling may not start from no noise at all. */
	private static GivenSigmas flipped(final NodeCall c) {
		final float[] all = levels(c);
		final float[] out = new float[all.length];
		for (int i = 0; i < all.length; i++) {
			out[i] = all[all.length - 1 - i];
		}
		if (out.length > 0 && out[0] == 0) {
			out[0] = 0.0001f;
		}
		return new GivenSigmas(out);
	}

	private static GivenSigmas first(final NodeCall c) {
		final float[] all = levels(c);
		if (all.length == 0) {
			throw new IllegalArgumentException(
				"'sigmas' has no noise level that could be set");
		}
		all[0] = (float) c.number("sigma");
		return new GivenSigmas(all);
	}

	/** Levels between those that lie in a range. */
	private static GivenSigmas extended(final NodeCall c) {
		final float[] all = levels(c);
		final int steps = c.whole("steps");
		final double start = c.number("start_at_sigma") < 0
			? Double.POSITIVE_INFINITY : c.number("start_at_sigma");
		final DoubleUnaryOperator spacing = switch (c.text("spacing")) {
			case "cosine" -> x -> Math.sin(x * Math.PI / 2);
			case "sine" -> x -> 1 - Math.cos(x * Math.PI / 2);
			default -> x -> x;
		};
		final float[] out = new float[all.length * steps];
		int count = 0;
		for (int i = 0; i < all.length; i++) {
			out[count++] = all[i];
			final boolean more = i < all.length - 1 && all[i] <= start && all[i] >= c
				.number("end_at_sigma");
			for (int k = 1; more && k < steps; k++) {
				out[count++] = (float) (all[i] + spacing.applyAsDouble((double) k /
					steps) * (all[i + 1] - all[i]));
			}
		}
		return new GivenSigmas(Arrays.copyOf(out, count));
	}

	/** NB: beyond both ends ComfyUI's levels stand for always and never. */
	private static double level(final NodeCall c) throws IOException {
		final ModelSampling model = ScheduleNodes.schedule(c);
		final double percent = c.number("sampling_percent");
		if (c.truth("return_actual_sigma") && (percent == 0 || percent == 1)) {
			return percent == 0 ? model.sigmaMax() : model.sigmaMin();
		}
		return model.percentToSigma(percent);
	}
}
