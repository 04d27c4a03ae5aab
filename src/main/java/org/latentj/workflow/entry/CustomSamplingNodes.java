
package org.latentj.workflow.entry;

import java.io.IOException;
import java.util.List;

import org.latentj.latent.Latent;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.workflow.node.GivenSigmas;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** The sampler that is given its noise levels, and what it is given. */
final class CustomSamplingNodes {

	private static final NodeType KSAMPLER_SELECT = NodeType.of("KSamplerSelect",
		"KSamplerSelect").choice("sampler_name", SamplingNodes.SAMPLERS, "euler")
		.out(Kind.SAMPLER).calls(c -> Samplers.of(c.text("sampler_name")));

	private static final NodeType SAMPLER_CUSTOM = NodeType.of("SamplerCustom",
		"SamplerCustom").in("model", Kind.MODEL).truth("add_noise", true).seed(
			"noise_seed").number("cfg", 0, SamplingNodes.MOST_CFG, 8).in("positive",
				Kind.CONDITIONING).in("negative", Kind.CONDITIONING).in("sampler",
					Kind.SAMPLER).in("sigmas", Kind.SIGMAS).in("latent_image",
						Kind.LATENT).out("output", Kind.LATENT).out("denoised_output",
							Kind.LATENT).callsAll(CustomSamplingNodes::sampled);

	static final List<NodeType> ALL = List.of(KSAMPLER_SELECT, SAMPLER_CUSTOM);

	private CustomSamplingNodes() {}

	private static List<Latent> sampled(final NodeCall c) throws IOException {
		final GivenSigmas sigmas = c.get("sigmas", Kind.SIGMAS);
		final Latent start = c.get("latent_image", Kind.LATENT);
		if (sigmas.steps() < 1) {
			return List.of(start, start);
		}
		final SamplingSettings settings = new SamplingSettings(c.seed("noise_seed"),
			sigmas.steps(), c.number("cfg"), c.get("sampler", Kind.SAMPLER), sigmas,
			1, c.context().noise());
		final boolean noise = c.truth("add_noise");
		final Latent out = SamplingNodes.sampled(c, settings, k -> noise ? k : k
			.withoutNoise());
		final Latent denoised = out.withSamples(c.context().ask(c.get("model",
			Kind.MODEL).choice(), f -> f.facts().latentFormat()).processOut(c
				.context().lastDenoised()));
		return List.of(out, denoised);
	}
}
