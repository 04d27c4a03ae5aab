
package org.latentj.omezarr.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchTask;
import org.latentj.batch.ResultPlace;
import org.latentj.batch.journal.JournalEntry;
import org.latentj.batch.journal.Shard;
import org.latentj.batch.journal.ShardFiles;
import org.latentj.batch.journal.WrittenFile;
import org.latentj.control.AtomicMove;
import org.latentj.control.StopSignal;

/**
 * A folder in which each result is several files, below it at any depth, as in
 * an OME-Zarr. A result is written in a folder of its own; then each of its
 * files is moved to its place in one step. Two that write the same result at a
 * time, as a cluster does that tries one again, don't disturb each other: equal
 * items have equal bytes.
 */
public final class ResultTree implements ResultPlace {

	private static final String SEPARATOR = "/";

	private final Path folder;

	private final Path unfinished;

	private final Taking taking;

	/** Does something before a result is put where it belongs. */
	@FunctionalInterface
	public interface Taking {

		/** @throws IOException if the result cannot be taken then */
		void of(BatchItem item) throws IOException;
	}

	/**
	 * @param folder of the results
	 * @param shard the one that is at work
	 * @param taking is done before an item's files are moved
	 */
	public ResultTree(final Path folder, final Shard shard, final Taking taking) {
		this.folder = folder;
		this.taking = taking;
		this.unfinished = new ShardFiles(folder, shard).unfinished();
	}

	/**
	 * Fails if there is something in the folder that is no batch's.
	 *
	 * @throws IOException if so
	 */
	public static void requireFree(final Path folder) throws IOException {
		if (!Files.exists(folder)) {
			return;
		}
		try (Stream<Path> files = Files.list(folder)) {
			final List<String> names = files.map(f -> f.getFileName().toString())
				.toList();
			if (!names.isEmpty() && names.stream().noneMatch(ShardFiles::isOwn)) {
				throw new IOException(folder +
					" is there already and holds no results of a batch: move it away, or choose another output");
			}
		}
	}

	@Override
	public boolean has(final BatchItem item, final JournalEntry entry,
		final StopSignal stop) throws IOException
	{
		for (final Map.Entry<String, WrittenFile> file : entry.files().entrySet()) {
			if (!file.getValue().is(folder.resolve(file.getKey()), stop)) {
				return false;
			}
		}
		return !entry.files().isEmpty();
	}

	@Override
	public boolean has(final BatchItem item, final JournalEntry entry) {
		return entry.files().keySet().stream().anyMatch(f -> Files.isRegularFile(
			folder.resolve(f)));
	}

	@Override
	public void requireFree(final BatchItem item) throws IOException {
		requireFree(folder);
	}

	@Override
	public Map<String, WrittenFile> write(final BatchItem item,
		final String input, final BatchTask.Result result, final String attempt)
		throws IOException
	{
		final Path own = own(attempt);
		Files.createDirectories(own);
		final Map<String, WrittenFile> written = new TreeMap<>();
		try {
			result.write(own);
			for (final String name : names(own)) {
				written.put(name, WrittenFile.of(own.resolve(name), new StopSignal()));
			}
			return written;
		}
		finally {
			if (written.isEmpty()) {
				drop(attempt);
			}
		}
	}

	@Override
	public void take(final BatchItem item, final String attempt)
		throws IOException
	{
		final Path own = own(attempt);
		try {
			taking.of(item);
			for (final String name : names(own)) {
				final Path whole = folder.resolve(name);
				Files.createDirectories(whole.getParent());
				AtomicMove.move(own.resolve(name), whole);
			}
		}
		finally {
			drop(attempt);
		}
	}

	private Path own(final String attempt) {
		return unfinished.resolve(attempt).resolve("result");
	}

	/** NB: also where the file system has another separator. */
	private static List<String> names(final Path top) throws IOException {
		try (Stream<Path> all = Files.walk(top)) {
			return all.filter(Files::isRegularFile).map(f -> top.relativize(f)
				.toString().replace(top.getFileSystem().getSeparator(), SEPARATOR))
				.sorted().toList();
		}
	}

	@Override
	public void drop(final String attempt) {
		delete(unfinished.resolve(attempt));
	}

	@Override
	public void clean() {
		delete(unfinished);
	}

	private static void delete(final Path top) {
		if (!Files.exists(top)) {
			return;
		}
		try (Stream<Path> all = Files.walk(top)) {
			for (final Path path : all.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(path);
			}
		}
		catch (final IOException e) {
			// NB: harms nobody; if nothing can be written there, that is said then.
		}
	}
}
