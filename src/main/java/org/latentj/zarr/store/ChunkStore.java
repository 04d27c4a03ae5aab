
package org.latentj.zarr.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a Zarr lies: bytes by keys such as {@code A/1/0/.zattrs}. A new place
 * is a class that implements this; {@link FolderStore} is the file system.
 */
public interface ChunkStore {

	/** How messages name what has this key: a path, an address. */
	String name(String key);

	/**
	 * How many bytes there are; none if there is nothing.
	 *
	 * @throws IOException if that cannot be found out
	 */
	OptionalLong size(String key) throws IOException;

	/**
	 * Reads all of it.
	 *
	 * @param most how many bytes are valid; not more are read
	 * @return none if there is nothing
	 * @throws IOException if it cannot be read, or is more
	 */
	Optional<byte[]> read(String key, long most) throws IOException;

	/**
	 * Reads a part.
	 *
	 * @return exactly so many bytes
	 * @throws IOException if it cannot be read, or ends before
	 */
	byte[] read(String key, long start, int length) throws IOException;

	/**
	 * Writes something whole, in place of what was there: whoever reads it has
	 * the old or the new, also if the writer is killed.
	 *
	 * @throws IOException if it cannot be written
	 */
	void write(String key, byte[] bytes) throws IOException;

	/**
	 * Removes something, if it is there.
	 *
	 * @throws IOException if it cannot be removed
	 */
	void remove(String key) throws IOException;

	/**
	 * The names that the keys below one go on with, in order; none if there is
	 * nothing.
	 *
	 * @param key empty for the top
	 * @throws IOException if that cannot be found out
	 */
	List<String> below(String key) throws IOException;

	/** A key below another one. */
	static String join(final String key, final String name) {
		return key.isEmpty() ? name : name.isEmpty() ? key : key + "/" + name;
	}
}
