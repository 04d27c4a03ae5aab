
package org.latentj.imageplus;

import ij.ImagePlus;
import ij.process.ImageProcessor;

import java.util.ArrayList;
import java.util.List;

import org.latentj.image.BitDepth;
import org.latentj.imageplus.file.GreyAlphaPng;
import org.latentj.imageplus.planes.ColourTable;
import org.latentj.imageplus.planes.ImagePlusPlanes;
import org.latentj.imageplus.planes.TakenImage;

/** What users should know of their images before these are worked on. */
public final class ImageNotes {

	/** A mask without a pixel of so much makes nothing wholly anew. */
	private static final int STRONG = 128;

	private ImageNotes() {}

	/** Of a picture: in which form it is worked on, and whether its file lies. */
	public static List<String> ofPicture(final ImagePlus picture) {
		final List<String> notes = new ArrayList<>();
		GreyAlphaPng.note(picture).ifPresent(notes::add);
		ColourTable.of(picture).ifPresent(table -> notes.add("the pixels of '" +
			picture.getTitle() + "' are numbers of a table's " + (table.isGrey()
				? "grey levels: it is worked on in these, in 8 bits"
				: "colours: it is worked on, and given back, in RGB")));
		return notes;
	}

	/** Of a mask image: how its pixels are read. */
	public static List<String> ofMask(final ImagePlus mask) {
		final List<String> notes = new ArrayList<>();
		GreyAlphaPng.note(mask).ifPresent(notes::add);
		if (mask.getProcessor().getMinThreshold() != ImageProcessor.NO_THRESHOLD) {
			return notes;
		}
		final String title = "the mask image '" + mask.getTitle() + "'";
		if (ColourTable.of(mask).isEmpty() && ColourTable.greatest(mask, 2) == 1) {
			notes.add(title + " holds 0 and 1 only: 1 is read as 255, make anew");
			return notes;
		}
		final ImagePlus taken = TakenImage.ofMask(mask);
		final int greatest = ColourTable.greatest(taken, STRONG);
		if (ImagePlusPlanes.depth(taken) == BitDepth.UINT8 && greatest > 0 &&
			greatest < STRONG)
		{
			notes.add(title + " holds at most " + greatest + " of 255, so that no " +
				"pixel is made wholly anew; if these are labels, set a threshold " +
				"from 1 on (Image > Adjust > Threshold...)");
		}
		return notes;
	}
}
