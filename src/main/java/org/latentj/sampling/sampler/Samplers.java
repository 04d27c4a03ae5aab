
package org.latentj.sampling.sampler;

import java.util.ArrayList;
import java.util.List;

import org.latentj.control.Ids;
import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * All samplers, by ComfyUI's ids. To add one: a class beside this one and a
 * line here.
 */
public enum Samplers implements Sampler {

		EULER("Euler", 1, false, 1, "Karras et al. 2022, arXiv:2206.00364",
			"The plainest: one straight step. To learn with, and to compare others with.",
			new Euler()), //
		EULER_CFG_PP("Euler CFG++", 1, false, 1,
			"Chung et al. 2024, arXiv:2406.08070",
			"Euler with CFG++, for small CFG scales (0 to 1 in the paper).",
			EulerCfgPp.ode()), //
		EULER_ANCESTRAL("Euler ancestral", 1, true, 1,
			"Ho et al. 2020, arXiv:2006.11239",
			"Euler with fresh noise in each step: pictures go on changing with more steps.",
			new EulerAncestral()), //
		EULER_ANCESTRAL_CFG_PP("Euler ancestral CFG++", 1, true, 1,
			"Chung et al. 2024, arXiv:2406.08070",
			"The same with CFG++, for small CFG scales.", EulerCfgPp.ancestral()), //
		HEUN("Heun", 2, false, 2, "Karras et al. 2022, arXiv:2206.00364",
			"Looks one step ahead and corrects: for few, exact steps.", new Heun()), //
		HEUNPP2("Heun++", 1, false, 3, "(sd-webui-samplers-scheduler)",
			"Looks up to two steps ahead; of its three slopes the later ones count while there is much noise.",
			new Heunpp2()), //
		DPM_2("DPM2", 2, false, 2, "Lu et al. 2022, arXiv:2206.00927",
			"By way of the step's middle: for few, exact steps.", Dpm2.ode()), //
		DPM_2_ANCESTRAL("DPM2 ancestral", 2, true, 2,
			"Lu et al. 2022, arXiv:2206.00927",
			"The same with fresh noise in each step.", Dpm2.ancestral()), //
		LMS("LMS", 3, false, 1, "Hairer et al. 1993, section III.5",
			"Uses up to four steps before: exact at one call a step.", new Lms()), //
		DPM_FAST("DPM fast", 2, false, 1, "Lu et al. 2022, arXiv:2206.00927",
			"Spends the steps on larger ones of higher order: for few steps. Ends at a little noise.",
			new DpmFast()), //
		DPM_ADAPTIVE("DPM adaptive", 0, false, 3,
			"Lu et al. 2022, arXiv:2206.00927",
			"Finds its number of steps by their error, whatever steps says.",
			new DpmAdaptive()), //
		DPMPP_2S_ANCESTRAL("DPM++ 2S ancestral", 2, true, 2,
			"Lu et al. 2022, arXiv:2211.01095",
			"By way of the step's middle, with fresh noise in each step.",
			new Dpmpp2sAncestral()), //
		DPMPP_2S_ANCESTRAL_CFG_PP("DPM++ 2S ancestral CFG++", 0, true, 2,
			"Chung et al. 2024, arXiv:2406.08070",
			"The same with CFG++, for small CFG scales.",
			new Dpmpp2sAncestralCfgPp()), //
		DPMPP_SDE("DPM++ SDE", 2, true, 2, "Lu et al. 2022, arXiv:2211.01095",
			"By way of the step's middle, with noise that is the same however many steps there are.",
			new DpmppSde(), "dpmpp_sde_gpu"), //
		DPMPP_2M("DPM++ 2M", 2, false, 1, "Lu et al. 2022, arXiv:2211.01095",
			"Uses the step before, at the price of Euler: a good first choice, and the bundled checkpoint's.",
			new Dpmpp2m()), //
		DPMPP_2M_CFG_PP("DPM++ 2M CFG++", 2, false, 1,
			"Chung et al. 2024, arXiv:2406.08070",
			"The same with CFG++, for small CFG scales.", new Dpmpp2mCfgPp()), //
		DPMPP_2M_SDE("DPM++ 2M SDE", 2, true, 1, "Lu et al. 2022, arXiv:2211.01095",
			"DPM++ 2M with noise that is the same however many steps there are.",
			Dpmpp2mSde.midpoint(), "dpmpp_2m_sde_gpu"), //
		DPMPP_2M_SDE_HEUN("DPM++ 2M SDE Heun", 2, true, 1,
			"Lu et al. 2022, arXiv:2211.01095",
			"The same, in another form of second order.", Dpmpp2mSde.heun(),
			"dpmpp_2m_sde_heun_gpu"), //
		DPMPP_3M_SDE("DPM++ 3M SDE", 2, true, 1, "Lu et al. 2022, arXiv:2211.01095",
			"The same, using two steps before.", new Dpmpp3mSde(),
			"dpmpp_3m_sde_gpu"), //
		DDPM("DDPM", 1, true, 1, "Ho et al. 2020, arXiv:2006.11239",
			"The first diffusion models' own, with fresh noise: for many steps. But for rounding the step of Euler ancestral.",
			new Ddpm()), //
		LCM("LCM", 0, true, 1, "Song et al. 2023, arXiv:2303.01469",
			"Only for checkpoints distilled to it (latent consistency models), with very few steps.",
			new Lcm()), //
		IPNDM("iPNDM", 2, false, 1, "Zhang and Chen 2023, arXiv:2204.13902",
			"Uses up to three steps before, as if all were of one length.",
			new Ipndm()), //
		IPNDM_V("iPNDM-v", 3, false, 1, "Zhou et al. 2024, arXiv:2312.00094",
			"The same for steps of different lengths, as of the scheduler karras.",
			new IpndmV()), //
		DEIS("DEIS", 3, false, 1, "Zhang and Chen 2023, arXiv:2204.13902",
			"Uses up to two steps before: exact with few steps.", new Deis()), //
		RES_MULTISTEP("RES multistep", 2, false, 1,
			"Zhang et al. 2023, arXiv:2308.02157",
			"Uses the step before, in the manner of DPM++ 2M.", ResMultistep.ode()), //
		RES_MULTISTEP_CFG_PP("RES multistep CFG++", 2, false, 1,
			"Zhang et al. 2023, arXiv:2308.02157",
			"The same with CFG++, for small CFG scales.", ResMultistep.cfgPp()), //
		RES_MULTISTEP_ANCESTRAL("RES multistep ancestral", 2, true, 1,
			"Zhang et al. 2023, arXiv:2308.02157",
			"RES multistep with fresh noise in each step.", ResMultistep.ancestral()), //
		RES_MULTISTEP_ANCESTRAL_CFG_PP("RES multistep ancestral CFG++", 2, true, 1,
			"Zhang et al. 2023, arXiv:2308.02157",
			"The same with CFG++, for small CFG scales.", ResMultistep
				.ancestralCfgPp()), //
		GRADIENT_ESTIMATION("Gradient estimation", 1, false, 1,
			"Permenter and Yuan 2024, arXiv:2306.04848",
			"Euler with a slope that is extrapolated from the last two.",
			new GradientEstimation()), //
		GRADIENT_ESTIMATION_CFG_PP("Gradient estimation CFG++", 1, false, 1,
			"Permenter and Yuan 2024, arXiv:2306.04848",
			"The same with CFG++, for small CFG scales.",
			new GradientEstimationCfgPp()), //
		ER_SDE("ER-SDE", 2, true, 1, "Cui et al. 2023, arXiv:2309.06169",
			"With noise, using up to two steps before.", new ErSde()), //
		SEEDS_2("SEEDS-2", 2, true, 2, "Gonzalez et al. 2023, arXiv:2305.14267",
			"With noise, by one point within the step.", new Seeds2()), //
		SEEDS_3("SEEDS-3", 2, true, 3, "Gonzalez et al. 2023, arXiv:2305.14267",
			"With noise, by two points within the step.", new Seeds3()), //
		EXP_HEUN_2_X0("Exponential Heun", 2, false, 2,
			"Hochbruck and Ostermann 2010, doi:10.1017/S0962492910000048",
			"Looks one step ahead and corrects, on the logarithmic scale of noise.",
			ExpHeun.ode()), //
		EXP_HEUN_2_X0_SDE("Exponential Heun SDE", 2, true, 2,
			"Gonzalez et al. 2023, arXiv:2305.14267", "The same with noise.", ExpHeun
				.sde()), //
		SA_SOLVER("SA-Solver", 2, true, 1, "Xue et al. 2023, arXiv:2309.05019",
			"Predicts and corrects from steps before, with noise in the middle of the way alone.",
			SaSolver.pec()), //
		SA_SOLVER_PECE("SA-Solver PECE", 2, true, 2,
			"Xue et al. 2023, arXiv:2309.05019",
			"The same, asking the network again after correcting.", SaSolver.pece()), //
		DDIM("DDIM", 1, false, 1, "Song et al. 2021, arXiv:2010.02502",
			"Euler's step under its older name, for old workflows; inpainting's kept part gets other noise.",
			new Ddim()), //
		UNI_PC("UniPC", 2, false, 1, "Zhao et al. 2023, arXiv:2302.04867",
			"Predicts and corrects at one call a step: for few steps (5 to 10 in the paper).",
			UniPc.bh1()), //
		UNI_PC_BH2("UniPC bh2", 2, false, 1, "Zhao et al. 2023, arXiv:2302.04867",
			"The same with the paper's other function B(h).", UniPc.bh2());

	private final String title;

	private final int order;

	private final boolean stochastic;

	private final int calls;

	private final String paper;

	private final String use;

	private final Sampler sampler;

	private final List<String> aliases;

	Samplers(final String title, final int order, final boolean stochastic,
		final int calls, final String paper, final String use,
		final Sampler sampler, final String... aliases)
	{
		this.title = title;
		this.order = order;
		this.stochastic = stochastic;
		this.calls = calls;
		this.paper = paper;
		this.use = use;
		this.sampler = sampler;
		this.aliases = List.of(aliases);
	}

	/**
	 * The sampler of an id or an alias.
	 *
	 * @throws IllegalArgumentException if there is none, with all ids and the
	 *           nearest
	 */
	public static Samplers of(final String id) {
		return Ids.of("sampler", id, List.of(values()), s -> {
			final List<String> ids = new ArrayList<>(List.of(s.id()));
			ids.addAll(s.aliases);
			return ids;
		}, OtherNames::of);
	}

	@Override
	public String id() {
		return sampler.id();
	}

	/** A name for people. */
	public String title() {
		return title;
	}

	/** Further ids that ComfyUI has for it. */
	public List<String> aliases() {
		return aliases;
	}

	/** The order of convergence, as measured; 0 if it doesn't converge. */
	public int order() {
		return order;
	}

	/** Whether it adds noise on the way. */
	public boolean isStochastic() {
		return stochastic;
	}

	/** How often it asks the denoiser in a step. */
	public int calls() {
		return calls;
	}

	/** Where it comes from. */
	public String paper() {
		return paper;
	}

	/** How it goes, and what it is for; a sentence or two. */
	public String use() {
		return use;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		return sampler.sample(denoiser, x, sigmas, run);
	}

	@Override
	public boolean dropsPenultimateSigma() {
		return sampler.dropsPenultimateSigma();
	}

	@Override
	public boolean takesEqualSigmas() {
		return sampler.takesEqualSigmas();
	}

	@Override
	public boolean tellsApart(final float sigma, final float next) {
		return sampler.tellsApart(sigma, next);
	}

	@Override
	public boolean choosesSteps() {
		return sampler.choosesSteps();
	}

	@Override
	public Tensor maskNoise(final Tensor noise, final long seed) {
		return sampler.maskNoise(noise, seed);
	}
}
