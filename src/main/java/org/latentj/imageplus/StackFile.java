
package org.latentj.imageplus;

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
final class StackFile extends VirtualStack implements AutoCloseable {

	private static final Cleaner CLEANER = Cleaner.create();

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
	StackFile(final int width, final int height, final int bitDepth,
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
	static StackFile joined(final List<StackFile> stacks) {
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
		final ByteBuffer bytes = ByteBuffer.allocate(sliceBytes);
		if (pixels instanceof byte[] eight) {
			bytes.put(eight);
		}
		else if (pixels instanceof short[] sixteen) {
			bytes.asShortBuffer().put(sixteen);
		}
		else if (pixels instanceof float[] floats) {
			bytes.asFloatBuffer().put(floats);
		}
		else {
			bytes.asIntBuffer().put((int[]) pixels);
		}
		try {
			final Place place = places.get(n - 1);
			place.file.file.seek(place.offset);
			place.file.file.write(bytes.array());
		}
		catch (final IOException e) {
			throw failure(e);
		}
	}

	@Override
	public synchronized Object getPixels(final int n) {
		final byte[] bytes = new byte[sliceBytes];
		try {
			final Place place = places.get(n - 1);
			place.file.file.seek(place.offset);
			place.file.file.readFully(bytes);
		}
		catch (final IOException e) {
			throw failure(e);
		}
		final int count = getWidth() * getHeight();
		switch (getBitDepth()) {
			case 8:
				return bytes;
			case 16:
				final short[] shorts = new short[count];
				ByteBuffer.wrap(bytes).asShortBuffer().get(shorts);
				return shorts;
			case 32:
				final float[] floats = new float[count];
				ByteBuffer.wrap(bytes).asFloatBuffer().get(floats);
				return floats;
			default:
				final int[] ints = new int[count];
				ByteBuffer.wrap(bytes).asIntBuffer().get(ints);
				return ints;
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
