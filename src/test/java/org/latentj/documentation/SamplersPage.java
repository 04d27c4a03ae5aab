
package org.latentj.documentation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** All samplers and schedulers, as their lists tell them. */
final class SamplersPage {

	private static final String BEGINNING =
		"""
				# Samplers and schedulers

				%s

				A sampler takes the noise out of a latent, step by step; a scheduler chooses how much noise is left after each step. Every sampler goes with every
				scheduler. The ids are ComfyUI's, and so are the numbers.

				Not sure? `dpmpp_2m` with `karras` and 20 steps, or what the checkpoint's own page asks for.

				## Samplers

				| id | name | order | adds noise | model calls per step | what it does, and for what | paper |
				| --- | --- | --- | --- | --- | --- | --- |
				""";

	private static final String MIDDLE =
		"""

				*Order*: with twice as many steps the error falls to 1/2 (order 1), 1/4 (2) or 1/8 (3), as measured on a problem whose solution is known; – = it doesn't.
				*Model calls*: time goes with them. 20 steps of a sampler with two calls take as long as 40 of one with one.
				*Adds noise*: the same seed makes the same picture again; with more steps those with fresh noise make another one.

				Of the samplers that add noise all but the SDE ones of DPM++ add other noise in ComfyUI 0.7 and later (on a CPU) than before; `samplernoise` chooses.
				`Make Again...` takes what the record says; one that says nothing is older and has that of 0.6.

				## Schedulers

				| id | how it chooses, and for what | from |
				| --- | --- | --- |
				""";

	private SamplersPage() {}

	/** The page. */
	static String text() {
		return String.format(Locale.ROOT, BEGINNING, GeneratedPages.NOTE) + lines(
			Stream.of(Samplers.values()).map(SamplersPage::row)) + MIDDLE + lines(
				Stream.of(Schedulers.values()).map(s -> "| `" + s.id() + "` | " + s
					.use() + " | " + s.source() + " |"));
	}

	private static String row(final Samplers s) {
		final String ids = Stream.concat(Stream.of(s.id()), s.aliases().stream())
			.map(id -> "`" + id + "`").collect(Collectors.joining(", "));
		return "| " + String.join(" | ", List.of(ids, s.title(), s.order() == 0
			? "–" : "" + s.order(), s.isStochastic() ? "yes" : "no", "" + s.calls(), s
				.use(), s.paper())) + " |";
	}

	private static String lines(final Stream<String> rows) {
		return rows.map(r -> r + "\n").collect(Collectors.joining());
	}
}
