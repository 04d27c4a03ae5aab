
package org.latentj.sampling.sampler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.Names;

/**
 * Samplers as other programs write them: "DPM++ 2M Karras" is {@code dpmpp_2m}
 * with the scheduler {@code karras}, "Euler a" is {@code euler_ancestral}.
 */
final class OtherNames {

	/** Schedulers that other programs write behind the sampler. */
	private static final List<String> SCHEDULERS = List.of("karras",
		"exponential", "sgm_uniform", "ddim_uniform", "simple", "beta", "normal");

	private OtherNames() {}

	/** What to write for a name; empty if nobody uses it. */
	static Optional<String> of(final String name) {
		final Map<String, String> ids = ids();
		final String asked = Names.plain(name);
		if (ids.containsKey(asked)) {
			return Optional.of(ids.get(asked));
		}
		for (final String scheduler : SCHEDULERS) {
			final String end = Names.plain(scheduler);
			final String start = asked.endsWith(end) ? ids.get(asked.substring(0,
				asked.length() - end.length())) : null;
			if (start != null) {
				return Optional.of(start + ", and scheduler=" + scheduler);
			}
		}
		return Optional.empty();
	}

	/** Ids by their names without signs; "a" is short for ancestral. */
	private static Map<String, String> ids() {
		final Map<String, String> ids = new LinkedHashMap<>();
		for (final Samplers sampler : Samplers.values()) {
			for (final String name : List.of(sampler.id(), sampler.title())) {
				final String plain = Names.plain(name);
				ids.putIfAbsent(plain, sampler.id());
				ids.putIfAbsent(plain.replace("ancestral", "a"), sampler.id());
			}
			sampler.aliases().forEach(a -> ids.putIfAbsent(Names.plain(a), a));
		}
		return ids;
	}
}
