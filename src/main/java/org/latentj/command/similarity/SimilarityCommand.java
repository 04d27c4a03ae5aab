
package org.latentj.command.similarity;

import ij.ImagePlus;
import ij.measure.ResultsTable;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.latentj.clip.vision.SquareFit;
import org.latentj.command.batch.BatchFiles;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.command.input.DialogSections;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.progress.RunProgress;
import org.latentj.engine.ClipSession;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.RangeChoice;
import org.latentj.record.ImageTitle;
import org.latentj.similarity.Comparison;
import org.latentj.similarity.CsvFile;
import org.latentj.similarity.ScoreTable;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Compares pictures with phrases, and with an example picture, by CLIP. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Similarity...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class SimilarityCommand extends AbstractModelCommand implements
	DialogSections, MenuCommand
{

	/** The choice of {@code clip} that means the model's own text encoder. */
	private static final String OWN = "from model";

	/** The CLIP model that comes with LatentJ. */
	private static final String BUNDLED = "latentj-clip-demo.safetensors";

	@Parameter(label = "Text encoder", required = false,
		description = "A file in place of the CLIP model's own, of the same CLIP " +
			"and with its projection.")
	private String clip = OWN;

	@Parameter(label = "Phrases", required = false, style = "text area",
		description = "What the pictures are compared with: a phrase a line, or " +
			"with semicolons between, as in 'many nuclei; an empty background'. " +
			"Weights of words, as in (word:1.2), are refused; \\( is a plain " +
			"bracket.")
	private String phrases = "";

	@Parameter(label = "Example image", required = false, persist = false,
		description = "The title of an image: its current slice is what the " +
			"pictures are compared with, beside the phrases or without any.")
	private String example = "";

	@Parameter(label = "Image", required = false,
		description = "The image whose pictures are compared; the current one if " +
			"left out. Not used with a folder.")
	private ImagePlus input;

	@Parameter(label = "Intensities", required = false,
		description = "Which are black and white: display (as shown), full, " +
			"percentiles as in 0.35%-99.65%, or numbers as in 100-4095; with " +
			"commas between, one for each channel. RGB needs none.")
	private String range = RangeChoice.DISPLAY;

	@Parameter(label = "Compare all slices of the stack",
		description = "All slices instead of the current one.")
	private boolean stack;

	@Parameter(label = "Channels", required = false,
		description = "As in 2 or 1,3: two or three are one picture, more one by " +
			"one. Empty = all; of more than three the current one, or with all " +
			"slices one by one.")
	private String channels = "";

	@Parameter(label = "Slices (z)", required = false,
		description = "As in 1,3,5-9, 1-40:2 (every second one) or all. Empty = " +
			"the current one, or with all slices all.")
	private String slices = "";

	@Parameter(label = "Frames (t)", required = false,
		description = "As for slices.")
	private String frames = "";

	@Parameter(label = "Crop", description = "What CLIP sees of pictures that " +
		"are no square: center, the middle; none, all of it, squeezed. ComfyUI's " +
		"crop of CLIPVisionEncode.")
	private String crop = SquareFit.CENTER.id();

	@Parameter(label = "Sort by", required = false,
		description = "A column of the table, as one of the phrases or 'example': " +
			"its greatest number comes first. Empty = in the order of the pictures.")
	private String sort = "";

	@Parameter(label = "Show the best picture", required = false,
		description = "Shows the picture with the greatest number in the column " +
			"that is sorted by, or in the first one.")
	private boolean best;

	@Parameter(label = "Folder", style = FileWidget.DIRECTORY_STYLE,
		required = false, persist = false,
		description = "All pictures in its files are compared " +
			"in place of the image's: all that ImageJ opens.")
	private File folder;

	@Parameter(label = "Output folder", style = FileWidget.DIRECTORY_STYLE,
		required = false, persist = false,
		description = "For a folder: gets a table of each file, " +
			"similarity.csv with all, and the journal. If results of the same " +
			"comparison are in it, it goes on where it stopped.")
	private File output;

	@Parameter(label = "CSV file", required = false, persist = false,
		description = "Gets the table as text, and beside it a file .json with the " +
			"SHA-256 of the model and all settings. Empty = none.")
	private String csv = "";

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus image;

	@Parameter(type = ItemIO.OUTPUT, label = ScoreResults.TITLE)
	private ResultsTable table;

	/** The table as a file has it; for scripts and {@code Ext.similarity}. */
	private String text = "";

	/** The table as text, as a CSV file has it. */
	public String text() {
		return text;
	}

	@Override
	protected void execute(final RunProgress progress) throws IOException {
		requirePictures();
		final SimilarityRun run = asked();
		run.comparison();
		try (ClipSession session = diffusion().engine().clip(files(),
			stopSignal()))
		{
			if (hasFolder()) {
				executeFolder(run, session, progress);
			}
			else {
				executeImage(run, session, progress);
			}
			session.warnings().forEach(progress::onWarning);
		}
	}

	private void executeImage(final SimilarityRun run, final ClipSession session,
		final RunProgress progress) throws IOException
	{
		final Optional<CsvFile> file = csvFile();
		if (file.isPresent()) {
			file.get().requireFree();
		}
		final SimilarityRun.Result made = run.on(input, session, diffusion(),
			progress);
		session.requireInPlace();
		if (file.isPresent()) {
			file.get().write(made.table().csv(), made.record());
		}
		give(made.table(), made.best());
	}

	private void executeFolder(final SimilarityRun run, final ClipSession session,
		final RunProgress progress) throws IOException
	{
		final FolderRun.Result made = new FolderRun(run, BatchFiles.given("folder",
			folder), BatchFiles.output(output, folder, Optional.empty())).on(session,
				diffusion(), progress, stopSignal());
		give(made.table(), made.best());
		if (!made.report().failed().isEmpty()) {
			incomplete(made.report().text());
		}
	}

	private void give(final ScoreTable made, final ImagePlus picture) {
		text = made.csv();
		table = ScoreResults.append(made);
		image = best ? picture : null;
		ImageTitle.makeUnique(image);
	}

	private boolean hasFolder() {
		return folder != null && !folder.getPath().isBlank();
	}

	private SimilarityRun asked() {
		return new SimilarityRun(Comparison.phrases(phrases), given(example),
			SquareFit.of(crop), new PositionChoice(stack, channels, slices, frames),
			given(range).isBlank() ? RangeChoice.DISPLAY : range, given(sort));
	}

	/** NB: nothing is what a script may give for an empty text. */
	private static String given(final String value) {
		return value == null ? "" : value;
	}

	private ClipSession.Files files() {
		final boolean own = given(clip).isBlank() || clip.equals(OWN);
		return new ClipSession.Files(folder().find(Kind.CLIP_VISION, checkpoint()),
			own ? Optional.empty() : Optional.of(folder().find(Kind.TEXT_ENCODER, clip
				.strip())));
	}

	private Optional<CsvFile> csvFile() {
		return given(csv).isBlank() ? Optional.empty() : Optional.of(CsvFile.of(csv
			.strip()));
	}

	private void requirePictures() {
		if (input == null && !hasFolder()) {
			throw new IllegalArgumentException("there is no image: open the one " +
				"whose pictures are compared, or give a folder");
		}
		if (hasFolder() && !given(csv).isBlank()) {
			throw new IllegalArgumentException("csv is for an image: of a folder " +
				"the table is similarity.csv in the output folder; leave it out");
		}
	}

	@Override
	public void checkInputs() {
		files();
		requirePictures();
		final SimilarityRun run = asked();
		run.comparison().phrases().forEach(ClipSession::requirePhrase);
		run.exampleImage();
		csvFile();
	}

	@Override
	protected List<String> checkpoints() {
		return folder().names(Kind.CLIP_VISION);
	}

	@Override
	protected void fillChoices() {
		getInfo().getMutableInput("checkpoint", String.class).setLabel(
			"CLIP model");
		if (getInput("checkpoint") == null) {
			final List<String> there = checkpoints();
			setInput("checkpoint", there.contains(BUNDLED) || there.isEmpty()
				? BUNDLED : there.get(0));
		}
		super.fillChoices();
		choices("clip", () -> Stream.concat(Stream.of(OWN), folder().names(
			Kind.TEXT_ENCODER).stream()).toList());
		choices("crop", Arrays.stream(SquareFit.values()).map(SquareFit::id)
			.toList());
	}

	@Override
	public List<Part> sections() {
		return List.of(new Part("Model", List.of("checkpoint", "clip")), new Part(
			"What to compare with", List.of("phrases", "example")), new Part(
				"From the image", List.of("range", "stack", "channels", "slices",
					"frames", "crop")), new Part("Or from a folder", List.of("folder",
						"output")), new Part("Output", List.of("sort", "best", "csv")));
	}

	@Override
	public boolean isRecorded(final String name) {
		return true;
	}
}
