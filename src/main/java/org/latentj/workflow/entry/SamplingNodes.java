
package org.latentj.workflow.entry;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.latentj.latent.Latent;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.KSampler;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.StepRange;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.model.ContinuousSchedule;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.workflow.node.Guider;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.Model;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;
import org.latentj.workflow.node.PendingControl;

/** Nodes that sample, and those that change how a model is sampled. */
final class SamplingNodes {

	static final List<String> SAMPLERS = Arrays.stream(Samplers.values()).flatMap(
		s -> Stream.concat(Stream.of(s.id()), s.aliases().stream())).toList();

	static final List<String> SCHEDULERS = Arrays.stream(Schedulers.values()).map(
		Schedulers::id).toList();

	static final double MOST_CFG = 100;

	private static final double MOST_SIGMA = 1000;

	/** Of the latents of Karras et al. 2022. */
	private static final double EDM_DEVIATION = 0.5;

	private static final int STEPS = 20;

	private static final double CFG = 8;

	/** Levels that a latent consistency model was distilled to. */
	private static final int DISTILLED = 50;

	private static final String SEED = "noise_seed";

	private static final NodeType KSAMPLER = NodeType.of("KSampler", "KSampler")
		.in("model", Kind.MODEL).seed("seed").whole("steps", 1,
			SamplingSettings.MOST_STEPS, STEPS).number("cfg", 0, MOST_CFG, CFG)
		.choice("sampler_name", SAMPLERS, "euler").choice("scheduler", SCHEDULERS,
			"normal").in("positive", Kind.CONDITIONING).in("negative",
				Kind.CONDITIONING).in("latent_image", Kind.LATENT).number("denoise", 0,
					1, 1).out(Kind.LATENT).calls(c -> sampled(c, settings(c, "seed", c
						.number("denoise")), UnaryOperator.identity()));

	private static final NodeType KSAMPLER_ADVANCED = NodeType.of(
		"KSamplerAdvanced", "KSampler (Advanced)").in("model", Kind.MODEL).choice(
			"add_noise", "enable", "disable").seed(SEED).whole("steps", 1,
				SamplingSettings.MOST_STEPS, STEPS).number("cfg", 0, MOST_CFG, CFG)
		.choice("sampler_name", SAMPLERS, "euler").choice("scheduler", SCHEDULERS,
			"normal").in("positive", Kind.CONDITIONING).in("negative",
				Kind.CONDITIONING).in("latent_image", Kind.LATENT).whole(
					"start_at_step", 0, SamplingSettings.MOST_STEPS, 0).whole(
						"end_at_step", 0, SamplingSettings.MOST_STEPS,
						SamplingSettings.MOST_STEPS).choice("return_with_leftover_noise",
							"disable", "enable").out(Kind.LATENT).calls(
								SamplingNodes::advanced);

	private static final NodeType MODEL_SAMPLING_DISCRETE = NodeType.of(
		"ModelSamplingDiscrete", "ModelSamplingDiscrete").in("model", Kind.MODEL)
		.choice("sampling", "eps", "v_prediction", "lcm").truth("zsnr", false).out(
			Kind.MODEL).calls(SamplingNodes::discrete);

	private static final NodeType MODEL_SAMPLING_CONTINUOUS_EDM = NodeType.of(
		"ModelSamplingContinuousEDM", "ModelSamplingContinuousEDM").in("model",
			Kind.MODEL).choice("sampling", "v_prediction", "edm").positive(
				"sigma_max", MOST_SIGMA, 120).positive("sigma_min", MOST_SIGMA, 0.002)
		.ordered("sigma_min", "sigma_max").out(Kind.MODEL).calls(
			SamplingNodes::continuous);

	private static final NodeType RESCALE_CFG = NodeType.of("RescaleCFG",
		"RescaleCFG").in("model", Kind.MODEL).number("multiplier", 0, 1, 0.7).out(
			Kind.MODEL).calls(c -> c.get("model", Kind.MODEL).rescaled(c.number(
				"multiplier")));

	static final List<NodeType> ALL = List.of(KSAMPLER, KSAMPLER_ADVANCED,
		MODEL_SAMPLING_DISCRETE, MODEL_SAMPLING_CONTINUOUS_EDM, RESCALE_CFG);

	private SamplingNodes() {}

	private static SamplingSettings settings(final NodeCall c, final String seed,
		final double denoise)
	{
		return new SamplingSettings(c.seed(seed), c.whole("steps"), c.number("cfg"),
			Samplers.of(c.text("sampler_name")), Schedulers.of(c.text("scheduler")),
			denoise, c.context().noise());
	}

	private static Latent advanced(final NodeCall c) throws IOException {
		final int start = c.whole("start_at_step");
		final int end = c.whole("end_at_step");
		if (start >= end || start >= c.whole("steps")) {
			return c.get("latent_image", Kind.LATENT);
		}
		final StepRange range = new StepRange(start, end, c.text(
			"return_with_leftover_noise").equals("enable"));
		final boolean noise = c.text("add_noise").equals("enable");
		return sampled(c, settings(c, SEED, 1), k -> noise ? k.withSteps(range) : k
			.withSteps(range).withoutNoise());
	}

	/** Samples with the usual inputs of a node. */
	private static Latent sampled(final NodeCall c,
		final SamplingSettings settings, final UnaryOperator<KSampler> way)
		throws IOException
	{
		return sampled(c, GuiderNodes.plain(c), settings, c.get("latent_image",
			Kind.LATENT), way);
	}

	/** Samples. */
	static Latent sampled(final NodeCall c, final Guider guider,
		final SamplingSettings settings, final Latent start,
		final UnaryOperator<KSampler> way) throws IOException
	{
		final ConditioningSet positive = guider.positive();
		final ConditioningSet negative = PendingControl.shared(positive, guider
			.negative());
		if (settings.denoise() == 0) {
			return start;
		}
		final Pipeline pipeline = c.context().pipeline(guider.model().choice()
			.controlledBy(PendingControl.files(positive, negative)));
		final SamplingSettings fast = settings.withSpeed(c.context().speed());
		pipeline.requireMemory(RunSize.of(pipeline.cell() * start.width(), pipeline
			.cell() * start.height(), start.count()).sampling(), fast.speed());
		pipeline.prepare(start, fast);
		return pipeline.sample(PendingControl.resolved(positive, pipeline),
			PendingControl.resolved(negative, pipeline), fast, start, k -> way.apply(
				guider.model().way().apply(k)));
	}

	private static Model continuous(final NodeCall c) {
		final double low = c.number("sigma_min");
		final double high = c.number("sigma_max");
		if (low <= 0 || low >= high) {
			throw new IllegalArgumentException("'sigma_min' is " + low +
				" and 'sigma_max' " + high +
				": the one must be above 0, the other above it");
		}
		return c.get("model", Kind.MODEL).with(c.text("sampling").equals("edm")
			? ContinuousSchedule.edm(low, high, EDM_DEVIATION) : ContinuousSchedule
				.velocity(low, high));
	}

	private static Model discrete(final NodeCall c) {
		final DiscreteSchedule schedule = switch (c.text("sampling")) {
			case "eps" -> DiscreteSchedule.scaledLinear(PredictionType.EPSILON);
			case "v_prediction" -> DiscreteSchedule.scaledLinear(
				PredictionType.VELOCITY);
			default -> DiscreteSchedule.scaledLinear(PredictionType.CONSISTENCY)
				.distilled(DISTILLED);
		};
		return c.get("model", Kind.MODEL).with(c.truth("zsnr") ? schedule
			.withZeroTerminalSnr() : schedule);
	}
}
