
package org.latentj.omezarr.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.batch.BatchItem;
import org.latentj.omezarr.OmeFile;
import org.latentj.omezarr.OmeImage;
import org.latentj.zarr.store.ZarrException;

/**
 * The pictures of the chosen images of an OME-Zarr, one after the other, each
 * an item of a batch. An item's name is the image's key and the picture's
 * place: {@code A/1/0 c=1 z=20 t=3}. An image is opened when one of its
 * pictures is asked for, so that who works on single items does not read all of
 * a screen.
 */
public final class OmeSource {

	/** With what a picture's place begins. */
	private static final String PLACE = "c=";

	private final OmeFile file;

	private final OmeChoice choice;

	private final List<String> keys;

	private final Map<String, OmeStack> stacks = new HashMap<>();

	/**
	 * A picture.
	 *
	 * @param stack it is in
	 * @param index which one of that
	 */
	public record Picture(OmeStack stack, int index) {
	}

	/** @throws IllegalArgumentException if there is no such image */
	public OmeSource(final OmeFile file, final OmeChoice choice) {
		this.file = file;
		this.choice = choice;
		this.keys = file.chosen(choice.image());
	}

	/** The file. */
	public OmeFile file() {
		return file;
	}

	/**
	 * What became of the chosen images and wells when they were looked for.
	 *
	 * @param usable keys of images
	 * @param absent keys of what is listed, but not there
	 * @param damaged by the keys of the others, what is wrong with them
	 */
	private record Found(List<String> usable, List<String> absent,
			Map<String, ZarrException> damaged) {
	}

	private Found find() throws IOException {
		final Found found = new Found(new ArrayList<>(), new ArrayList<>(file
			.missing(choice.image())), new LinkedHashMap<>(file.damaged(choice
				.image())));
		for (final String key : keys) {
			if (!file.has(key)) {
				found.absent.add(key);
				continue;
			}
			try {
				stack(key);
				found.usable.add(key);
			}
			catch (final ZarrException e) {
				found.damaged.put(key, e);
			}
			catch (final IllegalArgumentException e) {
				// NB: not what is there is wrong, but what was asked of it.
				found.usable.add(key);
			}
		}
		return found;
	}

	/**
	 * The chosen images that are there and not damaged.
	 *
	 * @throws IllegalArgumentException if none is there
	 * @throws IOException if all that are there are damaged, or that cannot be
	 *           found out
	 */
	public List<String> keys() throws IOException {
		final Found found = find();
		if (found.usable.isEmpty() && !found.damaged.isEmpty()) {
			throw found.damaged.values().iterator().next();
		}
		if (found.usable.isEmpty()) {
			throw new IllegalArgumentException("none of the images of '" + file
				.store().name("") + "' is there: " + found.absent);
		}
		return found.usable;
	}

	/**
	 * What is chosen and left out, since it is listed, but not there: wells and
	 * fields.
	 *
	 * @throws IOException if that cannot be found out
	 */
	public List<String> absent() throws IOException {
		return find().absent;
	}

	/**
	 * What is chosen and left out, since the files that describe it are damaged:
	 * by the keys of wells and fields, the file and what is wrong with it.
	 *
	 * @throws IOException if that cannot be found out
	 */
	public Map<String, String> damaged() throws IOException {
		final Map<String, String> told = new LinkedHashMap<>();
		find().damaged.forEach((key, why) -> told.put(key, why.getMessage()));
		return told;
	}

	/**
	 * The pictures of an image.
	 *
	 * @throws IllegalArgumentException if there is no such level or position
	 * @throws IOException if it cannot be read, or is not valid
	 */
	public synchronized OmeStack stack(final String key) throws IOException {
		OmeStack stack = stacks.get(key);
		if (stack == null) {
			stack = new OmeStack(OmeImage.open(file.store(), key), choice);
			stacks.put(key, stack);
		}
		return stack;
	}

	/**
	 * The picture of an item.
	 *
	 * @throws IOException if its image cannot be read
	 */
	public Picture picture(final BatchItem item) throws IOException {
		final OmeStack stack = stack(key(item));
		return new Picture(stack, stack.at(place(item)));
	}

	/** The key of an item's image. */
	static String key(final BatchItem item) {
		final int at = item.name().lastIndexOf(PLACE);
		return at > 0 ? item.name().substring(0, at - 1) : "";
	}

	/** The place of an item's picture in its image. */
	static String place(final BatchItem item) {
		return item.name().substring(item.name().lastIndexOf(PLACE));
	}

	/** What a picture's item is called; unique in the file. */
	private static String name(final String key, final String place) {
		return key.isEmpty() ? place : key + " " + place;
	}

	/**
	 * An item for each picture.
	 *
	 * @throws IllegalArgumentException if there is no such level or position
	 * @throws IOException if an image cannot be read, or is not valid
	 */
	public List<BatchItem> items() throws IOException {
		final List<BatchItem> items = new ArrayList<>();
		for (final String key : keys()) {
			final OmeStack stack = stack(key);
			for (int i = 0; i < stack.count(); i++) {
				final String name = name(key, stack.place(i));
				items.add(new BatchItem(items.size(), name, name.replace('/', '-')));
			}
		}
		return items;
	}
}
