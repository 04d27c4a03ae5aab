
package org.latentj.image;

import java.util.Arrays;
import java.util.stream.Collectors;

import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

/** The pixel types of ImageJ. */
public enum BitDepth {

		/** Whole numbers 0 to 255. */
		UINT8("8-bit", UnsignedByteType.class, 255),
		/** Whole numbers 0 to 65535. */
		UINT16("16-bit", UnsignedShortType.class, 65535),
		/** Single precision numbers, NaN and infinities among them. */
		FLOAT32("32-bit", FloatType.class, Double.NaN),
		/** Three bytes, and a fourth that nothing shows. */
		RGB("RGB", ARGBType.class, 255);

	private final String label;

	private final Class<?> type;

	private final double greatest;

	BitDepth(final String label, final Class<?> type, final double greatest) {
		this.label = label;
		this.type = type;
		this.greatest = greatest;
	}

	/** What ImageJ calls it. */
	public String label() {
		return label;
	}

	/** The one of an ImgLib2 type; an error names the known ones. */
	public static BitDepth of(final Object type) {
		return Arrays.stream(values()).filter(d -> d.type.isInstance(type))
			.findFirst().orElseThrow(() -> new IllegalArgumentException(
				"pixels of type " + type.getClass().getSimpleName() +
					" are not supported, only " + Arrays.stream(values()).map(
						BitDepth::label).collect(Collectors.joining(", "))));
	}

	/**
	 * All values that the type can hold, as a range.
	 *
	 * @throws IllegalArgumentException for 32 bit, which has no such range
	 */
	public IntensityRange fullRange() {
		if (this == FLOAT32) {
			throw new IllegalArgumentException("32-bit pixels have no full range: " +
				"choose the display range, percentiles or fixed numbers");
		}
		return new IntensityRange(0, greatest);
	}
}
