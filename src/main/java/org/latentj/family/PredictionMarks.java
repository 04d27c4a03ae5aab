
package org.latentj.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.latentj.checkpoint.Checkpoint;

/**
 * How trainers mark files whose UNet predicts v (Salimans and Ho 2022) or was
 * trained down to zero terminal signal (Lin et al. 2024). ComfyUI heeds these
 * tensors in SDXL files only.
 */
final class PredictionMarks {

	private static final String METADATA = "modelspec.prediction_type";

	private static final Set<String> EPSILON = Set.of("", "eps", "epsilon");

	private PredictionMarks() {}

	/** What is said of a file that is marked, but is run as all others are. */
	static Optional<String> ignored(final Checkpoint file) {
		final List<String> marks = new ArrayList<>();
		for (final String tensor : List.of("v_pred", "ztsnr")) {
			if (file.tensors().containsKey(tensor)) {
				marks.add("the tensor '" + tensor + "'");
			}
		}
		final String said = file.metadata().getOrDefault(METADATA, "").strip();
		if (!EPSILON.contains(said.toLowerCase(Locale.ROOT))) {
			marks.add("the metadata entry " + METADATA + " '" + (said.length() <= 40
				? said : said.substring(0, 40) + "...") + "'");
		}
		return marks.isEmpty() ? Optional.empty() : Optional.of(
			"the checkpoint is marked by " + String.join(" and ", marks) +
				" as trained in another way (v-prediction), but is run as epsilon, as " +
				"ComfyUI runs all of Stable Diffusion 1.x; if the mark is right, its " +
				"pictures are grey or noise");
	}
}
