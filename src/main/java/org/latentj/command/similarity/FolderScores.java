
package org.latentj.command.similarity;

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchTask;
import org.latentj.checkpoint.Sha256;
import org.latentj.command.batch.BatchFiles;
import org.latentj.control.StopSignal;
import org.latentj.imageplus.ImageNotes;
import org.latentj.imageplus.file.PictureFile;
import org.latentj.imageplus.planes.TakenImage;
import org.latentj.similarity.ScoreTable;
import org.latentj.similarity.ScoreTable.Row;

/**
 * The pictures in the files of a folder, one file after the other. The result
 * of each is a table of its own, with a row for each of its pictures.
 *
 * @param folder of the files
 * @param scores compares the pictures in one
 * @param columns of the tables
 * @param models what all are made with
 * @param record how a table is made, as JSON
 * @param stop stops the reading of files
 * @param warned told of what is odd in a file
 */
record FolderScores(Path folder, PictureScores scores, List<String> columns,
		Map<String, String> models, String record, StopSignal stop,
		Consumer<String> warned) implements BatchTask {

	@Override
	public String input(final BatchItem item) throws IOException {
		return "SHA-256 " + Sha256.of(BatchFiles.file(folder, item.name()), stop);
	}

	/** The image in a file, as pictures are taken from it. */
	ImagePlus open(final String name) throws IOException {
		return TakenImage.of(PictureFile.open(BatchFiles.file(folder, name)));
	}

	@Override
	public Result make(final BatchItem item, final long seed) throws IOException {
		final ImagePlus image = PictureFile.open(BatchFiles.file(folder, item
			.name()));
		ImageNotes.ofPicture(image).forEach(warned);
		final String csv = new ScoreTable(columns, scores.of(TakenImage.of(image),
			item.name(), (k, of) -> stop.check())).csv();
		return new Result() {

			@Override
			public void write(final Path file) throws IOException {
				Files.writeString(file, csv);
			}

			@Override
			public String record() {
				return record;
			}

			@Override
			public Map<String, String> models() {
				return models;
			}
		};
	}

	/** The rows of an item's result. NB: names may hold commas, numbers don't. */
	List<Row> rows(final BatchItem item, final Path results) throws IOException {
		final List<Row> rows = new ArrayList<>();
		final String[] lines = Files.readString(results.resolve(item.output()))
			.split("\n");
		for (final String line : lines) {
			final String[] fields = line.split(",");
			final int first = fields.length - columns.size();
			if (fields[fields.length - 1].matches("-?[0-9]+[.][0-9]{6}|NaN")) {
				rows.add(new Row(item.name(), Integer.parseInt(fields[first - 1]),
					Arrays.stream(fields, first, fields.length).map(Double::valueOf)
						.toList()));
			}
		}
		return rows;
	}
}
