
package org.latentj.workflow.entry;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.latentj.latent.Latent;
import org.latentj.sampling.KSampler;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.workflow.node.GivenSigmas;
import org.latentj.workflow.node.Guider;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;
import org.latentj.workflow.node.UnitNoise;

/** Samplers that are given their noise levels, and what they are given. */
final class GuiderNodes {

	private static final double CFG = 8;

	private static final NodeType KSAMPLER_SELECT = NodeType.of("KSamplerSelect",
		"KSamplerSelect").choice("sampler_name", SamplingNodes.SAMPLERS, "euler")
		.out(Kind.SAMPLER).calls(c -> Samplers.of(c.text("sampler_name")));

	private static final NodeType SAMPLER_CUSTOM = NodeType.of("SamplerCustom",
		"SamplerCustom").in("model", Kind.MODEL).truth("add_noise", true).seed(
			"noise_seed").number("cfg", 0, SamplingNodes.MOST_CFG, CFG).in("positive",
				Kind.CONDITIONING).in("negative", Kind.CONDITIONING).in("sampler",
					Kind.SAMPLER).in("sigmas", Kind.SIGMAS).in("latent_image",
						Kind.LATENT).out("output", Kind.LATENT).out("denoised_output",
							Kind.LATENT).callsAll(c -> sampled(c, plain(c), new UnitNoise(c
								.seed("noise_seed"), c.truth("add_noise"))));

	private static final NodeType RANDOM_NOISE = NodeType.of("RandomNoise",
		"RandomNoise").seed("noise_seed").out(Kind.NOISE).calls(c -> new UnitNoise(c
			.seed("noise_seed"), true));

	private static final NodeType DISABLE_NOISE = NodeType.of("DisableNoise",
		"DisableNoise").out(Kind.NOISE).calls(c -> new UnitNoise(0, false));

	private static final NodeType BASIC_GUIDER = NodeType.of("BasicGuider",
		"BasicGuider").in("model", Kind.MODEL).in("conditioning", Kind.CONDITIONING)
		.out(Kind.GUIDER).calls(c -> new Guider(c.get("model", Kind.MODEL), c.get(
			"conditioning", Kind.CONDITIONING), Optional.empty(), 0, c.get(
				"conditioning", Kind.CONDITIONING), 1));

	private static final NodeType CFG_GUIDER = NodeType.of("CFGGuider",
		"CFGGuider").in("model", Kind.MODEL).in("positive", Kind.CONDITIONING).in(
			"negative", Kind.CONDITIONING).number("cfg", 0, SamplingNodes.MOST_CFG,
				CFG).out(Kind.GUIDER).calls(GuiderNodes::plain);

	private static final NodeType DUAL_CFG_GUIDER = NodeType.of("DualCFGGuider",
		"DualCFGGuider").in("model", Kind.MODEL).in("cond1", Kind.CONDITIONING).in(
			"cond2", Kind.CONDITIONING).in("negative", Kind.CONDITIONING).number(
				"cfg_conds", 0, SamplingNodes.MOST_CFG, CFG).number(
					"cfg_cond2_negative", 0, SamplingNodes.MOST_CFG, CFG).choice("style",
						"regular").optional().out(Kind.GUIDER).calls(GuiderNodes::dual);

	private static final NodeType SAMPLER_CUSTOM_ADVANCED = NodeType.of(
		"SamplerCustomAdvanced", "SamplerCustomAdvanced").in("noise", Kind.NOISE)
		.in("guider", Kind.GUIDER).in("sampler", Kind.SAMPLER).in("sigmas",
			Kind.SIGMAS).in("latent_image", Kind.LATENT).out("output", Kind.LATENT)
		.out("denoised_output", Kind.LATENT).callsAll(c -> sampled(c, c.get(
			"guider", Kind.GUIDER), c.get("noise", Kind.NOISE)));

	static final List<NodeType> ALL = List.of(KSAMPLER_SELECT, SAMPLER_CUSTOM,
		RANDOM_NOISE, DISABLE_NOISE, BASIC_GUIDER, CFG_GUIDER, DUAL_CFG_GUIDER,
		SAMPLER_CUSTOM_ADVANCED);

	private GuiderNodes() {}

	/** As a node's usual inputs tell it. */
	static Guider plain(final NodeCall c) {
		return new Guider(c.get("model", Kind.MODEL), c.get("positive",
			Kind.CONDITIONING), Optional.empty(), 0, c.get("negative",
				Kind.CONDITIONING), c.number("cfg"));
	}

	/** NB: of several conditionings in the middle the first one counts. */
	private static Guider dual(final NodeCall c) {
		return new Guider(c.get("model", Kind.MODEL), c.get("cond1",
			Kind.CONDITIONING), Optional.of(c.get("cond2", Kind.CONDITIONING).parts()
				.get(0).conditioning()), c.number("cfg_cond2_negative"), c.get(
					"negative", Kind.CONDITIONING), c.number("cfg_conds"));
	}

	private static List<Latent> sampled(final NodeCall c, final Guider guider,
		final UnitNoise noise) throws IOException
	{
		final GivenSigmas sigmas = c.get("sigmas", Kind.SIGMAS);
		final Latent start = c.get("latent_image", Kind.LATENT);
		if (sigmas.steps() < 1) {
			return List.of(start, start);
		}
		final SamplingSettings settings = new SamplingSettings(noise.seed(), sigmas
			.steps(), guider.cfg(), c.get("sampler", Kind.SAMPLER), sigmas, 1, c
				.context().noise());
		final Latent out = SamplingNodes.sampled(c, guider, settings, start, k -> {
			final KSampler guided = guider.middle().map(m -> k.withMiddle(m, guider
				.toMiddle())).orElse(k);
			return noise.added() ? guided : guided.withoutNoise();
		});
		final Latent denoised = out.withSamples(c.context().ask(guider.model()
			.choice(), f -> f.facts().latentFormat()).processOut(c.context()
				.lastDenoised()));
		return List.of(out, denoised);
	}
}
