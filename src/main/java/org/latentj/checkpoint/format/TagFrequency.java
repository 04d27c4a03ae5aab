
package org.latentj.checkpoint.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of captions that a model was trained with, as kohya's scripts write
 * them into the metadata entry {@value #ENTRY}: of each folder of pictures the
 * words and how often they were there.
 */
public final class TagFrequency {

	/** The entry's name. */
	public static final String ENTRY = "ss_tag_frequency";

	private TagFrequency() {}

	/**
	 * A word and how often it was there.
	 *
	 * @param tag one or several words
	 * @param count pictures with it
	 */
	public record Tag(String tag, long count) {
	}

	/**
	 * All words, the most frequent one first.
	 *
	 * @param json as it stands in the file, which may be anybody's
	 * @return none if it is something else
	 */
	public static List<Tag> of(final String json) {
		final Map<String, Long> counts = new HashMap<>();
		try {
			final JsonElement all = JsonParser.parseString(json);
			for (final Map.Entry<String, JsonElement> folder : all.getAsJsonObject()
				.entrySet())
			{
				add(folder.getValue().getAsJsonObject(), counts);
			}
		}
		catch (JsonParseException | IllegalStateException
				| UnsupportedOperationException | NumberFormatException e)
		{
			return List.of();
		}
		final List<Tag> tags = new ArrayList<>();
		counts.forEach((tag, count) -> tags.add(new Tag(tag, count)));
		tags.sort((a, b) -> a.count() == b.count() ? a.tag().compareTo(b.tag())
			: Long.compare(b.count(), a.count()));
		return tags;
	}

	private static void add(final JsonObject folder,
		final Map<String, Long> counts)
	{
		folder.entrySet().forEach(e -> {
			if (!e.getKey().isBlank()) {
				counts.merge(e.getKey().strip(), e.getValue().getAsLong(), Long::sum);
			}
		});
	}
}
