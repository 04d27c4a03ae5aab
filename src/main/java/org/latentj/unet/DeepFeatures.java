
package org.latentj.unet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.tensor.Tensor;

/**
 * What the deep layers of a UNet found in whole calls, for the next ones of the
 * same items (Ma et al. 2023, arXiv:2312.00858, section 3.3). Of one sampling.
 */
final class DeepFeatures {

	/** NB: of regions that are cropped anew in each call, none comes again. */
	private static final int KEPT = 8;

	private final int every;

	private final Map<List<Object>, Items> all = new LinkedHashMap<>(16, 0.75f,
		true)
	{

		private static final long serialVersionUID = 1;

		@Override
		protected boolean removeEldestEntry(
			final Map.Entry<List<Object>, Items> eldest)
		{
			return size() > KEPT;
		}
	};

	/** @param every of how many calls one is whole */
	DeepFeatures(final int every) {
		this.every = every;
	}

	/** The items of an evaluation. */
	static final class Items {

		private final List<Tensor> deep = new ArrayList<>();

		private int evaluations;

		private int next;

		/** Whether the deep layers compute in this evaluation. */
		private boolean whole;

		boolean isWhole() {
			return whole;
		}

		/** What was found for the next ones of the items. */
		Tensor next() {
			return deep.get(next++);
		}

		/** Keeps what was found for the next ones of the items. */
		void add(final Tensor found) {
			deep.add(found);
		}
	}

	/**
	 * Begins an evaluation.
	 *
	 * @param rests whether the deep layers may rest in it; evaluations before the
	 *          first such one are not counted
	 */
	Items begin(final Tensor x, final List<Conditioning> conditionings,
		final boolean rests)
	{
		final Items items = all.computeIfAbsent(List.of(Arrays.toString(x.shape()),
			conditionings), k -> new Items());
		items.whole = !rests || items.evaluations++ % every == 0;
		items.next = 0;
		if (items.whole) {
			items.deep.clear();
		}
		return items;
	}
}
