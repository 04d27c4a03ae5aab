
package org.latentj.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.latentj.sampling.SamplingSettings;

/**
 * The same operation with several seeds in a row, the first one its own: each
 * picture is the one that this seed gives alone. {@link Uncertainty} tells
 * where they differ.
 *
 * @param operation what is done
 * @param seeds how many, 1 to 4096
 */
public record Seeds(Operation operation, int seeds) implements Operation {

	/** @throws IllegalArgumentException if there are too few or too many seeds */
	public Seeds {
		Objects.requireNonNull(operation, "operation");
		Bounds.check("seeds", seeds, 1, 4096);
	}

	@Override
	public String name() {
		return operation.name();
	}

	@Override
	public SamplingSettings sampling() {
		return operation.sampling();
	}

	@Override
	public Seeds withSampling(final SamplingSettings sampling) {
		return new Seeds(operation.withSampling(sampling), seeds);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		final List<Picture> pictures = new ArrayList<>();
		for (int k = 0; k < seeds; k++) {
			pictures.add(operation.withSampling(sampling().withSeed(sampling()
				.seed() + k)).run(pipeline));
		}
		return Picture.concat(pictures);
	}
}
