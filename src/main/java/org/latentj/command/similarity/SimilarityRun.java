
package org.latentj.command.similarity;

import ij.ImagePlus;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.clip.vision.SquareFit;
import org.latentj.command.progress.RunProgress;
import org.latentj.engine.ClipSession;
import org.latentj.image.Mask;
import org.latentj.imageplus.ImageInput;
import org.latentj.imageplus.ImageNotes;
import org.latentj.imageplus.OpenImage;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.planes.HeldImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Stage;
import org.latentj.service.StableDiffusionService;
import org.latentj.similarity.Comparer;
import org.latentj.similarity.Comparison;
import org.latentj.similarity.ScoreRecord;
import org.latentj.similarity.ScoreTable;
import org.latentj.tensor.Tensor;

/**
 * What a call of {@code Similarity...} asks for, and its work on an image.
 *
 * @param phrases what pictures are compared with
 * @param example the title of an image, or nothing
 * @param fit what is done with pictures that are no square
 * @param positions which pictures of an image
 * @param range which intensities are black and white
 * @param sort the column that is sorted by, or nothing
 */
record SimilarityRun(List<String> phrases, String example, SquareFit fit,
		PositionChoice positions, String range, String sort) {

	/**
	 * What a run gives.
	 *
	 * @param table sorted, if that was asked for
	 * @param record how it was made, as JSON
	 * @param best the picture with the greatest number
	 */
	record Result(ScoreTable table, String record, ImagePlus best) {
	}

	/** @throws IllegalArgumentException if it asks for nothing that there is */
	Comparison comparison() {
		final Comparison comparison = new Comparison(phrases, !example.isBlank(),
			fit);
		comparison.column(sort);
		return comparison;
	}

	/** The image that is the example, if there is one. */
	Optional<ImagePlus> exampleImage() {
		return example.isBlank() ? Optional.empty() : Optional.of(OpenImage.titled(
			"example", example.strip()));
	}

	/** Encodes phrases and example. */
	Comparer comparer(final ClipSession clip, final RunProgress progress)
		throws IOException
	{
		final Comparison comparison = comparison();
		if (!clip.tellsScale() && phrases.size() > 1) {
			progress.onWarning("the CLIP model tells no scale (logit_scale) for " +
				"probabilities: " + clip.scale() + " is used, as most have it");
		}
		progress.onStage(Stage.ENCODING_PROMPT);
		return Comparer.of(clip, comparison, exampleImage().map(this::pixels));
	}

	private Tensor pixels(final ImagePlus image) {
		return new ImageInput(image, range).pixels(Mask.whole(image.getWidth(),
			image.getHeight()));
	}

	/**
	 * Compares an image's pictures.
	 *
	 * @param service tells SHA-256s and versions
	 */
	Result on(final ImagePlus input, final ClipSession clip,
		final StableDiffusionService service, final RunProgress progress)
		throws IOException
	{
		final Comparer comparer = comparer(clip, progress);
		try (HeldImage held = HeldImage.of(input)) {
			ImageNotes.ofPicture(input).forEach(progress::onWarning);
			final ImagePlus taken = held.image();
			progress.onStage(Stage.ENCODING_IMAGE);
			final ScoreTable table = new ScoreTable(comparison().columns(),
				new PictureScores(comparer, positions, range).of(taken, input
					.getTitle(), (k, of) -> progress.onPhase(new Phase("slice", k, of))));
			final int column = comparison().column(sort);
			final ImagePlus best = OpenImage.picture(taken, table.best(column)
				.orElseThrow().slice(), positions);
			return new Result(sort.isBlank() ? table : table.sorted(column), record(
				clip, service, Map.of("input", taken), progress), best);
		}
	}

	/** How the table was made, as JSON. */
	String record(final ClipSession clip, final StableDiffusionService service,
		final Map<String, ImagePlus> images, final RunProgress progress)
		throws IOException
	{
		final Map<String, String> settings = new LinkedHashMap<>();
		settings.put("range", range);
		settings.put("positions", positions.toString());
		settings.put("stack", Boolean.toString(positions.everySlice()));
		final Map<String, Map<String, String>> told = new LinkedHashMap<>();
		images.forEach((role, image) -> told.put(role, identity(image)));
		exampleImage().ifPresent(image -> told.put("example", identity(image)));
		return new ScoreRecord(clip.describe(service.hashes(), text -> progress
			.onStage(Stage.reading(text))), comparison(), clip.scale(), settings,
			told).json(service.versions());
	}

	private static Map<String, String> identity(final ImagePlus image) {
		final Map<String, String> told = new LinkedHashMap<>();
		told.put("title", image.getTitle());
		told.put("sha256", WorkedImage.sha256(image));
		told.put("slice", Integer.toString(image.getCurrentSlice()));
		return told;
	}
}
