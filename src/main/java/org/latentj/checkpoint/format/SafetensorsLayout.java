
package org.latentj.checkpoint.format;

import static org.latentj.checkpoint.CheckpointException.quote;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;

/**
 * The rules for the data part of a safetensors file: each tensor has as many
 * bytes as its shape and type need, and together they cover the part from its
 * first byte to its last without overlap or hole, so that nothing can hide
 * there.
 */
final class SafetensorsLayout {

	private static final int AXES_SHOWN = 8;

	private SafetensorsLayout() {}

	/**
	 * @param file named in errors
	 * @param tensors with offsets counted from the start of the data part
	 * @param available bytes that the data part has
	 */
	static void check(final Path file, final List<TensorInfo> tensors,
		final long available) throws CheckpointException
	{
		final List<TensorInfo> sorted = new ArrayList<>(tensors);
		sorted.sort(Comparator.comparingLong(TensorInfo::offset).thenComparingLong(
			TensorInfo::length));
		long covered = 0;
		for (final TensorInfo t : sorted) {
			checkLength(file, t);
			if (t.offset() != covered) {
				throw new CheckpointException(file, place(t), "begins at byte " + t
					.offset() + " of the data, but " + (t.offset() < covered
						? "the tensor before it reaches to byte " + covered +
							"; tensors may not overlap" : "bytes from " + covered +
								" on belong to no tensor; there may be no hole"));
			}
			covered += t.length();
			if (covered > available) {
				throw new CheckpointException(file, place(t), "ends at byte " +
					covered + " of the data, but the file has only " + available +
					"; it is cut short or its header wrong");
			}
		}
		if (covered != available) {
			throw new CheckpointException(file, "data", available +
				" bytes follow the header, but its tensors take " + covered +
				"; nothing may follow the last tensor");
		}
	}

	private static void checkLength(final Path file, final TensorInfo t)
		throws CheckpointException
	{
		// NB: an axis of 0 places makes it nothing, whatever stands before it.
		long needed = LongStream.of(t.shape()).anyMatch(size -> size == 0) ? 0 : t
			.dtype().bytes();
		try {
			for (final long size : t.shape()) {
				needed = Math.multiplyExact(needed, size);
			}
		}
		catch (final ArithmeticException e) {
			throw new CheckpointException(file, place(t), t.dtype() + " of shape " +
				shape(t) + " needs more than 2^63 - 1 bytes, and the file has only " +
				"the " + t.length() + " that data_offsets span", e);
		}
		if (needed != t.length()) {
			throw new CheckpointException(file, place(t), t.dtype() + " of shape " +
				shape(t) + " needs " + needed + " bytes, but data_offsets span " + t
					.length());
		}
	}

	private static String shape(final TensorInfo t) {
		final String start = Arrays.toString(Arrays.copyOf(t.shape(), Math.min(t
			.rank(), AXES_SHOWN)));
		return t.rank() <= AXES_SHOWN ? start : start + "... (" + t.rank() +
			" axes)";
	}

	private static String place(final TensorInfo t) {
		return "header, tensor " + quote(t.name());
	}
}
