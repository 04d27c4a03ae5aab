
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
import java.util.stream.IntStream;

/**
 * A stack in a temporary file, so that memory holds a slice at a time however
 * many there are. What {@link #setPixels} is given is written; a slice of which
 * nothing was given is black. The file is deleted when the stack is closed,
 * when nobody uses it any more, or when Java ends.
 */
final class StackFile extends VirtualStack implements AutoCloseable {

	private static final Cleaner CLEANER = Cleaner.create();

	private final int sliceBytes;

	private final String room;

	private final RandomAccessFile file;

	private final Cleaner.Cleanable removal;

	/** By slice: where it is in the file. */
	private final List<Integer> places;

	private final List<String> labels = new ArrayList<>();

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
		places = new ArrayList<>(IntStream.range(0, size).boxed().toList());
		places.forEach(p -> labels.add(null));
		room = "the slices of a virtual stack, " + size + " of " + sliceBytes +
			" bytes, cannot be kept in " + System.getProperty("java.io.tmpdir") +
			": free the room there, or start Java with -Djava.io.tmpdir=FOLDER; ";
		try {
			final Path path = Files.createTempFile("latentj-", ".slices");
			path.toFile().deleteOnExit();
			file = new RandomAccessFile(path.toFile(), "rw");
			if (path.getFileSystem().supportedFileAttributeViews().contains(
				"posix"))
			{
				// NB: the open file stays until it is closed, or the process ends,
				// however it does.
				Files.delete(path);
			}
			removal = CLEANER.register(this, new Removal(file, path));
			file.setLength((long) size * sliceBytes);
		}
		catch (final IOException e) {
			throw failure(e);
		}
	}

	/** NB: must not know the stack, or that would be in use for ever. */
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

	/** Deletes the file. */
	@Override
	public void close() {
		removal.clean();
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
			file.seek((long) place(n) * sliceBytes);
			file.write(bytes.array());
		}
		catch (final IOException e) {
			throw failure(e);
		}
	}

	@Override
	public synchronized Object getPixels(final int n) {
		final byte[] bytes = new byte[sliceBytes];
		try {
			file.seek((long) place(n) * sliceBytes);
			file.readFully(bytes);
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

	private int place(final int n) {
		return places.get(n - 1);
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
