
package org.latentj.record;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.process.ColorProcessor;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.Failure;
import org.latentj.pipeline.Picture;
import org.latentj.provenance.FileMark;
import org.latentj.provenance.PngText;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Xmp;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.export.SavedPicture;
import org.latentj.workflow.export.WorkflowExport;

/**
 * A made picture as an RGB image of ImageJ, a batch as a stack. It says how it
 * was made: for people in its Info (Image &gt; Show Info...), for programs in
 * the properties {@value #JSON} and {@value #PARAMETERS}. ImageJ itself keeps
 * these in a TIFF. It does not keep them in a PNG, so this image adds them to
 * the file as soon as ImageJ has written it, and to TIFF and JPEG files the
 * mark by which any program knows that they are generated.
 */
public final class GeneratedImage extends ImagePlus {

	/** Property and PNG keyword of the record: {@link Provenance#toJson()}. */
	public static final String JSON = "latentj";

	/**
	 * Property and PNG keyword of the text that other programs read:
	 * {@link Provenance#toParameters()}.
	 */
	public static final String PARAMETERS = "parameters";

	private static final int TITLE_LENGTH = 40;

	/**
	 * An image without a record yet; what {@link #describe} then says of it comes
	 * into its PNG file, too.
	 *
	 * @param stack one slice or more, of any type
	 */
	public GeneratedImage(final String title, final ImageStack stack) {
		super(title, stack);
	}

	/** Makes an image of a picture. */
	public static GeneratedImage of(final Picture picture,
		final Provenance provenance)
	{
		final Tensor pixels = picture.pixels();
		final ImageStack stack = new ImageStack(pixels.size(-1), pixels.size(-2));
		for (int item = 0; item < pixels.size(0); item++) {
			stack.addSlice(provenance.statement() + ", " + seedAndItem(provenance,
				pixels.size(0), item), new ColorProcessor(pixels.size(-1), pixels.size(
					-2), rgb(pixels, item)));
		}
		final GeneratedImage image = new GeneratedImage(title(provenance), stack);
		describe(image, provenance);
		return image;
	}

	/** Which seed and item of its batch a picture of several has. */
	private static String seedAndItem(final Provenance provenance,
		final int count, final int item)
	{
		final String seeds = provenance.setting("seeds");
		final int batch = seeds.isEmpty() ? count : count / Integer.parseInt(seeds);
		return "seed " + Long.toUnsignedString(Long.parseUnsignedLong(provenance
			.setting("seed")) + item / batch) + ", item " + item % batch;
	}

	/**
	 * The record of a picture: from its properties, or from the PNG file that it
	 * was opened from.
	 *
	 * @throws IllegalArgumentException if it has one that cannot be read, or was
	 *           opened from a TIFF file that is cut off where it would be
	 */
	public static Optional<Provenance> provenance(final ImagePlus image) {
		final String json = image.getProp(JSON);
		try {
			return (json != null ? Optional.of(json) : ofFile(image
				.getOriginalFileInfo(), JSON)).map(Provenance::fromJson);
		}
		catch (final IllegalArgumentException e) {
			throw new IllegalArgumentException("the record of the image '" + image
				.getTitle() + "' cannot be read: " + e.getMessage() +
				". To use its pixels without it, make a new image of them: Edit > " +
				"Copy, File > New > Internal Clipboard", e);
		}
	}

	/**
	 * A text in the PNG file that an image was opened from.
	 *
	 * @throws IllegalArgumentException if it is damaged, or the file a TIFF that
	 *           is cut off
	 */
	private static Optional<String> ofFile(final FileInfo file,
		final String key)
	{
		try {
			if (isTiff(file) && FileMark.isCut(Path.of(file.directory,
				file.fileName)))
			{
				throw new IllegalArgumentException("its file is cut off at its end, " +
					"where a record would be: open the whole file");
			}
			return isPng(file) ? PngText.read(Path.of(file.directory, file.fileName),
				key) : Optional.empty();
		}
		catch (IOException | InvalidPathException e) {
			// NB: the file may be gone or replaced since, or was never one here, but
			// at an address; the image is still there.
			return Optional.empty();
		}
	}

	private static boolean isPng(final FileInfo file) {
		return ending(file).equals("png");
	}

	private static boolean isTiff(final FileInfo file) {
		return List.of("tif", "tiff").contains(ending(file));
	}

	/** The ending of a file's name, in small letters; empty if there is none. */
	private static String ending(final FileInfo file) {
		return file == null || file.fileName == null || file.directory == null ? ""
			: file.fileName.substring(1 + file.fileName.lastIndexOf('.')).toLowerCase(
				Locale.ROOT);
	}

	/** Called by ImageJ after saving, with the file. */
	@Override
	public void setFileInfo(final FileInfo file) {
		if (file != null && file.imageSaved) {
			describeFile(this, file).ifPresent(CallingMacro::fail);
		}
		super.setFileInfo(file);
	}

	/**
	 * Adds to the file that ImageJ has saved an image to what ImageJ did not put
	 * there, if the image has a record: to a PNG all of it; to a TIFF, which has
	 * the record, and to a JPEG, in which there is no room for it, that the image
	 * is generated. A TIFF in a ZIP file stays as it is.
	 *
	 * @return what went wrong; empty if nothing did
	 */
	public static Optional<String> describeFile(final ImagePlus image,
		final FileInfo file)
	{
		if (image.getProp(JSON) == null || ending(file).isEmpty()) {
			return Optional.empty();
		}
		final Path path = Path.of(file.directory, file.fileName);
		try {
			switch (ending(file)) {
				case "png" -> addRecord(image, path);
				case "tif", "tiff" -> {
					if (SavedTiff.is(image, path)) {
						addMark(image, path);
					}
				}
				case "jpg", "jpeg" -> {
					FileMark.addToJpeg(path, Xmp.of(provenance(image).orElseThrow()));
					IJ.log("LatentJ: " + file.fileName + " says that it is generated, " +
						"but not how: JPEG files have no room for the record. Save the " +
						"image as TIFF or PNG, too.");
				}
				default -> {
					// NB: other formats hold neither; docs/publish.md says so.
				}
			}
		}
		catch (IOException | IllegalArgumentException e) {
			return Optional.of((ending(file).equals("png") ? "The settings"
				: "The mark that it is generated") + " could not be added to " +
				file.fileName + ": " + Failure.text(e));
		}
		return Optional.empty();
	}

	/**
	 * Adds an image's record to a PNG file that it was saved to.
	 *
	 * @param image has a record
	 * @throws IOException if the file cannot be written
	 */
	public static void addRecord(final ImagePlus image, final Path file)
		throws IOException
	{
		final Provenance all = provenance(image).orElseThrow();
		final Provenance record = SliceMark.ofCurrentSlice(image, all);
		final Map<String, String> texts = new LinkedHashMap<>();
		// NB: first, since some readers look at the file's beginning only.
		texts.put(Xmp.KEYWORD, Xmp.of(record));
		texts.put(PARAMETERS, record.toParameters());
		texts.put(JSON, record.toJson());
		texts.putAll(WorkflowExport.texts(record, new SavedPicture(image.getWidth(),
			image.getHeight(), image.getType() == COLOR_RGB, PixelMark.isChanged(
				image)), notes(all)));
		PngText.add(file, texts);
	}

	/** What a workflow of a record that somebody has changed should say. */
	private static List<String> notes(final Provenance record) {
		return Contradictions.of(record).map(c -> "The" + c.substring(3) +
			". This workflow has the settings; Make Again... in Fiji runs the command.")
			.stream().toList();
	}

	/**
	 * Says in a TIFF file that it holds a generated image; not beyond 4 GB, where
	 * there is no place for it.
	 *
	 * @param image has a record
	 * @throws IOException if the file cannot be written
	 */
	public static void addMark(final ImagePlus image, final Path file)
		throws IOException
	{
		FileMark.addToTiff(file, Xmp.of(provenance(image).orElseThrow()));
	}

	/** Gives an image that was opened from a PNG the record that it holds. */
	public static void describeFromFile(final ImagePlus image) {
		try {
			if (image.getProp(JSON) == null) {
				provenance(image).ifPresent(p -> {
					describe(image, p);
					if (ofFile(image.getOriginalFileInfo(), WorkflowExport.NONE).filter(
						why -> why.equals(WorkflowExport.CHANGED)).isPresent())
					{
						PixelMark.setChanged(image);
					}
				});
			}
		}
		catch (final IllegalArgumentException e) {
			// NB: who opens an image has not asked for its record; who does is told.
		}
	}

	/**
	 * Says in an image's properties how it was made; its Info so far is replaced.
	 */
	public static void describe(final ImagePlus image,
		final Provenance provenance)
	{
		image.setProp(JSON, provenance.toJson());
		image.setProp(PARAMETERS, provenance.toParameters());
		PixelMark.set(image);
		image.setProperty("Info", provenance.statement() + " by LatentJ\n\n" +
			provenance.toParameters() + "\n\n" + provenance.toJson() + "\n");
	}

	private static String title(final Provenance provenance) {
		final String words = ImageTitle.of(provenance.setting("prompt"));
		final String start = words.isEmpty() ? provenance.operation() : words
			.length() <= TITLE_LENGTH ? words : words.substring(0, TITLE_LENGTH)
				.strip() + "...";
		return start + " (" + provenance.statement() + ")";
	}

	/**
	 * A picture's pixels as ImageJ holds them. NB: 255 times the value, cut off,
	 * not rounded, as ComfyUI saves it.
	 *
	 * @param pixels [N, 3, H, W], red, green, blue in 0 to 1
	 * @param item which of the N
	 * @return [H * W], row after row, opaque ARGB
	 */
	public static int[] rgb(final Tensor pixels, final int item) {
		final float[] data = pixels.data();
		final int plane = pixels.size(-1) * pixels.size(-2);
		final int[] rgb = new int[plane];
		for (int i = 0; i < plane; i++) {
			int packed = 0xff;
			for (int channel = 0; channel < 3; channel++) {
				final float value = 255 * data[(3 * item + channel) * plane + i];
				packed = packed << 8 | (int) Math.max(0, Math.min(255, value));
			}
			rgb[i] = packed;
		}
		return rgb;
	}
}
