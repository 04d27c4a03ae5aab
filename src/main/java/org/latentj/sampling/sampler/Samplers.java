
package org.latentj.sampling.sampler;

import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.Choice;
import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * All samplers, by ComfyUI's ids. To add one: a class beside this one and a
 * line here.
 */
public enum Samplers implements Sampler {

		EULER("Euler", 1, false, 1, "Karras et al. 2022, alg. 2", new Euler()), //
		EULER_ANCESTRAL("Euler ancestral", 1, true, 1, "Ho et al. 2020, alg. 2",
			new EulerAncestral()), //
		HEUN("Heun", 2, false, 2, "Karras et al. 2022, alg. 2", new Heun()), //
		DPM_2("DPM-2", 2, false, 2, "Lu et al. 2022a, alg. 1", Dpm2.ode()), //
		DPMPP_2M("DPM++ 2M", 2, false, 1, "Lu et al. 2022b, alg. 2", new Dpmpp2m()), //
		DPMPP_2M_SDE("DPM++ 2M SDE", 2, true, 1, "Lu et al. 2022b, eq. 15",
			Dpmpp2mSde.midpoint(), "dpmpp_2m_sde_gpu"), //
		DDIM("DDIM", 1, false, 1, "Song et al. 2021, eq. 13", new Ddim()), //
		LCM("LCM", 0, true, 1, "Song et al. 2023, alg. 1", new Lcm());

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
		return Choice.of("sampler", id, List.of(values()), s -> {
			final List<String> ids = new ArrayList<>(List.of(s.id()));
			ids.addAll(s.aliases);
			return ids;
		});
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
	public Tensor maskNoise(final Tensor noise, final long seed) {
		return sampler.maskNoise(noise, seed);
	}
}
