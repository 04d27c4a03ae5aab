
package org.latentj.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;
import static org.latentj.golden.Golden.maxDifference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/** With the bundled, trained autoencoder and with one of random weights. */
class TiledVaeTest {

	private static final String TRAINED = "models/latentj-demo.safetensors";

	private static final String RANDOM =
		"src/test/resources/golden/families/micro_sd1.safetensors";

	private static final OrtSettings SETTINGS = OrtSettings.DEFAULT.with(
		MemoryMode.BALANCED);

	private static final StopSignal GO = new StopSignal();

	/** In latent cells; the picture has 40 x 32. */
	private static final int TILE = 24;

	private static final int WIDTH = 320;

	private static final int HEIGHT = 256;

	private static final Tensor PICTURE = picture();

	/** What the whole makes of the picture, by its file. */
	private static final Map<String, Whole> WHOLE = new HashMap<>();

	/**
	 * @param encoded the picture
	 * @param raw that decoded, without clipping
	 */
	private record Whole(Tensor encoded, Tensor raw) {

		static Whole of(final String file) throws IOException {
			if (!WHOLE.containsKey(file)) {
				try (Vae vae = Vae.open(weights(file), SETTINGS)) {
					final Tensor encoded = vae.encode(PICTURE, GO);
					WHOLE.put(file, new Whole(encoded, vae.decodeRaw(encoded, GO)));
				}
			}
			return WHOLE.get(file);
		}
	}

	private static Weights weights(final String file) throws IOException {
		return ModelFamilies.ALL.vae(CheckpointFormats.open(Path.of(file)));
	}

	private static Vae tiled(final String file) throws IOException {
		final Weights w = weights(file);
		return Vae.open(w, SETTINGS).within(2 * TILE * TILE * VaeConfig.of(w)
			.bytesPerCell());
	}

	@ParameterizedTest
	@ValueSource(strings = { TRAINED, RANDOM })
	void decodesAsTheWholeDoes(final String file) throws IOException {
		final Whole whole = Whole.of(file);
		try (Vae tiled = tiled(file)) {
			final Tensor expected = whole.raw().map(v -> Math.min(1, Math.max(0, (v +
				1) / 2)));
			final Tensor actual = tiled.decode(whole.encoded(), GO);
			assertClose("everywhere, in tiles and at their seams", expected, actual,
				1 / 255.0);
			// NB: a seam would be a step from column to column, or row to row, that
			// the whole doesn't have.
			assertClose("steps to the right", steps(expected, 1), steps(actual, 1),
				1 / 255.0);
			assertClose("steps down", steps(expected, WIDTH), steps(actual, WIDTH),
				1 / 255.0);
			assertTrue(maxDifference(expected, Tensor.full(0.5f, expected
				.shape())) > 0.3, "there is something in the picture");
		}
	}

	@Test
	void decidesForEachRunWhetherItGoesInTiles() throws IOException {
		final Weights w = weights(RANDOM);
		try (Vae vae = Vae.open(w, SETTINGS)) {
			final Tensor latent = Tensor.zeros(1, 4, 4, 4);
			final Vae first = vae.within(16 * VaeConfig.of(w).bytesPerCell());
			first.decode(latent, GO);
			assertFalse(first.wentInTiles());
			final Vae second = vae.within(16 * VaeConfig.of(w).bytesPerCell() - 1);
			second.decode(latent, GO);
			assertTrue(second.wentInTiles());
			assertFalse(first.wentInTiles());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { TRAINED, RANDOM })
	void encodesAsTheWholeDoes(final String file) throws IOException {
		final Tensor expected = Whole.of(file).encoded();
		try (Vae tiled = tiled(file)) {
			double squares = 0;
			for (final float v : expected.data()) {
				squares += v * v;
			}
			final double rms = Math.sqrt(squares / expected.length());
			assertClose("in units of the latent's own size", expected.times(1 / rms),
				tiled.encode(PICTURE, GO).times(1 / rms), 1 / 255.0);
		}
	}

	/**
	 * NB: in the random network attention hardly counts, so that it shows all
	 * else; in the trained one it does, 6.2/255 with tiles as small as these.
	 */
	@ParameterizedTest
	@CsvSource({ RANDOM + ", 1, 1", TRAINED + ", 8, 5" })
	void restrictsAttentionAloneWhereTheDeepPartGoesInTilesToo(final String file,
		final double levels, final double levelsOfSteps) throws IOException
	{
		final Weights w = weights(file);
		final VaeConfig config = VaeConfig.of(w);
		final Whole whole = Whole.of(file);
		try (TiledVae tiled = new TiledVae(w, config, SETTINGS)) {
			final Tensor expected = whole.raw();
			final Tensor actual = tiled.decode(whole.encoded(), TiledVae.Cut.of(
				config, TILE * TILE * config.bytesPerCell(), TILE * TILE * config
					.deepBytesPerCell()), GO);
			// NB: a level of 255 is 2/255 in the network's range of -1 to 1.
			assertClose("pixels", expected, actual, levels * 2 / 255);
			assertClose("steps to the right", steps(expected, 1), steps(actual, 1),
				levelsOfSteps * 2 / 255);
			assertClose("steps down", steps(expected, WIDTH), steps(actual, WIDTH),
				levelsOfSteps * 2 / 255);
		}
	}

	@Test
	void looksAsFarAroundAsItsConvolutionsDo() throws IOException {
		final Weights w = weights(RANDOM);
		final VaeGraph.Source source = new VaeGraph.Source(w, VaeConfig.of(w),
			OrtSettings.DEFAULT);
		// NB: three levels of an enlarging and three blocks of two convolutions,
		// and the last one, in cells of 2, 4 and 8 samples
		assertEquals((int) Math.ceil(7 / 2.0 + 7 / 4.0 + 7 / 8.0 + 1 / 8.0),
			VaeGraph.shallowDecoder(source).reach());
		assertEquals(19, VaeGraph.shallowDecoder(source).norms());
		assertEquals((int) Math.ceil(1 / 8.0 + 6 / 8.0 + 6 / 4.0 + 6 / 2.0),
			VaeGraph.shallowEncoder(source).reach());
	}

	/** Structure on several scales: a slope, blobs, stripes, noise. */
	private static Tensor picture() {
		final Random random = new Random(5);
		final Tensor picture = Tensor.zeros(1, 3, HEIGHT, WIDTH);
		final double[][] blobs = new double[40][];
		for (int i = 0; i < blobs.length; i++) {
			blobs[i] = random.doubles(6).toArray();
		}
		for (int i = 0; i < picture.length(); i++) {
			final int x = i % WIDTH;
			final int y = i / WIDTH % HEIGHT;
			final int channel = i / WIDTH / HEIGHT;
			double v = 0.1 + 0.3 * x / WIDTH * (channel == 0 ? 1 : 0.4) + (x > WIDTH /
				2 ? 0.2 : 0.02) * Math.sin(y / 7.0 + channel);
			for (final double[] b : blobs) {
				final double radius = WIDTH * (0.01 + 0.1 * b[2] * b[2]);
				final double r = Math.hypot(x - b[0] * WIDTH, y - b[1] * HEIGHT) /
					radius;
				v += (b[3 + channel] - 0.3) * Math.min(1, Math.exp(3 - 3 * r * r));
			}
			picture.data()[i] = (float) Math.max(0, Math.min(1, v + 0.02 * random
				.nextGaussian()));
		}
		return picture;
	}

	/** Differences of each sample from the one so far before it. */
	private static Tensor steps(final Tensor x, final int distance) {
		final Tensor steps = Tensor.zeros(x.shape());
		for (int i = distance; i < x.length(); i++) {
			steps.data()[i] = x.data()[i] - x.data()[i - distance];
		}
		return steps;
	}
}
