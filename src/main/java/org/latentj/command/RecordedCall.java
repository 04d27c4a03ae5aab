
package org.latentj.command;

import ij.ImagePlus;
import ij.WindowManager;
import ij.io.RoiDecoder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.control.StopSignal;
import org.latentj.imageplus.WorkedImage;
import org.latentj.pipeline.Provenance;
import org.latentj.pipeline.Provenance.Call;
import org.latentj.pipeline.Provenance.InputImage;
import org.latentj.pipeline.Provenance.ModelFile;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.service.InstalledModels;
import org.latentj.service.ModelFolder;
import org.latentj.service.ModelFolder.Kind;
import org.latentj.service.ProvenanceWriter;
import org.scijava.prefs.PrefService;

/**
 * A command as it was called for a picture, ready to be called again: its files
 * and images are looked for, and must be the same.
 */
final class RecordedCall {

	private final Provenance record;

	private final Call call;

	/** @throws IllegalArgumentException if the record tells of no command */
	RecordedCall(final Provenance record) {
		this.record = record;
		this.call = record.call().orElseThrow(() -> new IllegalArgumentException(
			"the record of this image does not tell which command made it"));
	}

	/** The command's label in the menu. */
	String command() {
		return call.command();
	}

	/**
	 * The texts and numbers of the call, as text. NB: records that do not tell of
	 * the samplers' noise are of a time when it was that of ComfyUI up to 0.6.
	 */
	Map<String, String> inputs() {
		final Map<String, String> inputs = new LinkedHashMap<>(call.inputs());
		inputs.putIfAbsent("samplernoise", SamplerNoise.UP_TO_0_6.id());
		return inputs;
	}

	/**
	 * The images of the call, which must be open, with their selection and slice
	 * as they were.
	 */
	Map<String, ImagePlus> images() {
		final Map<String, ImagePlus> images = new LinkedHashMap<>();
		call.images().forEach((name, image) -> images.put(name, open(image)));
		return images;
	}

	/** Fails unless the models are still the same files. */
	void requireSameModels(final PrefService preferences) throws IOException {
		final ModelFolder folder = InstalledModels.folder(preferences);
		final ProvenanceWriter hashes = new ProvenanceWriter(preferences);
		require(hashes, folder.find(Kind.CHECKPOINT, record.checkpoint().name()),
			record.checkpoint());
		if (record.vae().isPresent()) {
			require(hashes, folder.find(Kind.VAE, record.vae().get().name()), record
				.vae().get());
		}
	}

	/**
	 * Fails unless a picture that was made again had the same mask: mask images
	 * are found by their titles, whatever is in them.
	 */
	void requireSameMask(final Provenance again) {
		if (record.mask().isPresent() && !record.mask().equals(again.mask())) {
			throw new IllegalArgumentException("the mask '" + call.inputs().get(
				"mask") +
				"' is not the one that the image was made with, whose SHA-256 is " +
				record.mask().get().sha256() +
				": close or rename the image of that title, and open that mask");
		}
	}

	private static void require(final ProvenanceWriter hashes, final Path file,
		final ModelFile recorded) throws IOException
	{
		if (!hashes.sha256(file, new StopSignal()).equals(recorded.sha256())) {
			throw new IllegalArgumentException(file +
				" is not the file that the image was made with, whose SHA-256 is " +
				recorded.sha256() + ": put that one there");
		}
	}

	private static ImagePlus open(final InputImage wanted) {
		final int[] ids = WindowManager.getIDList();
		for (final int id : ids == null ? new int[0] : ids) {
			final ImagePlus image = WindowManager.getImage(id);
			if (image != null && WorkedImage.sha256(image).equals(wanted.sha256())) {
				image.setSlice(wanted.slice());
				if (!wanted.selection().isEmpty()) {
					image.setRoi(RoiDecoder.openFromByteArray(Base64.getDecoder().decode(
						wanted.selection())));
				}
				return image;
			}
		}
		throw new IllegalArgumentException("the image was made from '" + wanted
			.title() + "', whose pixels have the SHA-256 " + wanted.sha256() +
			": open that image first");
	}
}
