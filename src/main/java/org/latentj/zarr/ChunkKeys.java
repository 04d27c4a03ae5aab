
package org.latentj.zarr;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.latentj.zarr.store.ChunkStore;
import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/**
 * The names of an array's files.
 *
 * @param prefix before the indices, as {@code c}; empty in version 2
 * @param separator between them, {@code /} or {@code .}
 */
record ChunkKeys(String prefix, String separator) {

	/** The key below the array's. */
	String of(final long[] index) {
		final String numbers = Arrays.stream(index).mapToObj(Long::toString)
			.collect(Collectors.joining(separator));
		if (prefix.isEmpty()) {
			return numbers.isEmpty() ? "0" : numbers;
		}
		return numbers.isEmpty() ? prefix : prefix + separator + numbers;
	}

	/**
	 * Fails where chunks have names with the other separator. NB: what is not
	 * found is of the fill value, so they would be passed over without a word;
	 * programs before 2023 wrote folders of chunks without saying so.
	 *
	 * @param key of the array
	 * @param axes how many it has
	 * @param file its metadata, for the error
	 */
	void requireNoOthers(final ChunkStore store, final String key, final int axes,
		final String file) throws IOException
	{
		// NB: of one index without prefix there are no two ways to write it.
		if (axes < (prefix.isEmpty() ? 2 : 1) || store.size(ChunkStore.join(key, of(
			new long[axes]))).isPresent())
		{
			return;
		}
		final Pattern other = other(axes);
		for (final String name : store.below(key)) {
			if (other.matcher(name).matches()) {
				throw new ZarrException(file, "has '" + separator +
					"' between the indices in the names of its chunks " +
					"(dimension_separator of version 2, which is '.' where it is left " +
					"out, or separator of chunk_key_encoding), but there is '" + name +
					"' beside it, as with '" + (separator.equals(".") ? "/" : ".") +
					"': valid is what its files have");
			}
		}
	}

	/** What chunks' names begin with where the other separator is in them. */
	private Pattern other(final int axes) {
		if (separator.equals(".")) {
			return Pattern.compile(prefix.isEmpty() ? "\\d+" : prefix);
		}
		return Pattern.compile((prefix.isEmpty() ? "" : prefix + "\\.") +
			"\\d+(\\.\\d+){" + (axes - 1) + "}");
	}

	/** One of a file. */
	static String separator(final Fields fields, final String name,
		final String otherwise) throws ZarrException
	{
		final String separator = fields.text(name, otherwise);
		if (!separator.equals("/") && !separator.equals(".")) {
			throw new ZarrException(fields.file(), "has " + name + " = '" +
				separator + "', valid: '/', '.'");
		}
		return separator;
	}
}
