
package org.latentj.batch;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.batch.journal.ErrorText;
import org.latentj.batch.journal.JournalEntry;
import org.latentj.batch.journal.Shard;
import org.latentj.batch.journal.ShardFiles;
import org.latentj.batch.journal.WrittenFile;
import org.latentj.control.AtomicMove;
import org.latentj.control.StopSignal;

/**
 * The folder of a batch's results. A file in it is whole or not there: it is
 * written in a folder of its own, where it meets no other file, brought to the
 * disk, and moved. A file that is no result of a batch is never replaced.
 */
final class ResultFolder implements ResultPlace {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting()
		.disableHtmlEscaping().serializeSpecialFloatingPointValues().create();

	private final Path folder;

	private final Path unfinished;

	/** @param shard the one that is at work */
	ResultFolder(final Path folder, final Shard shard) {
		this.folder = folder;
		this.unfinished = new ShardFiles(folder, shard).unfinished();
	}

	@Override
	public boolean has(final BatchItem item, final JournalEntry entry)
		throws IOException
	{
		return has(item);
	}

	/** Whether an item's result and its record are there. */
	private boolean has(final BatchItem item) throws IOException {
		return Files.isRegularFile(result(item)) && Files.isRegularFile(record(
			item));
	}

	/**
	 * Whether an item's result and its record are what was written; older
	 * journals tell of no files, there it is enough that they are there.
	 */
	@Override
	public boolean has(final BatchItem item, final JournalEntry entry,
		final StopSignal stop) throws IOException
	{
		if (!has(item)) {
			return false;
		}
		for (final Path file : new Path[] { record(item), result(item) }) {
			final WrittenFile written = entry.files().get(file.getFileName()
				.toString());
			if (written == null ? !entry.files().isEmpty() : !written.is(file,
				stop))
			{
				return false;
			}
		}
		return true;
	}

	@Override
	public void requireFree(final BatchItem item) throws IOException {
		final Path result = result(item);
		final Path record = record(item);
		final boolean ours = Files.isRegularFile(record) && isRecord(record, item);
		for (final Path file : new Path[] { result, record }) {
			if (Files.exists(file) && !ours) {
				throw new IOException(file +
					" is there already and is no result of this batch: move it away, or choose another output folder");
			}
		}
	}

	private static boolean isRecord(final Path file, final BatchItem item) {
		try {
			final JsonElement json = JsonParser.parseString(Files.readString(file));
			return json.isJsonObject() && json.getAsJsonObject().get("image")
				.getAsString().equals(item.output());
		}
		catch (IOException | JsonParseException | NullPointerException
				| IllegalStateException | UnsupportedOperationException e)
		{
			return false;
		}
	}

	@Override
	public Map<String, WrittenFile> write(final BatchItem item,
		final String input, final BatchTask.Result result, final String attempt)
		throws IOException
	{
		final String record = record(item).getFileName().toString();
		final Path newRecord = newRecord(attempt);
		final Path newPicture = newResult(item, attempt);
		Files.createDirectories(newRecord.getParent());
		boolean whole = false;
		try {
			write(newRecord, file -> Files.writeString(file, json(item, input,
				result)));
			write(newPicture, result::write);
			// NB: a result that is made is not thrown away by a stop.
			final StopSignal none = new StopSignal();
			final Map<String, WrittenFile> written = new LinkedHashMap<>();
			written.put(item.output(), WrittenFile.of(newPicture, none));
			written.put(record, WrittenFile.of(newRecord, none));
			whole = true;
			return written;
		}
		finally {
			if (!whole) {
				drop(attempt);
			}
		}
	}

	@Override
	public void take(final BatchItem item, final String attempt)
		throws IOException
	{
		try {
			AtomicMove.move(newRecord(attempt), record(item));
			AtomicMove.move(newResult(item, attempt), result(item));
		}
		finally {
			drop(attempt);
		}
	}

	private Path newRecord(final String attempt) {
		return unfinished.resolve(attempt).resolve("record");
	}

	/** NB: short names, which are none too long for the file system. */
	private Path newResult(final BatchItem item, final String attempt) {
		return unfinished.resolve(attempt).resolve("result" + ending(item
			.output()));
	}

	private static String json(final BatchItem item, final String input,
		final BatchTask.Result result)
	{
		final JsonObject json = new JsonObject();
		json.addProperty("image", item.output());
		json.addProperty("item", item.name());
		if (!input.isEmpty()) {
			json.addProperty("input", input);
		}
		JsonParser.parseString(result.record()).getAsJsonObject().entrySet()
			.forEach(e -> json.add(e.getKey(), e.getValue()));
		return GSON.toJson(json) + "\n";
	}

	@Override
	public void clean() {
		remove(unfinished);
	}

	@Override
	public void drop(final String attempt) {
		remove(unfinished.resolve(attempt));
	}

	private static void remove(final Path folder) {
		if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
			for (final Path file : files) {
				if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
					remove(file);
				}
				else {
					Files.deleteIfExists(file);
				}
			}
			Files.deleteIfExists(folder);
		}
		catch (final IOException e) {
			// NB: harms nobody; if nothing can be written there, that is said then.
		}
	}

	private Path result(final BatchItem item) throws IOException {
		return file(item.output());
	}

	private Path record(final BatchItem item) throws IOException {
		return file(item.record());
	}

	private Path file(final String name) throws IOException {
		try {
			return folder.resolve(name);
		}
		catch (final InvalidPathException e) {
			throw new IOException(ErrorText.of(e), e);
		}
	}

	private static String ending(final String name) {
		return name.lastIndexOf('.') < 0 ? "" : name.substring(name.lastIndexOf(
			'.'));
	}

	/** NB: what a full disk is told by names no folder. */
	private void write(final Path file, final Writer writer) throws IOException {
		try {
			finish(file, writer);
		}
		catch (final IOException e) {
			throw new IOException("the result cannot be written into " + folder +
				": " + ErrorText.of(e), e);
		}
	}

	/** Writes a file whole, down to the disk. */
	private static void finish(final Path file, final Writer writer)
		throws IOException
	{
		writer.write(file);
		try (FileChannel channel = FileChannel.open(file,
			StandardOpenOption.WRITE))
		{
			channel.force(true);
		}
	}

	@FunctionalInterface
	private interface Writer {

		void write(Path file) throws IOException;
	}
}
