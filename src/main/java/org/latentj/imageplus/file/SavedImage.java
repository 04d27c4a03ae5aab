
package org.latentj.imageplus.file;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.RoiEncoder;
import ij.io.TiffEncoder;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;

import org.latentj.batch.BatchTask;
import org.latentj.control.Failure;
import org.latentj.imageplus.planes.StackFile;
import org.latentj.provenance.ModelHashes;
import org.latentj.record.GeneratedImage;

/**
 * A picture of a batch, written by ImageJ: a PNG if the file is called so,
 * otherwise a TIFF. The same picture gives the same bytes.
 */
public final class SavedImage implements BatchTask.Result {

	/** Endings of files that can be written. */
	public static final List<String> FORMATS = List.of("tif", "png");

	private static final int BUFFER = 1 << 20;

	private final ImagePlus image;

	private final Map<String, String> others;

	/** @param image may have a record; is changed by being written */
	public SavedImage(final ImagePlus image) {
		this(image, Map.of());
	}

	/**
	 * One that was made with further files.
	 *
	 * @param others SHA-256 of those that its record has no place for, by what
	 *          they are
	 */
	public SavedImage(final ImagePlus image, final Map<String, String> others) {
		this.image = image;
		this.others = Map.copyOf(others);
	}

	@Override
	public String record() {
		return image.getProp(GeneratedImage.JSON);
	}

	@Override
	public Map<String, String> models() {
		final Map<String, String> all = new TreeMap<>(others);
		GeneratedImage.provenance(image).ifPresent(p -> all.putAll(ModelHashes.of(
			p)));
		return all;
	}

	/**
	 * Fails if a file cannot hold a result: before that is made.
	 *
	 * @param file its name
	 * @param bitDepth ImageJ's, of the result
	 * @param slices of the result
	 */
	public static void requireHolds(final String file, final int bitDepth,
		final int slices) throws IOException
	{
		if (isPng(file) && (slices > 1 || bitDepth == Float.SIZE)) {
			throw new IOException("the result has " + slices + " slice(s) of " +
				bitDepth + " bit, a PNG holds one of 8 or 16 bit or RGB: choose the " +
				"format tif");
		}
	}

	private static boolean isPng(final String file) {
		return file.toLowerCase(Locale.ROOT).endsWith(".png");
	}

	/** Bytes that the pixels take. */
	@Override
	public long bytes() {
		return (long) image.getWidth() * image.getHeight() * image.getStackSize() *
			image.getBytesPerPixel();
	}

	/**
	 * Writes it; a stack in a temporary file is then of no use any more.
	 *
	 * @param file ends with one of {@link #FORMATS}
	 * @throws IOException if the file cannot be written, or a PNG cannot hold the
	 *           image, which is one slice of 8 or 16 bit or RGB
	 */
	@Override
	public void write(final Path file) throws IOException {
		try {
			if (isPng(file.toString())) {
				writePng(file);
			}
			else {
				writeTiff(file);
			}
		}
		finally {
			if (image.getStack() instanceof StackFile slices) {
				slices.close();
			}
		}
	}

	/**
	 * NB: what ImageJ's FileSaver does; that one would tell in a dialog, or end
	 * the macro, if a file cannot be written.
	 */
	private void writeTiff(final Path file) throws IOException {
		final FileInfo facts = image.getFileInfo();
		final FileSaver saver = new FileSaver(image);
		facts.info = image.getInfoProperty();
		facts.description = saver.getDescriptionString();
		facts.roi = RoiEncoder.saveAsByteArray(image.getRoi());
		facts.overlay = FileSaver.getOverlay(image);
		facts.properties = image.getPropertiesAsArray();
		facts.sliceLabels = labels();
		if (facts.nImages > 1 && image.getStack() instanceof VirtualStack slices) {
			facts.virtualStack = slices;
		}
		if (facts.nImages > 1 && image.isComposite()) {
			saver.saveDisplayRangesAndLuts(image, facts);
		}
		try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
			Files.newOutputStream(file), BUFFER)))
		{
			new TiffEncoder(facts).write(out);
		}
		catch (final IOException e) {
			// NB: who has it written knows where.
			throw new IOException(Failure.reason(e), e);
		}
		if (hasRecord()) {
			GeneratedImage.addMark(image, file);
		}
	}

	/** NB: pixels that no model made have none. */
	private boolean hasRecord() {
		return GeneratedImage.provenance(image).isPresent();
	}

	/** The slices' labels, as ImageJ takes them; null if there are none. */
	private String[] labels() {
		if (!image.hasImageStack()) {
			return null;
		}
		final ImageStack stack = image.getStack();
		if (stack.size() > 1 && !stack.isVirtual()) {
			return stack.getSliceLabels();
		}
		return stack.getSliceLabel(1) == null ? null : IntStream.rangeClosed(1,
			stack.size()).mapToObj(stack::getSliceLabel).toArray(String[]::new);
	}

	/**
	 * NB: not by a FileSaver, which tells listeners, who would add the record a
	 * moment later, when the file is renamed; nor by ImageJ's writer, which makes
	 * 8 bits of 16 if the LUT is not grey.
	 */
	private void writePng(final Path file) throws IOException {
		requireHolds(file.toString(), image.getBitDepth(), image.getStackSize());
		final ImageProcessor pixels = image.getProcessor();
		final BufferedImage written = pixels instanceof ShortProcessor sixteen
			? sixteen.get16BitBufferedImage() : pixels.getBufferedImage();
		try (ImageOutputStream out = new FileImageOutputStream(file.toFile())) {
			if (!ImageIO.write(written, "png", out)) {
				throw new IOException("Java has no writer for this PNG");
			}
		}
		catch (final IOException e) {
			// NB: who has it written knows where.
			throw new IOException(Failure.reason(e), e);
		}
		if (hasRecord()) {
			GeneratedImage.addRecord(image, file);
		}
	}
}
