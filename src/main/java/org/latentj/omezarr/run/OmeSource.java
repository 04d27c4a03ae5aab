
package org.latentj.omezarr.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.batch.BatchItem;
import org.latentj.omezarr.OmeFile;
import org.latentj.omezarr.OmeImage;

/**
 * The pictures of the chosen images of an OME-Zarr, one after the other, each
 * an item of a batch. An item's name is the image's key and the picture's
 * place: {@code A/1/0 c=1 z=20 t=3}.
 */
public final class OmeSource {

	private final OmeFile file;

	private final Map<String, OmeStack> stacks = new LinkedHashMap<>();

	private final List<Picture> pictures = new ArrayList<>();

	/**
	 * A picture.
	 *
	 * @param stack it is in
	 * @param index which one of that
	 */
	public record Picture(OmeStack stack, int index) {

		/** Unique in the file. */
		public String name() {
			final String key = stack.image().key();
			return (key.isEmpty() ? "" : key + " ") + stack.place(index);
		}
	}

	/**
	 * Reads what there is, but no pixels.
	 *
	 * @throws IllegalArgumentException if there is no such image, level or
	 *           position
	 * @throws IOException if it cannot be read, or is not valid
	 */
	public OmeSource(final OmeFile file, final OmeChoice choice)
		throws IOException
	{
		this.file = file;
		for (final String key : file.chosen(choice.image())) {
			final OmeStack stack = new OmeStack(OmeImage.open(file.store(), key),
				choice);
			stacks.put(key, stack);
			for (int i = 0; i < stack.count(); i++) {
				pictures.add(new Picture(stack, i));
			}
		}
	}

	/** The file. */
	public OmeFile file() {
		return file;
	}

	/** The pictures of each image, by its key. */
	public Map<String, OmeStack> stacks() {
		return stacks;
	}

	/** The picture of an item. */
	public Picture picture(final BatchItem item) {
		return pictures.get(item.index());
	}

	/** An item for each picture. */
	public List<BatchItem> items() {
		final List<BatchItem> items = new ArrayList<>();
		for (final Picture picture : pictures) {
			items.add(new BatchItem(items.size(), picture.name(), picture.name()
				.replace('/', '-')));
		}
		return items;
	}
}
