
package org.latentj.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.tensor.Tensor;

/** How many items go in a call, and that splitting changes no picture. */
class CallSizeTest {

	private static final UNetConfig SD1 = new UNetConfig(4, 4, 4, 320, 768, false,
		0, 0);

	private static final long CELLS = 64 * 64;

	/** Of an item of this size. */
	private static final long BYTES = 152L * 320 * CELLS;

	private final AtomicLong free = new AtomicLong(Long.MAX_VALUE / 2);

	@Test
	void takesNoMoreItemsThanAreFast() {
		assertEquals(4, size(MemoryMode.PACKED).items(CELLS));
		assertEquals(8, size(MemoryMode.BALANCED).items(CELLS));
		assertEquals(8, size(MemoryMode.MAPPED).items(CELLS));
		assertEquals(16, size(MemoryMode.PACKED).items(32 * 32));
		assertEquals(1, size(MemoryMode.PACKED).items(256 * 256));
	}

	@Test
	void takesWhatFitsInAQuarterOfTheFreeMemoryAndOneAtLeast() {
		free.set(4 * 3 * BYTES);
		assertEquals(3, size(MemoryMode.MAPPED).items(CELLS));
		free.set(2 * 2 * BYTES);
		assertEquals(2, size(MemoryMode.MAPPED).items(CELLS));
		free.set(0);
		assertEquals(1, size(MemoryMode.MAPPED).items(CELLS));
		free.set(-BYTES);
		assertEquals(1, size(MemoryMode.MAPPED).items(CELLS));
	}

	@Test
	void countsWhatIsMadeOfTheTexts() {
		free.set(4 * 3 * BYTES);
		assertEquals(2, new CallSize(SD1, BYTES / 4, MemoryMode.MAPPED).within(
			free::get).items(CELLS));
	}

	@Test
	void decidesOnceForEachSize() {
		free.set(4 * 4 * BYTES);
		final CallSize size = size(MemoryMode.MAPPED);
		assertEquals(4, size.items(CELLS));
		free.set(4 * 2 * BYTES);
		assertEquals(4, size.items(CELLS));
		assertEquals(8, size.items(CELLS / 4));
	}

	@Test
	void countsWhatTheNetworkKeepsOfItsCallsAsFree() {
		free.set(4 * 4 * BYTES);
		final CallSize size = size(MemoryMode.BALANCED);
		size.begin(Tensor.zeros(size.items(CELLS), 1, 64, 64));
		free.addAndGet(-4 * BYTES);
		assertEquals(4, size.within(free::get).items(CELLS));
	}

	private CallSize size(final MemoryMode mode) {
		return new CallSize(SD1, 0, mode).within(free::get);
	}

	/**
	 * NB: packed weights are multiplied in the same order however many rows there
	 * are. Others are not: ONNX Runtime then chooses its blocks by the rows and
	 * the columns that a thread gets, and has a kernel of its own for one row,
	 * the time of one item.
	 */
	@ParameterizedTest
	@EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
	void givesTheSamePredictionsHoweverItemsAreSplit(final MemoryMode mode)
		throws IOException
	{
		final Random random = new Random(1);
		final Tensor x = Tensor.zeros(7, 4, 8, 8).map(v -> (float) random
			.nextGaussian());
		try (UNet unet = UNet.open(CheckpointFormats.open(Path.of("models",
			"latentj-demo.safetensors")).weights().at("model.diffusion_model"), 4,
			OrtSettings.DEFAULT.with(mode)))
		{
			final List<Conditioning> texts = new ArrayList<>();
			for (int i = 0; i < x.size(0); i++) {
				texts.add(Conditioning.ofContext(Tensor.zeros(1, i < 5 ? 77 : 154, unet
					.config().contextWidth()).map(v -> (float) random.nextGaussian())));
			}
			final Tensor whole = unet.stoppedBy(new StopSignal()).predict(x, 500,
				texts);
			for (int most = 1; most <= 3; most++) {
				final long bytes = (most == 1 ? 3L : 4L * most) * (152L * unet.config()
					.modelChannels() * 64 + unet.textBytes());
				final Tensor split = unet.within(() -> bytes).stoppedBy(
					new StopSignal()).predict(x, 500, texts);
				if (mode == MemoryMode.PACKED) {
					assertArrayEquals(whole.data(), split.data(), most + " in a call");
				}
				assertClose(most + " in a call", whole, split, 1e-5);
			}
		}
	}
}
