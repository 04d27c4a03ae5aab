
package org.latentj.batch;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The folder of a batch's results. A file in it is whole or not there: it is
 * written under another name, brought to the disk, and renamed.
 */
final class ResultFolder {

	private static final String UNFINISHED = "unfinished-";

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting()
		.disableHtmlEscaping().serializeSpecialFloatingPointValues().create();

	private final Path folder;

	ResultFolder(final Path folder) {
		this.folder = folder;
	}

	/** Whether an item's result and its record are there. */
	boolean has(final BatchItem item) {
		return Files.isRegularFile(folder.resolve(item.output())) && Files
			.isRegularFile(record(item));
	}

	/**
	 * Writes an item's result, and beside it a file with the record of how it was
	 * made.
	 */
	void write(final BatchItem item, final String input,
		final BatchTask.Result result) throws IOException
	{
		final JsonObject json = new JsonObject();
		json.addProperty("image", item.output());
		json.addProperty("item", item.name());
		if (!input.isEmpty()) {
			json.addProperty("input", input);
		}
		JsonParser.parseString(result.record()).getAsJsonObject().entrySet()
			.forEach(e -> json.add(e.getKey(), e.getValue()));
		final Path picture = folder.resolve(item.output());
		try {
			finish(record(item), file -> Files.writeString(file, GSON.toJson(json) +
				"\n"));
			finish(picture, result::write);
			// NB: only now that both are whole may they take the places of others.
			move(unfinished(record(item)), record(item));
			move(unfinished(picture), picture);
		}
		finally {
			clean(item);
		}
	}

	/** Removes what an item's earlier, killed run has left behind. */
	void clean(final BatchItem item) throws IOException {
		Files.deleteIfExists(unfinished(folder.resolve(item.output())));
		Files.deleteIfExists(unfinished(record(item)));
	}

	private Path record(final BatchItem item) {
		return folder.resolve(item.output() + ".json");
	}

	private static Path unfinished(final Path file) {
		return file.resolveSibling(UNFINISHED + file.getFileName());
	}

	/** Writes a file whole, down to the disk, under its unfinished name. */
	private static void finish(final Path file, final Writer writer)
		throws IOException
	{
		final Path unfinished = unfinished(file);
		writer.write(unfinished);
		try (FileChannel channel = FileChannel.open(unfinished,
			StandardOpenOption.WRITE))
		{
			channel.force(true);
		}
	}

	private static void move(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final AtomicMoveNotSupportedException e) {
			throw new IOException("the file system of " + to.getParent() +
				" cannot rename a file in one step: choose a folder on another one", e);
		}
	}

	@FunctionalInterface
	private interface Writer {

		void write(Path file) throws IOException;
	}
}
