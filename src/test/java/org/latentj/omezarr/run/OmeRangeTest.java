
package org.latentj.omezarr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.image.IntensityRange;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.OmePlanes;
import org.latentj.zarr.ArraySpec;
import org.latentj.zarr.DataType;
import org.latentj.zarr.ZarrArray;
import org.latentj.zarr.ZarrNode;
import org.latentj.zarr.store.FolderStore;

/** The intensities of channels. */
class OmeRangeTest {

	@TempDir
	private Path folder;

	/** NB: of a slide, which is read in bands. */
	@Test
	void findsThatOfAPlaneLargerThanABand() throws IOException {
		final FolderStore store = new FolderStore(folder);
		final int[] chunk = { 1, 500, 500 };
		final ZarrArray array = ZarrArray.create(store, "0", new ArraySpec(2,
			new long[] { 2, 4900, 4000 }, chunk, chunk, DataType.UINT16, List.of()));
		final byte[] bright = new byte[400 * 500 * 2];
		Arrays.fill(bright, (byte) 3);
		array.write(new long[] { 1, 4500, 3500 }, new int[] { 1, 400, 500 },
			bright);
		ZarrNode.writeGroup(store, "", 2, JsonParser.parseString(
			"{'multiscales': [{'version': '0.4', 'axes': [{'name': 'z'}, {'name': 'y'}, {'name': 'x'}], 'datasets': [{'path': '0'}]}]}")
			.getAsJsonObject());
		final OmeImage image = OmeImage.open(store, "");
		final OmeRange range = new OmeRange(image, OmePlanes.of(image, 0), 1);
		assertEquals(4, range.slices().size());
		assertEquals(4000, range.slices().get(2).dimension(1));
		assertEquals(900, range.slices().get(3).dimension(1));
		assertEquals(new IntensityRange(0, 0x303), range.shown());
	}
}
