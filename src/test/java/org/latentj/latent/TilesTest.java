
package org.latentj.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.latent.Tiles.Tile;

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
	public void refusesTilesThatAreAllOverlap() {
		assertThrows(IllegalArgumentException.class, () -> new Tiles(8, 4, 4));
		assertThrows(IllegalArgumentException.class, () -> new Tiles(8, 8, -1));
	}
}
