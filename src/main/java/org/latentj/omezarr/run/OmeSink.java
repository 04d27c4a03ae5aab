
package org.latentj.omezarr.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.latentj.image.Mask;
import org.latentj.operation.enlarging.Margins;
import org.latentj.stack.MadePictures;
import org.latentj.stack.PictureSink;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.ImgUtil;
import net.imglib2.view.Views;

/** Takes what is made of one picture of an {@link OmeStack}. */
final class OmeSink implements PictureSink {

	private final OmeStack stack;

	private final int index;

	private final boolean resized;

	private OmeOutput.Size size;

	private List<Img<?>> planes;

	private Img<UnsignedByteType> generated;

	/**
	 * @param index of the picture
	 * @param resized whether what is made has a size of its own
	 */
	OmeSink(final OmeStack stack, final int index, final boolean resized) {
		this.stack = stack;
		this.index = index;
		this.resized = resized;
	}

	@Override
	public void put(final int only, final MadePictures made) throws IOException {
		requireOne(made);
		final Tensor pixels = made.pixels();
		final int w = pixels.size(3);
		final int h = pixels.size(2);
		final Mask whole = Mask.whole(w, h);
		if (resized) {
			size = new OmeOutput.Size(w, h, w / (double) stack.width(), 0, 0);
			planes = List.copyOf(stack.planes(index, pixels));
			generated = ones(whole);
		}
		else {
			replace(only, made, whole, stack.all());
		}
	}

	@Override
	public void replace(final int only, final MadePictures made,
		final Mask weights, final Interval box) throws IOException
	{
		requireOne(made);
		keep();
		final List<? extends Img<?>> parts = stack.merged(index, made.pixels(), 0,
			weights, stack.originals(index, box));
		for (int c = 0; c < parts.size(); c++) {
			copy(parts.get(c), planes.get(c), box);
		}
		copy(ones(weights), generated, box);
	}

	@Override
	public void extend(final int only, final MadePictures made,
		final Margins margins, final Mask weights) throws IOException
	{
		requireOne(made);
		final Tensor pixels = made.pixels();
		size = new OmeOutput.Size(pixels.size(3), pixels.size(2), 1, margins.left(),
			margins.top());
		planes = new ArrayList<>();
		final Interval old = FinalInterval.createMinSize(margins.left(), margins
			.top(), stack.width(), stack.height());
		final List<Img<?>> blanks = List.copyOf(stack.planes(index, pixels));
		final List<Img<? extends RealType<?>>> originals = stack.originals(index,
			stack.all());
		for (int c = 0; c < blanks.size(); c++) {
			copy(originals.get(c), blanks.get(c), old);
		}
		planes.addAll(stack.merged(index, pixels, 0, weights, blanks));
		generated = ones(weights);
	}

	/** Leaves the picture as it is. */
	void keep() throws IOException {
		if (planes == null) {
			size = OmeOutput.Size.of(stack);
			planes = List.copyOf(stack.originals(index, stack.all()));
			generated = ArrayImgs.unsignedBytes(stack.width(), stack.height());
		}
	}

	static void requireOne(final MadePictures made) {
		OmeWork.requireOne(made.items());
	}

	/** 1 where something of a picture is taken. */
	private static Img<UnsignedByteType> ones(final Mask weights) {
		final float[] values = weights.tensor().data();
		final byte[] ones = new byte[values.length];
		for (int i = 0; i < ones.length; i++) {
			ones[i] = (byte) (values[i] > 0 ? 1 : 0);
		}
		return ArrayImgs.unsignedBytes(ones, weights.width(), weights.height());
	}

	/** NB: both are of one type, whatever that is. */
	@SuppressWarnings("unchecked")
	private static void copy(final RandomAccessibleInterval<?> from,
		final RandomAccessibleInterval<?> to, final Interval box)
	{
		ImgUtil.copy((RandomAccessibleInterval<UnsignedByteType>) from, Views
			.zeroMin(Views.interval((RandomAccessibleInterval<UnsignedByteType>) to,
				box)));
	}

	/** What it took. */
	OmeOutput output() {
		return new OmeOutput(stack, size);
	}

	/** One for each channel. */
	List<Img<?>> planes() {
		return planes;
	}

	/** 1 where pixels were generated. */
	Img<UnsignedByteType> generated() {
		return generated;
	}
}
