
package org.latentj.command.workflow;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.imageplus.OpenImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.workflow.node.LoadedPicture;
import org.latentj.workflow.run.WorkflowRun;

/**
 * The pictures of a record of a workflow among the open images, by their
 * pixels. NB: the record may be anybody's: none of its names is taken for a
 * path, only images that somebody has opened are looked at, and their files.
 *
 * @param images of the record, by node
 * @param used the picture that the workflow was made for, if it tells
 */
record RecordedInputs(Map<String, InputImage> images, Optional<UsedImage> used)
		implements
			LoadedPicture.Finder {

	private static final PositionChoice ALL = PositionChoice.of(true);

	@Override
	public LoadedPicture find(final String name) {
		final InputImage wanted = images.values().stream().filter(i -> LoadedPicture
			.plain(i.title()).equals(name)).findFirst().orElseThrow(
				() -> new IllegalArgumentException(
					"the record does not tell of the image '" + name + "'"));
		final String title = name.substring(1 + Math.max(name.lastIndexOf('/'), name
			.lastIndexOf('\\')));
		final List<ImagePlus> open = OpenImage.all().sorted(Comparator.comparing(
			i -> !i.getTitle().equals(title))).toList();
		return open.stream().flatMap(i -> pictures(i, i.getTitle().equals(title))
			.stream()).map(Candidate::read).flatMap(Optional::stream).filter(
				p -> WorkflowRun.digest(p).equals(wanted.sha256())).findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
				"the image was made from '" + name +
					"', a picture whose pixels have the SHA-256 " + wanted.sha256() +
					": open it first, with the same display range" + (open.stream()
						.anyMatch(i -> i.getTitle().equals(title))
							? "; the open image of that title is another one, or was changed"
							: "")));
	}

	/** What may be a picture, and is read to know it. */
	private interface Candidate {

		LoadedPicture get() throws IOException;

		/** NB: an image that cannot be one is none that is looked for. */
		default Optional<LoadedPicture> read() {
			try {
				return Optional.of(get());
			}
			catch (IOException | IllegalArgumentException e) {
				return Optional.empty();
			}
		}
	}

	/** The slice that is shown, the file, and of one of that title all slices. */
	private List<Candidate> pictures(final ImagePlus image,
		final boolean titled)
	{
		final List<Candidate> all = new ArrayList<>();
		all.add(() -> WorkflowPictures.displayed(image));
		used.ifPresent(then -> all.add(() -> then.in(image).orElseThrow(
			() -> new IOException("another image"))));
		// NB: of a PNG the file alone has the transparency.
		WorkflowPictures.file(image).ifPresent(file -> all.add(
			() -> WorkflowPictures.read(file)));
		if (titled && image.getStackSize() > 1) {
			ALL.slicesOf(image, false).forEach(slice -> all.add(() -> WorkflowPictures
				.displayed(OpenImage.picture(image, slice, ALL))));
		}
		return all;
	}
}
