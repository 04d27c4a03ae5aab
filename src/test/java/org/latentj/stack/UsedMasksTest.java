
package org.latentj.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.ImagePlus;
import ij.process.ByteProcessor;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Sha256;
import org.latentj.image.Mask;
import org.latentj.imageplus.WorkedImage;
import org.latentj.provenance.Provenance.UsedMask;

import net.imglib2.FinalInterval;
import net.imglib2.img.array.ArrayImgs;

/** Tests {@link UsedMasks}. */
class UsedMasksTest {

	@Test
	void hashesEveryLevelOfASoftMaskAsItsImage() {
		final byte[] levels = new byte[256];
		for (int i = 0; i < levels.length; i++) {
			levels[i] = (byte) i;
		}
		final UsedMasks masks = new UsedMasks();
		assertEquals(Optional.empty(), masks.record());
		masks.add(Mask.soft(ArrayImgs.unsignedBytes(levels, 32, 8)));
		assertEquals(Optional.of(new UsedMask(WorkedImage.sha256(new ImagePlus("",
			new ByteProcessor(32, 8, levels))), 1)), masks.record());
	}

	@Test
	void tellsOneMaskOfManySlicesFromMany() {
		final Mask one = Mask.selection(FinalInterval.createMinSize(1, 2, 3, 3),
			new byte[0], 9, 7);
		final Mask other = Mask.selection(FinalInterval.createMinSize(1, 2, 3, 4),
			new byte[0], 9, 7);
		final UsedMasks masks = new UsedMasks();
		masks.add(one);
		final String first = masks.record().orElseThrow().sha256();
		masks.add(new Mask(one.tensor().data(), 9, 7));
		assertEquals(Optional.of(new UsedMask(first, 1)), masks.record());
		masks.add(other);
		final UsedMasks alone = new UsedMasks();
		alone.add(other);
		final String second = alone.record().orElseThrow().sha256();
		assertEquals(Optional.of(new UsedMask(Sha256.of((first + "\n" + second +
			"\n").getBytes(StandardCharsets.US_ASCII)), 2)), masks.record());
	}
}
