
package org.latentj.zarr;

import java.util.Arrays;
import java.util.stream.Collectors;

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
