
package org.latentj.imageplus.planes;

import ij.VirtualStack;
import ij.process.ImageProcessor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack in a temporary file, so that memory holds a slice at a time however
 * many there are. What {@link #setPixels} is given is written; a slice of which
 * nothing was given is black. The file is deleted when the stack is closed,
 * when nobody uses it any more, or when Java ends. There is none if it has not
 * room for all slices.
 */
public final class StackFile extends VirtualStack implements AutoCloseable {

	private static final Cleaner CLEANER = Cleaner.create();

	/** Pixels that are moved at once. */
	private static final int PIECE = 1 << 18;

	private final int sliceBytes;

	private final String room;

	/** By slice. */
	private final List<Place> places = new ArrayList<>();

	private final List<String> labels = new ArrayList<>();

	/**
	 * A temporary file.
	 *
	 * @param use when nobody has this any more, the file is deleted
	 * @param removal deletes it now
	 */
	private record SliceFile(RandomAccessFile file, Object use,
			Cleaner.Cleanable removal) {
	}

	/** Where a slice is: from which byte on. */
	private record Place(SliceFile file, long offset) {
	}

	/**
	 * @param bitDepth ImageJ's: 8, 16, 32, or 24 for RGB
	 * @throws UncheckedIOException if there cannot be such a file
	 */
	public StackFile(final int width, final int height, final int bitDepth,
		final int size)
	{
		super(width, height);
		setBitDepth(bitDepth);
		sliceBytes = Math.multiplyExact(Math.multiplyExact(width, height),
			bitDepth == 24 ? Integer.BYTES : bitDepth / Byte.SIZE);
		room = "the slices of a virtual stack, " + size + " of " + sliceBytes +
			" bytes, cannot be kept in " + System.getProperty("java.io.tmpdir") +
			": free the room there, or start Java with -Djava.io.tmpdir=FOLDER; ";
		if (size > 0) {
			final SliceFile file = file((long) size * sliceBytes);
			for (int k = 0; k < size; k++) {
				places.add(new Place(file, (long) k * sliceBytes));
				labels.add(null);
			}
		}
	}

	/**
	 * Stacks one after another. NB: nothing is copied, for which there might be
	 * no room; the stacks share their files with this one and are of no use any
	 * more.
	 *
	 * @param stacks of one size and type, at least one
	 */
	public static StackFile joined(final List<StackFile> stacks) {
		final StackFile first = stacks.get(0);
		final StackFile all = new StackFile(first.getWidth(), first.getHeight(),
			first.getBitDepth(), 0);
		for (final StackFile stack : stacks) {
			all.places.addAll(stack.places);
			all.labels.addAll(stack.labels);
		}
		return all;
	}

	private SliceFile file(final long length) {
		try {
			final Path path = Files.createTempFile("latentj-", ".slices");
			path.toFile().deleteOnExit();
			final long free = Files.getFileStore(path).getUsableSpace();
			// NB: some file systems do not know, and say 0.
			if (free > 0 && free < length) {
				Files.delete(path);
				throw new IOException("only " + free + " bytes are free");
			}
			final RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
			if (path.getFileSystem().supportedFileAttributeViews().contains(
				"posix"))
			{
				// NB: the open file stays until it is closed, or the process ends,
				// however it does.
				Files.delete(path);
			}
			final Object use = new Object();
			final SliceFile slices = new SliceFile(file, use, CLEANER.register(use,
				new Removal(file, path)));
			file.setLength(length);
			return slices;
		}
		catch (final IOException e) {
			throw failure(e);
		}
	}

	/** NB: must not know what is in use, or that would be so for ever. */
	private record Removal(RandomAccessFile file, Path path) implements Runnable {

		@Override
		public void run() {
			try {
				file.close();
				Files.deleteIfExists(path);
			}
			catch (final IOException e) {
				// NB: then it goes when Java ends.
			}
		}
	}

	/** Deletes the files. */
	@Override
	public void close() {
		places.forEach(p -> p.file.removal.clean());
	}

	private UncheckedIOException failure(final IOException e) {
		return new UncheckedIOException(room + e.getMessage(), e);
	}

	@Override
	public synchronized void setPixels(final Object pixels, final int n) {
		each(n, (file, piece, from, count) -> {
			if (pixels instanceof byte[] eight) {
				piece.put(eight, from, count);
			}
			else if (pixels instanceof short[] sixteen) {
				piece.asShortBuffer().put(sixteen, from, count);
			}
			else if (pixels instanceof float[] floats) {
				piece.asFloatBuffer().put(floats, from, count);
			}
			else {
				piece.asIntBuffer().put((int[]) pixels, from, count);
			}
			file.write(piece.array(), 0, piece.limit());
		});
	}

	@Override
	public synchronized Object getPixels(final int n) {
		final int length = getWidth() * getHeight();
		final Object pixels = switch (getBitDepth()) {
			case 8 -> new byte[length];
			case 16 -> new short[length];
			case 32 -> new float[length];
			default -> new int[length];
		};
		each(n, (file, piece, from, count) -> {
			file.readFully(piece.array(), 0, piece.limit());
			if (pixels instanceof byte[] eight) {
				piece.get(eight, from, count);
			}
			else if (pixels instanceof short[] sixteen) {
				piece.asShortBuffer().get(sixteen, from, count);
			}
			else if (pixels instanceof float[] floats) {
				piece.asFloatBuffer().get(floats, from, count);
			}
			else {
				piece.asIntBuffer().get((int[]) pixels, from, count);
			}
		});
		return pixels;
	}

	/** Moves pixels between memory and the file, which stands at their place. */
	@FunctionalInterface
	private interface Transfer {

		void move(RandomAccessFile file, ByteBuffer piece, int from, int count)
			throws IOException;
	}

	/** NB: in pieces, so that memory holds a huge slice once. */
	private void each(final int n, final Transfer transfer) {
		final int length = getWidth() * getHeight();
		final int pixelBytes = sliceBytes / length;
		final ByteBuffer piece = ByteBuffer.allocate(Math.min(sliceBytes, PIECE *
			pixelBytes));
		try {
			final Place place = places.get(n - 1);
			place.file.file.seek(place.offset);
			int from = 0;
			while (from < length) {
				final int count = Math.min(PIECE, length - from);
				piece.clear().limit(count * pixelBytes);
				transfer.move(place.file.file, piece, from, count);
				from += count;
			}
		}
		catch (final IOException e) {
			throw failure(e);
		}
	}

	@Override
	public ImageProcessor getProcessor(final int n) {
		final ImageProcessor slice = ImagePlusPlanes.processor(getPixels(n),
			getWidth(), getHeight(), getColorModel());
		slice.setSliceNumber(n);
		return slice;
	}

	@Override
	public int size() {
		// NB: the superclass's constructor may ask.
		return places == null ? 0 : places.size();
	}

	@Override
	public int getSize() {
		return size();
	}

	@Override
	public synchronized String getSliceLabel(final int n) {
		return labels.get(n - 1);
	}

	@Override
	public synchronized void setSliceLabel(final String label, final int n) {
		labels.set(n - 1, label);
	}

	@Override
	public synchronized String[] getSliceLabels() {
		return labels.toArray(String[]::new);
	}

	@Override
	public synchronized void deleteSlice(final int n) {
		places.remove(n - 1);
		labels.remove(n - 1);
	}

	@Override
	public void deleteLastSlice() {
		deleteSlice(size());
	}
}
