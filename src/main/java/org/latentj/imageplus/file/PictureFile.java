
package org.latentj.imageplus.file;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.io.RoiDecoder;
import ij.io.TiffDecoder;
import ij.plugin.FileInfoVirtualStack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.latentj.provenance.FileMark;

/**
 * Opens a picture's file as ImageJ does, but without windows that wait for
 * somebody: what is wrong with it is an exception, in macros too.
 */
public final class PictureFile {

	/** A picture of this part of Java's memory is large. */
	private static final int LARGE = 8;

	/** Kinds of pixels of which each takes bytes of its own. */
	private static final Set<Integer> WHOLE_BYTES = Set.of(FileInfo.GRAY8,
		FileInfo.COLOR8, FileInfo.GRAY16_SIGNED, FileInfo.GRAY16_UNSIGNED,
		FileInfo.GRAY32_INT, FileInfo.GRAY32_UNSIGNED, FileInfo.GRAY32_FLOAT,
		FileInfo.RGB);

	private PictureFile() {}

	/**
	 * Opens a picture; a TIFF stack that is large for Java's memory as a virtual
	 * one.
	 *
	 * @throws IOException if ImageJ cannot open it, or says that it is damaged,
	 *           or it is a TIFF that is cut off
	 */
	public static ImagePlus open(final Path file) throws IOException {
		return open(file, Runtime.getRuntime().maxMemory() / LARGE);
	}

	/** @param large size in bytes from which on a TIFF stack becomes virtual */
	static ImagePlus open(final Path file, final long large) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new IOException(file + " is not there");
		}
		ImagePlus image = null;
		String reason = "";
		try (NoDialogs messages = new NoDialogs()) {
			try {
				image = opened(file, large);
			}
			catch (final CancellationException e) {
				throw e;
			}
			catch (final OutOfMemoryError e) {
				throw new IOException(file + " needs more memory as a picture than " +
					"Java has, or is damaged so that it says so: " + e.getMessage(), e);
			}
			catch (IOException | RuntimeException e) {
				// NB: ImageJ's readers trust what a file says, and fail in any way.
				reason = e.toString();
			}
			reason = messages.error().orElse(reason);
		}
		if (image == null || !reason.isEmpty()) {
			throw new IOException("ImageJ cannot open " + file +
				" as a picture; it may be damaged or of another kind" + (reason
					.isEmpty() ? "" : ": " + reason));
		}
		requireWhole(file);
		// NB: of a virtual stack ImageJ keeps the first slice's alone.
		for (final FileInfo part : image.getStack().isVirtual() ? slices(file)
			: new FileInfo[] { image.getOriginalFileInfo() })
		{
			requireAllPixels(file, part);
		}
		return image;
	}

	/** NB: ImageJ opens such files, but without all that stood behind. */
	private static void requireWhole(final Path file) throws IOException {
		if (FileMark.isCut(file)) {
			throw new IOException(file + " is cut off: it ends within the list of " +
				"what it tells of its picture, so that a record, or the kind of its " +
				"pixels, may be missing; copy the whole file again");
		}
	}

	/**
	 * NB: ImageJ makes pixels that are not there 0. Only where it reads them in
	 * one piece it is sure how many bytes they take.
	 */
	private static void requireAllPixels(final Path file, final FileInfo facts)
		throws IOException
	{
		if (facts == null || facts.fileFormat != FileInfo.TIFF ||
			facts.compression > FileInfo.COMPRESSION_NONE ||
			facts.samplesPerPixel > 1 && facts.fileType != FileInfo.RGB ||
			!WHOLE_BYTES.contains(facts.fileType) || facts.stripOffsets != null &&
				facts.stripOffsets.length > 1)
		{
			return;
		}
		final long picture = (long) facts.width * facts.height * facts
			.getBytesPerPixel();
		final long missing = facts.getOffset() + picture * facts.nImages + facts
			.getGap() * (facts.nImages - 1L) - Files.size(file);
		if (missing > 0) {
			throw new IOException(file + " is cut off: " + missing +
				" bytes of its pixels are missing; copy the whole file again");
		}
	}

	private static ImagePlus opened(final Path file, final long large)
		throws IOException
	{
		if (file.toString().toLowerCase(Locale.ROOT).matches("(?s).*[.]tiff?") &&
			Files.size(file) > large)
		{
			final FileInfo[] slices = slices(file);
			if (slices.length > 0 && slices.length * slices[0].nImages > 1) {
				return virtual(file, slices[0]);
			}
		}
		if (GreyAlphaPng.is(file)) {
			return GreyAlphaPng.open(file);
		}
		final Opener opener = new Opener();
		opener.setSilentMode(true);
		return opener.openImage(file.toString());
	}

	/** What the directories of a TIFF tell; none of another file. */
	private static FileInfo[] slices(final Path file) throws IOException {
		final FileInfo[] slices = new TiffDecoder(file.getParent() + File.separator,
			file.getFileName().toString()).getTiffInfo();
		return slices == null ? new FileInfo[0] : slices;
	}

	/** NB: as ImageJ opens it, it lacks selection and properties. */
	private static ImagePlus virtual(final Path file, final FileInfo facts) {
		final ImagePlus image = FileInfoVirtualStack.openVirtual(file.toString());
		if (image == null) {
			return null;
		}
		image.setProperties(facts.properties);
		if (facts.roi != null) {
			image.setRoi(RoiDecoder.openFromByteArray(facts.roi));
		}
		return image;
	}
}
