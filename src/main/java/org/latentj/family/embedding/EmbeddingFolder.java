
package org.latentj.family.embedding;

import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.control.ClosedFolders;

/**
 * Files of embeddings by name, which knows where they were looked for: what is
 * missing may be in a folder that may not be read.
 */
public final class EmbeddingFolder extends AbstractMap<String, Path> {

	private final Map<String, Path> files;

	private final List<Path> places;

	private final int depth;

	/**
	 * @param files by path below the place
	 * @param places where was looked
	 * @param depth how far, see {@link ClosedFolders#of}
	 */
	public EmbeddingFolder(final Map<String, Path> files, final List<Path> places,
		final int depth)
	{
		this.files = Collections.unmodifiableMap(files);
		this.places = List.copyOf(places);
		this.depth = depth;
	}

	/** What is said of folders that may not be read, one a line. */
	static List<String> closed(final Map<String, Path> files) {
		return files instanceof EmbeddingFolder folder ? ClosedFolders.lines(
			folder.places, folder.depth) : List.of();
	}

	@Override
	public Set<Entry<String, Path>> entrySet() {
		return files.entrySet();
	}

	@Override
	public Path get(final Object name) {
		return files.get(name);
	}

	@Override
	public boolean containsKey(final Object name) {
		return files.containsKey(name);
	}
}
