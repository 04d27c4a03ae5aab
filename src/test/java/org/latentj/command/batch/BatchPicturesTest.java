
package org.latentj.command.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.io.IOException;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.batch.BatchItem;
import org.latentj.batch.SeedRule;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Operations;
import org.latentj.setting.SettingValues;

class BatchPicturesTest {

	private static BatchPictures painter(final String operation,
		final int batch)
	{
		return new BatchPictures(Operations.ALL.of(operation), Operations.ALL.of(
			operation).completed(SettingValues.none().with(GenerationSettings.BATCH,
				batch)), Optional.empty());
	}

	/** NB: counted before the work, which would be lost otherwise. */
	@ParameterizedTest
	@CsvSource({ "img2img,8,1,3,1,,true", "img2img,8,1,3,1,1-2,false",
		"img2img,8,3,1,1,,false", "img2img,8,1,1,2,,false",
		"img2img,32,1,1,1,,false", "img2img,16,1,1,1,,true",
		"inpaint,8,1,3,1,,true", "inpaint,8,1,3,1,2,false",
		"upscale,8,1,3,1,2,true", "upscale,32,1,1,1,,false",
		"upscale,8,5,1,1,,false" })
	void refusesWhatAPngCannotHoldBeforeTheWork(final String operation,
		final int bits, final int channels, final int slices, final int batch,
		final String named, final boolean fits) throws IOException
	{
		final ImagePlus image = IJ.createHyperStack("a", 8, 8, channels, slices, 1,
			bits);
		final PositionChoice positions = new PositionChoice(false, "", named, "");
		final BatchPictures painter = painter(operation, batch);
		assertTrue(painter.count(image, new BatchItem(0, "a.tif", "a.tif"),
			positions) > 0);
		final BatchItem png = new BatchItem(0, "a.tif", "a.tif.png");
		if (fits) {
			assertEquals(1, painter.count(image, png, positions));
		}
		else {
			assertTrue(assertThrows(IOException.class, () -> painter.count(image, png,
				positions)).getMessage().contains("choose the format tif"));
		}
	}

	/** NB: nobody can draw into a picture of a folder. */
	@Test
	void saysOfAPictureWithoutASelectionWhatABatchTakes() {
		final ImagePlus image = IJ.createImage("a.tif", "8-bit ramp", 16, 16, 1);
		final ImageRun run = new ImageRun(image, new ImageRun.Choices(
			new PositionChoice(false, "", "", ""), "display", SeedRule.SAME));
		final String told = assertThrows(IllegalArgumentException.class,
			() -> painter("inpaint", 1).make(run, image, new BatchItem(0, "a.tif",
				"a.tif"), 5)).getMessage();
		assertTrue(told.contains("no selection is saved in 'a.tif'") && told
			.contains("folder of mask images"), told);
	}
}
