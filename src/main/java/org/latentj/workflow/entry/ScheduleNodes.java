
package org.latentj.workflow.entry;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

import org.latentj.family.model.LoadedFamily;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.BetaScheduler;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.workflow.node.GivenSigmas;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.Model;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** Nodes that make noise levels. */
final class ScheduleNodes {

	private static final double HIGHEST = 5000;

	private static final double MOST_RHO = 100;

	private static final double MOST_BETA = 50;

	/** Of a beta distribution with as much at both ends. */
	private static final double EVEN = 0.6;

	/** ComfyUI adds it to what the logarithm is taken of. */
	private static final double NO_ZERO = 1e-5;

	private static final double SIGMA_MAX = 14.614642;

	private static final double SIGMA_MIN = 0.0291675;

	/** Steps of the turbo models' schedule, a tenth of the training's each. */
	private static final int TURBO = 10;

	/** Sabour et al. 2024, "Align Your Steps": the published 10 steps. */
	private static final double[] ALIGNED_SD1 = { 14.6146412293, 6.4745760956,
		3.8636745985, 2.6946151520, 1.8841921177, 1.3943805092, 0.9642583904,
		0.6523686016, 0.3977456272, 0.1515232662, 0.0291671582 };

	private static final double[] ALIGNED_SDXL = { 14.6146412293, 6.3184485287,
		3.7681790315, 2.1811480769, 1.3405244945, 0.8620721141, 0.5550693289,
		0.3798540708, 0.2332364134, 0.1114188177, 0.0291671582 };

	private static final NodeType BASIC_SCHEDULER = NodeType.of("BasicScheduler",
		"BasicScheduler").in("model", Kind.MODEL).choice("scheduler",
			SamplingNodes.SCHEDULERS, "simple").whole("steps", 1,
				SamplingSettings.MOST_STEPS, 20).number("denoise", 0, 1, 1).later().out(
					Kind.SIGMAS).calls(ScheduleNodes::basic);

	private static final NodeType KARRAS_SCHEDULER = between("KarrasScheduler")
		.positive("rho", MOST_RHO, 7).calls(ScheduleNodes::karras);

	private static final NodeType EXPONENTIAL_SCHEDULER = logarithms(
		"ExponentialScheduler").calls(c -> exponential(c, 1));

	private static final NodeType POLYEXPONENTIAL_SCHEDULER = logarithms(
		"PolyexponentialScheduler").number("rho", 0, MOST_RHO, 1).calls(
			c -> exponential(c, c.number("rho")));

	private static final NodeType SD_TURBO_SCHEDULER = NodeType.of(
		"SDTurboScheduler", "SDTurboScheduler").in("model", Kind.MODEL).whole(
			"steps", 1, TURBO, 1).number("denoise", 0, 1, 1).later().out(Kind.SIGMAS)
		.calls(ScheduleNodes::turbo);

	private static final NodeType VPSCHEDULER = NodeType.of("VPScheduler",
		"VPScheduler").whole("steps", 1, SamplingSettings.MOST_STEPS, 20).number(
			"beta_d", 0, HIGHEST, 19.9).number("beta_min", 0, HIGHEST, 0.1).number(
				"eps_s", 0, 1, 0.001).out(Kind.SIGMAS).calls(ScheduleNodes::preserving);

	private static final NodeType ALIGN_YOUR_STEPS_SCHEDULER = NodeType.of(
		"AlignYourStepsScheduler", "AlignYourStepsScheduler").choice("model_type",
			"SD1", "SDXL").whole("steps", 1, SamplingSettings.MOST_STEPS, TURBO)
		.number("denoise", 0, 1, 1).later().out(Kind.SIGMAS).calls(
			ScheduleNodes::aligned);

	private static final NodeType LAPLACE_SCHEDULER = between("LaplaceScheduler")
		.number("mu", -10, 10, 0).number("beta", 0, 10, 0.5).calls(
			ScheduleNodes::laplace);

	private static final NodeType BETA_SAMPLING_SCHEDULER = NodeType.of(
		"BetaSamplingScheduler", "BetaSamplingScheduler").in("model", Kind.MODEL)
		.whole("steps", 1, SamplingSettings.MOST_STEPS, 20).positive("alpha",
			MOST_BETA, EVEN).positive("beta", MOST_BETA, EVEN).out(Kind.SIGMAS).calls(
				c -> new GivenSigmas(new BetaScheduler(c.number("alpha"), c.number(
					"beta")).sigmas(schedule(c), c.whole("steps"))));

	static final List<NodeType> ALL = List.of(BASIC_SCHEDULER, KARRAS_SCHEDULER,
		EXPONENTIAL_SCHEDULER, POLYEXPONENTIAL_SCHEDULER, SD_TURBO_SCHEDULER,
		VPSCHEDULER, ALIGN_YOUR_STEPS_SCHEDULER, LAPLACE_SCHEDULER,
		BETA_SAMPLING_SCHEDULER);

	private ScheduleNodes() {}

	private static NodeType between(final String name) {
		return NodeType.of(name, name).whole("steps", 1,
			SamplingSettings.MOST_STEPS, 20).number("sigma_max", 0, HIGHEST,
				SIGMA_MAX).number("sigma_min", 0, HIGHEST, SIGMA_MIN).out(Kind.SIGMAS);
	}

	private static NodeType logarithms(final String name) {
		return NodeType.of(name, name).whole("steps", 1,
			SamplingSettings.MOST_STEPS, 20).positive("sigma_max", HIGHEST, SIGMA_MAX)
			.positive("sigma_min", HIGHEST, SIGMA_MIN).out(Kind.SIGMAS);
	}

	/** The schedule that a model is sampled on. */
	static ModelSampling schedule(final NodeCall c) throws IOException {
		final Model model = c.get("model", Kind.MODEL);
		return model.schedule().isPresent() ? model.schedule().get() : c.context()
			.ask(model.choice(), LoadedFamily::sampling);
	}

	private static GivenSigmas basic(final NodeCall c) throws IOException {
		// NB: of a sampler that leaves no level out.
		return new GivenSigmas(new SamplingSettings(0, c.whole("steps"), 1,
			Samplers.EULER, Schedulers.of(c.text("scheduler")), c.number("denoise"))
			.sigmas(schedule(c)));
	}

	/** Levels at parts 0 to 1 of the way, and a last one of 0. */
	private static GivenSigmas levels(final int steps,
		final DoubleUnaryOperator level)
	{
		final float[] out = new float[steps + 1];
		for (int i = 0; i < steps; i++) {
			out[i] = (float) level.applyAsDouble(steps == 1 ? 0 : (double) i /
				(steps - 1));
			if (!Float.isFinite(out[i])) {
				throw new IllegalArgumentException(
					"these values give the noise level " + out[i] +
						", on which nothing can be sampled");
			}
		}
		return new GivenSigmas(out);
	}

	/**
	 * Hang et al. 2024, "Improved noise schedule for diffusion training", table
	 * 1: the levels of a Laplace distribution of their logarithms. NB: none of 0
	 * comes behind them.
	 */
	private static GivenSigmas laplace(final NodeCall c) {
		final double mu = c.number("mu");
		final double beta = c.number("beta");
		final double low = c.number("sigma_min");
		final double high = c.number("sigma_max");
		final float[] all = levels(c.whole("steps"), part -> Math.min(high, Math
			.max(low, Math.exp(mu - beta * Math.signum(0.5 - part) * Math.log(1 - 2 *
				Math.abs(0.5 - part) + NO_ZERO))))).levels();
		return new GivenSigmas(Arrays.copyOf(all, all.length - 1));
	}

	/** Karras et al. 2022, eq. 5. */
	private static GivenSigmas karras(final NodeCall c) {
		final double rho = c.number("rho");
		final double high = Math.pow(c.number("sigma_max"), 1 / rho);
		final double low = Math.pow(c.number("sigma_min"), 1 / rho);
		return levels(c.whole("steps"), t -> Math.pow(high + t * (low - high),
			rho));
	}

	/** Logarithms at equal distances, or at powers of them. */
	private static GivenSigmas exponential(final NodeCall c, final double power) {
		final double high = Math.log(c.number("sigma_max"));
		final double low = Math.log(c.number("sigma_min"));
		return levels(c.whole("steps"), t -> Math.exp(low + Math.pow(1 - t, power) *
			(high - low)));
	}

	/** Song et al. 2021, "Score-based generative modeling", eq. 11 (VP). */
	private static GivenSigmas preserving(final NodeCall c) {
		final double beta = c.number("beta_d");
		final double least = c.number("beta_min");
		final double end = c.number("eps_s");
		return levels(c.whole("steps"), part -> {
			final double t = 1 + part * (end - 1);
			return Math.sqrt(Math.expm1(beta * t * t / 2 + least * t));
		});
	}

	private static GivenSigmas turbo(final NodeCall c) throws IOException {
		final ModelSampling model = schedule(c);
		final int from = TURBO - (int) (TURBO * c.number("denoise"));
		final int steps = Math.min(c.whole("steps"), TURBO - from);
		final float[] out = new float[steps + 1];
		for (int i = 0; i < steps; i++) {
			out[i] = model.sigma((TURBO - from - i) * 100.0 - 1);
		}
		return new GivenSigmas(out);
	}

	private static GivenSigmas aligned(final NodeCall c) {
		final double[] known = c.text("model_type").equals("SD1") ? ALIGNED_SD1
			: ALIGNED_SDXL;
		final int steps = c.whole("steps");
		final int last = (int) Math.rint(steps * c.number("denoise"));
		final float[] all = new float[steps + 1];
		for (int i = 0; i < steps; i++) {
			final double at = (double) i * (known.length - 1) / steps;
			final int k = (int) at;
			all[i] = (float) Math.exp(Math.log(known[k]) + (at - k) * (Math.log(
				known[Math.min(k + 1, known.length - 1)]) - Math.log(known[k])));
		}
		return new GivenSigmas(Arrays.copyOfRange(all, steps - last, all.length));
	}
}
