
package org.latentj.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.latentj.latent.Tiles.Tile;
import org.latentj.tensor.Tensor;

/** Tests {@link Tiles}. */
public class TilesTest {

	@Test
	public void coversEverySampleWithTheOverlapAskedFor() {
		final List<Tile> tiles = new Tiles(16, 16, 4).plan(40, 24);
		assertEquals(List.of(new Tile(0, 0, 16, 16), new Tile(12, 0, 16, 16),
			new Tile(24, 0, 16, 16), new Tile(0, 12, 16, 12), new Tile(12, 12, 16,
				12), new Tile(24, 12, 16, 12)), tiles);
	}

	@Test
	public void takesASmallInputWhole() {
		assertEquals(List.of(new Tile(0, 0, 5, 7)), new Tiles(16, 16, 4).plan(5,
			7));
	}

	@Test
	public void sharesOverlapsOut() {
		final Tiles tiles = new Tiles(16, 16, 5);
		final int[] covered = new int[40 * 24];
		for (final Tile t : tiles.plan(40, 24)) {
			final Tile core = tiles.core(t, 40, 24);
			assertTrue(core.x() == 0 || core.x() - t.x() == 2);
			for (int i = 0; i < core.width() * core.height(); i++) {
				covered[(core.y() + i / core.width()) * 40 + core.x() + i % core
					.width()]++;
			}
		}
		assertTrue(Arrays.stream(covered).allMatch(n -> n == 1));
	}

	@Test
	public void leavesNoSeamWhereTilesAgree() {
		final Tensor x = noise(2, 3, 37, 51);
		for (final Tiles tiles : Tiles.threeShapes(16, 4)) {
			assertClose(tiles.toString(), x, tiles.map(x, 1, t -> t), 1e-6);
		}
	}

	@Test
	public void blendsEnlargedTiles() {
		final Tensor x = noise(1, 4, 20, 30);
		final Tensor expected = ResizeMethod.NEAREST_EXACT.resize(x, 240, 160);
		final Tensor actual = new Tiles(16, 8, 4).map(x, 8,
			t -> ResizeMethod.NEAREST_EXACT.resize(t, 8 * t.size(3), 8 * t.size(2)));
		assertClose("enlarged", expected, actual, 1e-6);
	}

	@Test
	public void blendsReducedTiles() {
		final Tensor x = noise(1, 3, 160, 96);
		final Tensor actual = new Tiles(64, 64, 16).map(x, 1 / 8.0,
			t -> ResizeMethod.AREA.resize(t, t.size(3) / 8, t.size(2) / 8));
		assertClose("reduced", ResizeMethod.AREA.resize(x, 12, 20), actual, 1e-6);
	}

	@Test
	public void changesGraduallyFromTileToTile() {
		final int[] calls = { 0 };
		final Tensor y = new Tiles(8, 8, 4).map(Tensor.zeros(1, 1, 8, 12), 1,
			t -> Tensor.full(calls[0]++, t.shape()));
		assertEquals(2, calls[0]);
		for (int i = 1; i < 12; i++) {
			final float step = y.data()[i] - y.data()[i - 1];
			assertTrue(step >= 0 && step <= 0.25f, "step " + step + " at " + i);
		}
	}

	@Test
	public void refusesTilesThatAreAllOverlap() {
		assertThrows(IllegalArgumentException.class, () -> new Tiles(8, 4, 4));
		assertThrows(IllegalArgumentException.class, () -> new Tiles(8, 8, -1));
	}

	private static Tensor noise(final int... shape) {
		final Random random = new Random(1);
		return Tensor.zeros(shape).map(v -> random.nextFloat());
	}
}
