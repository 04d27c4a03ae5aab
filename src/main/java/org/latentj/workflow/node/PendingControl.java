
package org.latentj.workflow.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import java.nio.file.Path;

import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.tensor.Tensor;

/**
 * A picture that will steer, as soon as it is known which model samples: a
 * ControlNet is opened beside that.
 *
 * @param network its file
 * @param picture [n, 3, h, w] in 0 to 1
 * @param strength by which it is multiplied
 * @param start part of the way at which it starts to count
 * @param end part of the way at which it ends
 * @param ofBoth whether it counts for the negative conditioning, too, where
 *          that has none: as of ComfyUI's older node
 */
public record PendingControl(ControlFile network, Tensor picture,
		double strength, double start, double end, boolean ofBoth) implements Hint {

	/** The files that some conditionings ask for, by their names. */
	public static Map<String, Path> files(final ConditioningSet... sets) {
		final Map<String, Path> files = new LinkedHashMap<>();
		for (final ConditioningSet set : sets) {
			set.parts().forEach(p -> p.conditioning().hints(PendingControl.class)
				.forEach(c -> files.put(c.network.name(), c.network.file())));
		}
		return files;
	}

	/**
	 * What a negative conditioning is told besides, of a positive one.
	 */
	public static ConditioningSet shared(final ConditioningSet positive,
		final ConditioningSet negative)
	{
		final List<PendingControl> both = positive.parts().stream().map(p -> p
			.conditioning().hints(PendingControl.class)).filter(h -> h.stream()
				.anyMatch(PendingControl::ofBoth)).findFirst().orElse(List.of());
		return both.isEmpty() ? negative : negative.each(c -> c.hints(
			PendingControl.class).isEmpty() ? c.with(both) : c);
	}

	/** The same conditionings with networks that are open. */
	public static ConditioningSet resolved(final ConditioningSet set,
		final Pipeline pipeline)
	{
		return set.each(c -> c.hints(PendingControl.class).isEmpty() ? c : resolved(
			c, pipeline));
	}

	private static Conditioning resolved(final Conditioning conditioning,
		final Pipeline pipeline)
	{
		final List<Hint> hints = new ArrayList<>();
		for (final Hint hint : conditioning.hints()) {
			if (hint instanceof PendingControl c) {
				hints.add(pipeline.control(c.network.name(), c.picture, c.strength,
					c.start, c.end));
			}
			else {
				hints.add(hint);
			}
		}
		return new Conditioning(conditioning.inputs(), conditioning.pooled(),
			hints);
	}
}
