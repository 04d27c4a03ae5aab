
package org.latentj.studio.run;

import ij.ImagePlus;

import java.awt.Rectangle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Remembers what the current images were, and so sees when one was given a
 * larger canvas: the same image, with its old plane, bit by bit, where
 * {@code Image > Adjust > Canvas Size...} puts it, and one value all around.
 */
public final class CanvasWatch {

	/** Bytes of a plane up to which it is remembered. */
	private static final long MOST_PLANE = 1L << 26;

	/** Bytes of all slices up to which its old part can be cut out. */
	private static final long MOST_BYTES = 1L << 28;

	/** Images that are remembered at a time. */
	private static final int MOST_IMAGES = 4;

	private final Map<ImagePlus, Seen> seen = new WeakHashMap<>();

	/**
	 * @param plane the last one before the canvas was enlarged
	 * @param width of the image when it was seen last
	 * @param height likewise
	 * @param old where the plane lies in it, if it was enlarged
	 */
	private record Seen(KnownPlane plane, int width, int height,
			Optional<Rectangle> old) {
	}

	/**
	 * Looks at an image as it is now. Larger ones than 64 MB a plane or 256 MB in
	 * all are not followed.
	 *
	 * @param image null for none
	 * @return where its old pixels lie, if its canvas was enlarged; it stays so
	 *         until these pixels or the border change
	 */
	public Optional<Rectangle> look(final ImagePlus image) {
		if (image == null) {
			return Optional.empty();
		}
		final long plane = (long) image.getWidth() * image.getHeight() * image
			.getBytesPerPixel();
		if (image.getProcessor() == null || plane > MOST_PLANE || plane * image
			.getStackSize() > MOST_BYTES)
		{
			seen.remove(image);
			return Optional.empty();
		}
		final KnownPlane now = KnownPlane.of(image);
		final Seen before = seen.get(image);
		final Optional<Rectangle> old = before == null ? Optional.empty() : old(
			before, now);
		if (old.isPresent()) {
			seen.put(image, new Seen(before.plane, now.width(), now.height(), old));
		}
		else if (before == null || !before.plane.equalTo(now)) {
			if (before == null && seen.size() >= MOST_IMAGES) {
				seen.clear();
			}
			seen.put(image, new Seen(now.copy(), now.width(), now.height(), Optional
				.empty()));
		}
		return old;
	}

	/** NB: Canvas Size does the same with all slices. */
	private static Optional<Rectangle> old(final Seen before,
		final KnownPlane now)
	{
		if (now.width() == before.width && now.height() == before.height) {
			return before.old.filter(r -> now.slice() != before.plane.slice() ||
				before.plane.liesIn(now, r.x, r.y));
		}
		final int right = now.width() - before.plane.width();
		final int below = now.height() - before.plane.height();
		if (right < 0 || below < 0 || right + below == 0 || now
			.slice() != before.plane.slice())
		{
			return Optional.empty();
		}
		for (final int y : places(below)) {
			for (final int x : places(right)) {
				if (before.plane.liesIn(now, x, y)) {
					return Optional.of(new Rectangle(x, y, before.plane.width(),
						before.plane.height()));
				}
			}
		}
		return Optional.empty();
	}

	/** In the middle, as is usual, at the begin, at the end. */
	private static Set<Integer> places(final int room) {
		return new LinkedHashSet<>(List.of(room / 2, 0, room));
	}
}
