
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
			new Euler()), //
		EULER_CFG_PP("Euler CFG++", 1, false, 1,
			"Chung et al. 2024, arXiv:2406.08070", EulerCfgPp.ode()), //
		EULER_ANCESTRAL("Euler ancestral", 1, true, 1,
			"Ho et al. 2020, arXiv:2006.11239", new EulerAncestral()), //
		EULER_ANCESTRAL_CFG_PP("Euler ancestral CFG++", 1, true, 1,
			"Chung et al. 2024, arXiv:2406.08070", EulerCfgPp.ancestral()), //
		HEUN("Heun", 2, false, 2, "Karras et al. 2022, arXiv:2206.00364",
			new Heun()), //
		HEUNPP2("Heun++", 1, false, 3, "(sd-webui-samplers-scheduler)",
			new Heunpp2()), //
		DPM_2("DPM2", 2, false, 2, "Lu et al. 2022, arXiv:2206.00927", Dpm2.ode()), //
		DPM_2_ANCESTRAL("DPM2 ancestral", 2, true, 2,
			"Lu et al. 2022, arXiv:2206.00927", Dpm2.ancestral()), //
		LMS("LMS", 3, false, 1, "Hairer et al. 1993, section III.5", new Lms()), //
		DPM_FAST("DPM fast", 2, false, 1, "Lu et al. 2022, arXiv:2206.00927",
			new DpmFast()), //
		DPM_ADAPTIVE("DPM adaptive", 0, false, 3,
			"Lu et al. 2022, arXiv:2206.00927", new DpmAdaptive()), //
		DPMPP_2S_ANCESTRAL("DPM++ 2S ancestral", 2, true, 2,
			"Lu et al. 2022, arXiv:2211.01095", new Dpmpp2sAncestral()), //
		DPMPP_2S_ANCESTRAL_CFG_PP("DPM++ 2S ancestral CFG++", 0, true, 2,
			"Chung et al. 2024, arXiv:2406.08070", new Dpmpp2sAncestralCfgPp()), //
		DPMPP_SDE("DPM++ SDE", 2, true, 2, "Lu et al. 2022, arXiv:2211.01095",
			new DpmppSde(), "dpmpp_sde_gpu"), //
		DPMPP_2M("DPM++ 2M", 2, false, 1, "Lu et al. 2022, arXiv:2211.01095",
			new Dpmpp2m()), //
		DPMPP_2M_CFG_PP("DPM++ 2M CFG++", 2, false, 1,
			"Chung et al. 2024, arXiv:2406.08070", new Dpmpp2mCfgPp()), //
		DPMPP_2M_SDE("DPM++ 2M SDE", 2, true, 1, "Lu et al. 2022, arXiv:2211.01095",
			Dpmpp2mSde.midpoint(), "dpmpp_2m_sde_gpu"), //
		DPMPP_2M_SDE_HEUN("DPM++ 2M SDE Heun", 2, true, 1,
			"Lu et al. 2022, arXiv:2211.01095", Dpmpp2mSde.heun(),
			"dpmpp_2m_sde_heun_gpu"), //
		DPMPP_3M_SDE("DPM++ 3M SDE", 2, true, 1, "Lu et al. 2022, arXiv:2211.01095",
			new Dpmpp3mSde(), "dpmpp_3m_sde_gpu"), //
		DDPM("DDPM", 1, true, 1, "Ho et al. 2020, arXiv:2006.11239", new Ddpm()), //
		LCM("LCM", 0, true, 1, "Song et al. 2023, arXiv:2303.01469", new Lcm()), //
		IPNDM("iPNDM", 2, false, 1, "Zhang and Chen 2023, arXiv:2204.13902",
			new Ipndm()), //
		IPNDM_V("iPNDM-v", 3, false, 1, "Zhou et al. 2024, arXiv:2312.00094",
			new IpndmV()), //
		DEIS("DEIS", 3, false, 1, "Zhang and Chen 2023, arXiv:2204.13902",
			new Deis()), //
		RES_MULTISTEP("RES multistep", 2, false, 1,
			"Zhang et al. 2023, arXiv:2308.02157", ResMultistep.ode()), //
		RES_MULTISTEP_CFG_PP("RES multistep CFG++", 2, false, 1,
			"Zhang et al. 2023, arXiv:2308.02157", ResMultistep.cfgPp()), //
		RES_MULTISTEP_ANCESTRAL("RES multistep ancestral", 2, true, 1,
			"Zhang et al. 2023, arXiv:2308.02157", ResMultistep.ancestral()), //
		RES_MULTISTEP_ANCESTRAL_CFG_PP("RES multistep ancestral CFG++", 2, true, 1,
			"Zhang et al. 2023, arXiv:2308.02157", ResMultistep.ancestralCfgPp()), //
		GRADIENT_ESTIMATION("Gradient estimation", 1, false, 1,
			"Permenter and Yuan 2024, arXiv:2306.04848", new GradientEstimation()), //
		GRADIENT_ESTIMATION_CFG_PP("Gradient estimation CFG++", 1, false, 1,
			"Permenter and Yuan 2024, arXiv:2306.04848",
			new GradientEstimationCfgPp()), //
		ER_SDE("ER-SDE", 2, true, 1, "Cui et al. 2023, arXiv:2309.06169",
			new ErSde()), //
		SEEDS_2("SEEDS-2", 2, true, 2, "Gonzalez et al. 2023, arXiv:2305.14267",
			new Seeds2()), //
		SEEDS_3("SEEDS-3", 2, true, 3, "Gonzalez et al. 2023, arXiv:2305.14267",
			new Seeds3()), //
		EXP_HEUN_2_X0("Exponential Heun", 2, false, 2,
			"Hochbruck and Ostermann 2010, doi:10.1017/S0962492910000048", ExpHeun
				.ode()), //
		EXP_HEUN_2_X0_SDE("Exponential Heun SDE", 2, true, 2,
			"Gonzalez et al. 2023, arXiv:2305.14267", ExpHeun.sde()), //
		SA_SOLVER("SA-Solver", 2, true, 1, "Xue et al. 2023, arXiv:2309.05019",
			SaSolver.pec()), //
		SA_SOLVER_PECE("SA-Solver PECE", 2, true, 2,
			"Xue et al. 2023, arXiv:2309.05019", SaSolver.pece()), //
		DDIM("DDIM", 1, false, 1, "Song et al. 2021, arXiv:2010.02502", new Ddim()), //
		UNI_PC("UniPC", 2, false, 1, "Zhao et al. 2023, arXiv:2302.04867", UniPc
			.bh1()), //
		UNI_PC_BH2("UniPC bh2", 2, false, 1, "Zhao et al. 2023, arXiv:2302.04867",
			UniPc.bh2());

	private final String title;

	private final int order;

	private final boolean stochastic;

	private final int calls;

	private final String paper;

	private final Sampler sampler;

	private final List<String> aliases;

	Samplers(final String title, final int order, final boolean stochastic,
		final int calls, final String paper, final Sampler sampler,
		final String... aliases)
	{
		this.title = title;
		this.order = order;
		this.stochastic = stochastic;
		this.calls = calls;
		this.paper = paper;
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
