
package org.latentj.zarr;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the numbers of an array are. */
public enum DataType {

		UINT8("uint8", "u1"), INT8("int8", "i1"), UINT16("uint16", "u2"), INT16(
			"int16", "i2"), UINT32("uint32", "u4"), INT32("int32", "i4"), UINT64(
				"uint64", "u8"), INT64("int64", "i8"), FLOAT32("float32", "f4"),
		FLOAT64("float64", "f8");

	private final String name;

	private final String numpy;

	DataType(final String name, final String numpy) {
		this.name = name;
		this.numpy = numpy;
	}

	/** What Zarr v3 calls it. */
	public String text() {
		return name;
	}

	/** What Zarr v2 calls it, low byte first. */
	String v2() {
		return (bytes() == 1 ? "|" : "<") + numpy;
	}

	/** How many bytes a number has. */
	public int bytes() {
		return numpy.charAt(1) - '0';
	}

	/** Whether it has fractions. */
	public boolean isFloat() {
		return numpy.charAt(0) == 'f';
	}

	/** The one that Zarr v3 calls so. */
	static Optional<DataType> ofV3(final String name) {
		return Arrays.stream(values()).filter(t -> t.name.equals(name)).findFirst();
	}

	/**
	 * The one that NumPy calls so behind the sign of the order of bytes.
	 */
	static Optional<DataType> ofV2(final String text) {
		return text.length() == 3 && "<>|".indexOf(text.charAt(0)) >= 0 ? Arrays
			.stream(values()).filter(t -> t.numpy.equals(text.substring(1)) && (t
				.bytes() == 1 || text.charAt(0) != '|')).findFirst() : Optional.empty();
	}

	/** All of them, for messages. */
	static String known() {
		return List.of(values()).stream().map(DataType::text).collect(Collectors
			.joining(", "));
	}
}
