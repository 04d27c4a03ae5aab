
package org.latentj.imageplus.planes;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ImageProcessor;

import java.util.Optional;

/**
 * The slices of an image as they were when work on it began. Slices in memory
 * are the image's own arrays until they are {@link #keep kept}, which copies
 * them, so that nobody who draws on the image changes them. Slices of a virtual
 * stack are read when they are asked for, but the one that was shown, which
 * memory holds already. Who is done with a slice may {@link #take} the copy.
 */
public final class TakenStack extends VirtualStack {

	private final ImagePlus image;

	private final ImageStack source;

	private final boolean inMemory;

	private final Optional<ColourTable> colours;

	/** By slice: the image's arrays; of a virtual stack that of the shown one. */
	private final Object[] arrays;

	/** By slice: copies, and what the table of colours makes of numbers. */
	private final Object[] kept;

	private final String[] labels;

	/**
	 * @param colours by which pixels are looked up, if they are numbers of
	 *          colours
	 */
	TakenStack(final ImagePlus image, final Optional<ColourTable> colours) {
		super(image.getWidth(), image.getHeight());
		this.image = image;
		this.colours = colours;
		source = image.getStack();
		inMemory = !source.isVirtual();
		arrays = new Object[source.size()];
		kept = new Object[source.size()];
		labels = new String[source.size()];
		if (inMemory) {
			for (int n = 1; n <= arrays.length; n++) {
				arrays[n - 1] = source.getPixels(n);
				labels[n - 1] = source.getSliceLabel(n);
			}
		}
		else if (!image.isComposite()) {
			arrays[image.getCurrentSlice() - 1] = image.getProcessor().getPixels();
		}
		setBitDepth(colours.map(ColourTable::bitDepth).orElse(image.getBitDepth()));
	}

	/** Whether an image's slices are not all in memory. */
	static boolean isVirtual(final ImagePlus image) {
		return image.getStack() instanceof TakenStack taken ? !taken.inMemory
			: image.getStack().isVirtual();
	}

	/** Copies a slice that memory holds, if it has not been copied yet. */
	public void keep(final int n) {
		if (kept[n - 1] == null && arrays[n - 1] != null) {
			kept[n - 1] = looked(ImagePlusPlanes.copy(arrays[n - 1]));
		}
	}

	/** A slice's pixels for somebody who changes them and is the last to ask. */
	public Object take(final int n) {
		keep(n);
		final Object own = kept[n - 1];
		kept[n - 1] = null;
		return own == null ? ImagePlusPlanes.copy(getPixels(n)) : own;
	}

	/** A slice's pixels as the image has them. */
	public Object original(final int n) {
		return colours.isEmpty() && kept[n - 1] != null ? kept[n - 1] : raw(n);
	}

	@Override
	public Object getPixels(final int n) {
		return kept[n - 1] == null ? looked(raw(n)) : kept[n - 1];
	}

	private Object raw(final int n) {
		if (arrays[n - 1] != null) {
			return arrays[n - 1];
		}
		// NB: ImageJ's lock for moving to another slice.
		synchronized (image) {
			return source.getPixels(n);
		}
	}

	private Object looked(final Object pixels) {
		return colours.isEmpty() ? pixels : colours.get().apply((byte[]) pixels);
	}

	@Override
	public ImageProcessor getProcessor(final int n) {
		final ImageProcessor slice = ImagePlusPlanes.processor(getPixels(n),
			getWidth(), getHeight(), colours.isEmpty() ? getColorModel() : null);
		slice.setSliceNumber(n);
		return slice;
	}

	@Override
	public int size() {
		// NB: the superclass's constructor may ask.
		return arrays == null ? 0 : arrays.length;
	}

	@Override
	public int getSize() {
		return size();
	}

	@Override
	public String getSliceLabel(final int n) {
		if (inMemory) {
			return labels[n - 1];
		}
		synchronized (image) {
			return source.getSliceLabel(n);
		}
	}

	@Override
	public String[] getSliceLabels() {
		return labels.clone();
	}
}
