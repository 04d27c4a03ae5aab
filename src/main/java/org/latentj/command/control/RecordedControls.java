
package org.latentj.command.control;

import ij.ImagePlus;
import ij.WindowManager;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.latentj.command.input.RecordedModels;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.imageplus.OpenImage;
import org.latentj.imageplus.WorkedImage;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.operation.conditioning.Controls;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;

/**
 * What a record says of images that steer, for a call that makes the picture
 * again. NB: names are anybody's text: files and images are known by their
 * SHA-256, and never looked for by a path.
 */
public final class RecordedControls {

	private RecordedControls() {}

	/**
	 * Puts the networks and the open images, under the names that they have now,
	 * into the inputs of a call.
	 *
	 * @param labels whether images are label images of an OME-Zarr, which are
	 *          known with its planes
	 * @throws IllegalArgumentException if one is not there, or was changed
	 */
	public static void find(final Provenance record,
		final Map<String, Object> inputs, final RecordedModels models,
		final boolean labels) throws IOException
	{
		final String name = Controls.SETTING.asked();
		final String given = String.valueOf(inputs.getOrDefault(name, ""));
		final List<ControlRequest> recorded = ControlRequest.parse(record.setting(
			Controls.SETTING.id()));
		if (ControlRequest.parse(given).size() != recorded.size()) {
			throw new IllegalArgumentException("the record of this image gives '" +
				given + "' as control without the SHA-256s by which it could be found");
		}
		final List<ControlRequest> found = new ArrayList<>();
		for (final ControlRequest request : recorded) {
			found.add(find(request, models, labels));
		}
		if (!found.isEmpty()) {
			inputs.put(name, ControlRequest.text(found));
		}
	}

	private static ControlRequest find(final ControlRequest request,
		final RecordedModels models, final boolean labels) throws IOException
	{
		final boolean isOpen = !labels && !request.image().isEmpty();
		if (request.sha256().isEmpty() || isOpen && request.imageSha256()
			.isEmpty())
		{
			throw new IllegalArgumentException("the record of this image gives the " +
				"control '" + request +
				"' without the SHA-256s by which it could be found");
		}
		final String file = models.name(Kind.CONTROL_NET, new ModelFile(request
			.network(), request.sha256()));
		return request.named(file).with(isOpen ? open(request) : request.image())
			.known("", isOpen ? request.imageSha256() : "");
	}

	/** The title of the open image with these pixels. */
	private static String open(final ControlRequest request) {
		for (final ImagePlus image : OpenImage.all().toList()) {
			if (WindowManager.getImage(image.getTitle()) == image && WorkedImage
				.sha256(image).equals(request.imageSha256()))
			{
				return image.getTitle();
			}
		}
		throw new IllegalArgumentException("the image was steered by '" + request
			.image() + "', whose pixels have the SHA-256 " + request.imageSha256() +
			": " + OpenImage.advice(request.image()));
	}
}
