
package org.latentj.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

/**
 * Tests {@link LatentGeometry}, {@link LatentArithmetic} and
 * {@link LatentBatches} against the reference's nodes.
 */
public class LatentOperationsTest {

	private static final double TOLERANCE = 1e-6;

	private Weights golden;

	private Latent latent;

	private Latent other;

	@BeforeEach
	public void read() throws IOException {
		golden = Golden.open("upscale.safetensors");
		latent = Latent.of(golden.read("latent"));
		other = Latent.of(golden.read("comp_from"));
	}

	@Test
	public void flips() throws IOException {
		same("LatentFlip/x-axis: vertically", LatentGeometry.flipVertically(
			latent));
		same("LatentFlip/y-axis: horizontally", LatentGeometry.flipHorizontally(
			latent));
	}

	@Test
	public void rotatesClockwise() throws IOException {
		for (final int degrees : new int[] { 90, 180, 270 }) {
			same("LatentRotate/" + degrees + " degrees", LatentGeometry.rotate(latent,
				degrees));
		}
		assertThrows(IllegalArgumentException.class, () -> LatentGeometry.rotate(
			latent, 45));
	}

	@Test
	public void composites() throws IOException {
		same("LatentComposite/x16y24f0", LatentGeometry.composite(latent, other, 2,
			3, 0));
		same("LatentComposite/x16y24f16", LatentGeometry.composite(latent, other, 2,
			3, 2));
	}

	@Test
	public void compositesBeyondTheEdgeByLeavingOut() {
		final Latent out = LatentGeometry.composite(latent, other, 6, 8, 0);
		assertEquals(other.samples().data()[0], out.samples().data()[8 * 7 + 6]);
		assertThrows(IllegalArgumentException.class, () -> LatentGeometry.composite(
			latent, other, 7, 0, 0));
	}

	@Test
	public void crops() {
		final Tensor cut = LatentGeometry.crop(latent, 1, 2, 3, 4).samples();
		assertArrayEquals(new int[] { 2, 4, 4, 3 }, cut.shape());
		assertEquals(latent.samples().data()[2 * 7 + 1], cut.data()[0]);
		assertEquals(latent.samples().data()[7 * 63 + 5 * 7 + 3], cut.data()[cut
			.length() - 1]);
		// NB: the reference silently returns an empty latent for such a request.
		assertThrows(IllegalArgumentException.class, () -> LatentGeometry.crop(
			latent, 5, 1, 6, 8));
	}

	@Test
	public void addsSubtractsAndMultiplies() throws IOException {
		same("LatentAdd", LatentArithmetic.add(latent, other));
		same("LatentSubtract", LatentArithmetic.subtract(latent, other));
		same("LatentMultiply", LatentArithmetic.multiply(latent, 0.5));
	}

	@Test
	public void interpolates() throws IOException {
		final Latent first = LatentBatches.fromBatch(latent, 0, 1);
		same("LatentInterpolate_b1", LatentArithmetic.interpolate(first, other,
			0.3));
		assertThrows(IllegalArgumentException.class, () -> LatentArithmetic
			.interpolate(first, other, Double.NaN));
	}

	@Test
	public void interpolatesNothingBetweenZeros() {
		final Latent zero = Latent.of(Tensor.zeros(1, 4, 2, 2));
		assertClose("zeros", zero.samples(), LatentArithmetic.interpolate(zero,
			zero, 0.5).samples(), 0);
	}

	@Test
	public void batchesWithTheIndicesOfBoth() throws IOException {
		final Latent batch = LatentBatches.batch(latent, other);
		same("LatentBatch/samples", batch);
		assertEquals(Optional.of(List.of(0, 1, 0)), batch.batchIndices());
	}

	@Test
	public void repeats() throws IOException {
		final Latent twice = LatentBatches.repeat(latent, 2);
		same("RepeatLatentBatch/2", twice);
		assertEquals(Optional.empty(), twice.batchIndices());
		same("LatentFromBatch/1_2", LatentBatches.fromBatch(twice, 1, 2));
	}

	@Test
	public void givesFurtherCopiesNoiseOfTheirOwn() {
		final Latent item = LatentBatches.fromBatch(LatentBatches.repeat(latent, 3),
			4, 2);
		assertEquals(List.of(4, 5), item.batchIndices().get());
		assertEquals(List.of(4, 5, 6, 7), LatentBatches.repeat(item, 2)
			.batchIndices().get());
	}

	@Test
	public void takesItemsWithTheirIndicesAndMasks() {
		final Tensor masks = Tensor.concat(List.of(Tensor.full(0, 1, 1, 3, 3),
			Tensor.full(1, 1, 1, 3, 3)));
		final Latent item = LatentBatches.fromBatch(latent.withNoiseMask(masks), 1,
			1);
		assertEquals(List.of(1), item.batchIndices().get());
		assertClose("mask", Tensor.full(1, 1, 1, 3, 3), item.noiseMask().get(), 0);
		assertThrows(IllegalArgumentException.class, () -> LatentBatches.fromBatch(
			latent, 1, 2));
	}

	private void same(final String name, final Latent actual) throws IOException {
		assertClose(name, golden.read(name), actual.samples(), TOLERANCE);
	}
}
