
package org.latentj.command.input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.latentj.control.ClosedFolders;
import org.latentj.control.Failure;
import org.latentj.control.StopSignal;
import org.latentj.engine.folder.LoraFiles;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.ModelFile;

/**
 * The model files that a record names, looked for in the model folders by name
 * and by SHA-256. NB: a record is anybody's text. What stands in it is compared
 * with what is in the folders, and never taken for a path: even to ask whether
 * a file is there would tell a server of its name that somebody reads it.
 */
public final class RecordedModels {

	private final ModelFolder folder;

	private final FileHashes hashes;

	private final StopSignal stop;

	/**
	 * @param folder where is looked
	 * @param hashes computes SHA-256
	 * @param stop stops the reading of files
	 */
	public RecordedModels(final ModelFolder folder, final FileHashes hashes,
		final StopSignal stop)
	{
		this.folder = folder;
		this.hashes = hashes;
		this.stop = stop;
	}

	/**
	 * The name under which a file is in the model folder: first one of the same
	 * name, then any other. What cannot be read is passed over.
	 *
	 * @throws IllegalArgumentException if none has the SHA-256 of the record
	 */
	public String name(final Kind kind, final ModelFile wanted)
		throws IOException
	{
		final Map<String, Path> files = folder.files(kind);
		final List<String> named = files.keySet().stream().filter(n -> last(n)
			.equals(last(wanted.name()))).sorted((a, b) -> Boolean.compare(b.equals(
				wanted.name()), a.equals(wanted.name()))).toList();
		final List<String> all = new ArrayList<>(named);
		files.keySet().stream().filter(n -> !named.contains(n)).forEach(all::add);
		String other = named.isEmpty() ? "" : "; " + files.get(named.get(0)) +
			" is another file";
		for (final String name : all) {
			try {
				if (isSame(files.get(name), wanted)) {
					return name;
				}
			}
			catch (final IOException e) {
				// NB: a damaged file may lie beside the one that is looked for.
				other = "; one cannot be read (" + Failure.text(e) + ")";
			}
		}
		throw missing(kind, wanted, other);
	}

	/**
	 * Fails unless a file of the same name is the one of the record.
	 *
	 * @throws IllegalArgumentException if it is another one, or missing
	 */
	public void require(final Kind kind, final ModelFile wanted)
		throws IOException
	{
		final Path file = folder.files(kind).get(wanted.name());
		if (file == null || !isSame(file, wanted)) {
			throw missing(kind, wanted, file == null ? "" : "; " + file +
				" is another file");
		}
	}

	/** The LoRAs that are there now. */
	public LoraFiles loras() {
		return folder.loras();
	}

	private boolean isSame(final Path file, final ModelFile wanted)
		throws IOException
	{
		return hashes.sha256(file, stop).equalsIgnoreCase(wanted.sha256());
	}

	private IllegalArgumentException missing(final Kind kind,
		final ModelFile wanted, final String other)
	{
		return new IllegalArgumentException("the image was made with the " + kind
			.noun() + " '" + last(wanted.name()) + "', whose SHA-256 is " + wanted
				.sha256() + ". No file in the model folders has that" + other +
			": put the file there. Looked in " + String.join(", ", folder.places(
				kind)) + folder.closed().stream().map(f -> "; " + f + " " +
					ClosedFolders.PROBLEM).collect(Collectors.joining()));
	}

	/** What stands behind the last slash. */
	private static String last(final String name) {
		return name.substring(1 + Math.max(name.lastIndexOf('/'), name.lastIndexOf(
			'\\')));
	}
}
