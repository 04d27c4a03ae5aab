
package org.latentj.omezarr.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.latentj.batch.BatchTask;
import org.latentj.omezarr.Place;
import org.latentj.zarr.store.FolderStore;

import net.imglib2.RandomAccessibleInterval;

/**
 * What was made of a picture.
 *
 * @param output where it goes
 * @param places of its planes in the source
 * @param planes one for each
 * @param generated 1 where pixels were generated, of the same size
 * @param models what it was made with, see {@link BatchTask#models()}
 */
public record OmeResult(OmeOutput output, List<Place> places,
		List<? extends RandomAccessibleInterval<?>> planes,
		RandomAccessibleInterval<?> generated, Map<String, String> models)
		implements
			BatchTask.Result {

	/**
	 * Writes its chunks or shards.
	 *
	 * @param folder gets them as the OME-Zarr has them
	 */
	@Override
	public void write(final Path folder) throws IOException {
		final FolderStore store = new FolderStore(folder);
		for (int i = 0; i < places.size(); i++) {
			final Place target = output.target(places.get(i));
			output.image(store).write(target, planes.get(i));
			output.labels(store).write(target, generated);
		}
	}

	@Override
	public long bytes() {
		return (long) places.size() * output.size().width() * output.size()
			.height() * output.stack().type().bytes();
	}

	/** NB: what is told of it is told of the whole image, when it is finished. */
	@Override
	public String record() {
		return "{}";
	}
}
