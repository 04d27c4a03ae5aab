
package org.latentj.zarr;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/** The number where an array has no chunk. */
final class FillValue {

	private static final String HEX = "0x[0-9a-fA-F]{1,16}";

	private FillValue() {}

	/**
	 * The bytes of a number of JSON, low one first; of 0 if there is none.
	 *
	 * @throws ZarrException if it is no number of the type
	 */
	static byte[] of(final Fields fields, final DataType type)
		throws ZarrException
	{
		if (!fields.has("fill_value")) {
			return new byte[type.bytes()];
		}
		final JsonElement element = fields.get("fill_value");
		try {
			if (element.isJsonPrimitive()) {
				return of(element.getAsJsonPrimitive(), type);
			}
		}
		catch (NumberFormatException | ArithmeticException e) {
			// NB: said below.
		}
		throw new ZarrException(fields.file(), "has fill_value = " + element +
			", valid is a number of type " + type.text());
	}

	private static byte[] of(final JsonPrimitive value, final DataType type) {
		final ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(
			ByteOrder.LITTLE_ENDIAN);
		final String text = value.getAsString();
		if (type.isFloat() && text.matches(HEX)) {
			// NB: the bits, high ones first.
			bytes.putLong(0, Long.parseUnsignedLong(text.substring(2), 16));
		}
		else if (type == DataType.FLOAT32) {
			bytes.putFloat(0, Float.parseFloat(text));
		}
		else if (type == DataType.FLOAT64) {
			bytes.putDouble(0, Double.parseDouble(text));
		}
		else {
			final BigDecimal number = new BigDecimal(text);
			final BigInteger whole = Math.abs((long) number.scale()) < 64 ? number
				.toBigIntegerExact() : BigInteger.TWO.pow(64);
			final boolean signed = type.text().startsWith("int");
			final BigInteger lowest = signed ? BigInteger.TWO.pow(8 * type.bytes() -
				1).negate() : BigInteger.ZERO;
			if (whole.compareTo(lowest) < 0 || whole.subtract(lowest)
				.bitLength() > 8 * type.bytes())
			{
				throw new ArithmeticException("out of range");
			}
			bytes.putLong(0, whole.longValue());
		}
		return Arrays.copyOf(bytes.array(), type.bytes());
	}

	/** As many numbers as there is room for. */
	static void into(final byte[] bytes, final byte[] fill) {
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = fill[i % fill.length];
		}
	}
}
