
package org.latentj.sampling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.tensor.Tensor;

/** See {@link Denoiser#guided}. */
final class GuidedDenoiser implements Denoiser {

	/** What a place counts that no conditioning covers: its estimate is 0. */
	private static final float NOTHING = 1e-37f;

	private final DiffusionModel model;

	private final ModelSampling schedule;

	/** The positive set first, the negative one last. */
	private final List<ConditioningSet> sets;

	private final Guidance guidance;

	/** @param sets the positive one, perhaps a middle one, the negative one */
	GuidedDenoiser(final DiffusionModel model, final ModelSampling schedule,
		final List<ConditioningSet> sets, final Guidance guidance)
	{
		this.model = model;
		this.schedule = schedule;
		this.sets = sets;
		this.guidance = guidance;
	}

	@Override
	public Tensor denoise(final Tensor x, final double sigma) {
		if (guidance.needsNegative()) {
			return estimate(x, sigma).guided();
		}
		return means(x, sigma, List.of(regions(x).get(0))).get(0);
	}

	@Override
	public Estimates estimate(final Tensor x, final double sigma) {
		final List<Tensor> all = means(x, sigma, regions(x));
		return new Estimates(guidance.combine(x, sigma, all), all.get(all.size() -
			1));
	}

	/** The regions of each set. */
	private List<List<Region>> regions(final Tensor x) {
		final List<List<Region>> all = sets.stream().map(s -> Region.of(s, schedule,
			x.size(2), x.size(3))).toList();
		for (final List<Region> some : all) {
			all.stream().filter(others -> others != some).forEach(others -> Region
				.addCounterparts(others, some));
		}
		return all;
	}

	/** The weighted mean of the denoised latents of each set of regions. */
	private List<Tensor> means(final Tensor x, final double sigma,
		final List<List<Region>> sets)
	{
		final Map<Region, Tensor> outputs = outputs(x, sigma, sets.stream().flatMap(
			List::stream).filter(r -> r.isActive(sigma)).toList());
		final List<Tensor> means = new ArrayList<>();
		for (final List<Region> set : sets) {
			final Tensor sum = Tensor.zeros(x.shape());
			final Tensor count = Tensor.full(NOTHING, x.shape());
			for (final Region region : set) {
				if (outputs.containsKey(region)) {
					region.accumulate(outputs.get(region), sum, count);
				}
			}
			means.add(sum.zip(count, (s, c) -> s / c));
		}
		return means;
	}

	/** The denoised latent for each region, regions of one size in one call. */
	private Map<Region, Tensor> outputs(final Tensor x, final double sigma,
		final List<Region> regions)
	{
		final Map<List<Integer>, Map<Region, Tensor>> bySize =
			new LinkedHashMap<>();
		for (final Region region : regions) {
			final Tensor crop = region.crop(x);
			bySize.computeIfAbsent(List.of(crop.size(2), crop.size(3)),
				k -> new LinkedHashMap<>()).put(region, crop);
		}
		final Map<Region, Tensor> outputs = new LinkedHashMap<>();
		for (final Map<Region, Tensor> crops : bySize.values()) {
			final Tensor denoised = denoise(sigma, crops);
			int item = 0;
			for (final Region region : crops.keySet()) {
				outputs.put(region, denoised.items(item, item += x.size(0)));
			}
		}
		return outputs;
	}

	private Tensor denoise(final double sigma, final Map<Region, Tensor> crops) {
		final Tensor batch = Tensor.concat(List.copyOf(crops.values()));
		final List<Conditioning> conditionings = new ArrayList<>();
		crops.forEach((region, crop) -> conditionings.addAll(region.conditionings(
			crop.size(0), sigma, schedule)));
		return schedule.calculateDenoised(sigma, model.predict(schedule
			.calculateInput(sigma, batch), schedule.timestep(sigma), conditionings),
			batch);
	}
}
