
package org.latentj.image;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.imglib2.FinalInterval;

/** Tests {@link PictureMemory}. */
class PictureMemoryTest {

	@Test
	void letsUsualPicturesPass() {
		PictureMemory.require(1, 1, 1);
		PictureMemory.require(4096, 4096, 1);
		PictureMemory.require(512, 512, 64);
	}

	@ParameterizedTest
	@CsvSource({ "30000, 20000, 1", "20000, 20000, 1", "16384, 16384, 1",
		"512, 512, 1024" })
	void saysWhatIsNeededAndWhatThereIs(final int width, final int height,
		final int pictures)
	{
		final String message = message(width, height, pictures);
		final long heap = Math.round(Runtime.getRuntime().maxMemory() / 1048576.0);
		assertTrue(message.contains(pictures + " picture") && message.contains(
			width + "x" + height) && message.contains(heap + " MB") && message
				.contains("-Xmx") && message.contains("surroundings"), message);
	}

	@ParameterizedTest
	@CsvSource({ "30000, 30000, 1", "2147483647, 2147483647, 1",
		"512, 512, 4096" })
	void refusesWhatNoArrayHolds(final int width, final int height,
		final int pictures)
	{
		final String message = message(width, height, pictures);
		assertTrue(message.contains("2147483639 fit into an array"), message);
	}

	private static String message(final int width, final int height,
		final int pictures)
	{
		return assertThrows(IllegalArgumentException.class, () -> PictureMemory
			.require(width, height, pictures)).getMessage();
	}

	@Test
	void guardsMasks() {
		assertThrows(IllegalArgumentException.class, () -> Mask.whole(30_000,
			20_000));
		assertThrows(IllegalArgumentException.class, () -> Mask.selection(
			FinalInterval.createMinSize(0, 0, 30_000, 20_000), new byte[0], 30_000,
			20_000));
	}
}
