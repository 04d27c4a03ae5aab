
package org.latentj.onednn;

import java.util.List;

import org.bytedeco.javacpp.FloatPointer;
import org.latentj.control.StopSignal;

/** What is done in Java with few 32-bit numbers. */
final class JavaStep implements Step {

	private final List<View> views;

	private final Work work;

	private FloatPointer[] numbers;

	/** What is done. */
	private interface Work {

		void run(FloatPointer... numbers);
	}

	private JavaStep(final Work work, final View... views) {
		this.work = work;
		this.views = List.of(views);
	}

	/** Cosines or sines; both lie as new ones. */
	static JavaStep wave(final boolean cosine, final View from, final View to) {
		return new JavaStep(n -> {
			for (long i = 0; i < from.numbers(); i++) {
				final float angle = n[0].get(i);
				n[1].put(i, (float) (cosine ? Math.cos(angle) : Math.sin(angle)));
			}
		}, from, to);
	}

	/** Sum or product with broadcasting; all have as many axes. */
	static JavaStep binary(final boolean sum, final View a, final View b,
		final View to)
	{
		return new JavaStep(n -> {
			for (long i = 0; i < to.numbers(); i++) {
				final float x = n[0].get(place(a, to, i));
				final float y = n[1].get(place(b, to, i));
				n[2].put(i, sum ? x + y : x * y);
			}
		}, a, b, to);
	}

	private static long place(final View of, final View in, final long index) {
		long left = index;
		long place = 0;
		for (int axis = in.rank() - 1; axis >= 0; axis--) {
			final long at = left % in.shape()[axis];
			left /= in.shape()[axis];
			place += of.shape()[axis] == 1 ? 0 : at * of.strides()[axis];
		}
		return place;
	}

	@Override
	public List<Buffer> buffers() {
		return views.stream().map(View::buffer).toList();
	}

	@Override
	public void bind(final Dnnl dnnl) {
		numbers = views.stream().map(View::floats).toArray(FloatPointer[]::new);
	}

	@Override
	public void run(final StopSignal stop) {
		work.run(numbers);
	}
}
