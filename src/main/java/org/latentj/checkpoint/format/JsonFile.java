
package org.latentj.checkpoint.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;
import org.latentj.json.JsonBytes;

/** The JSON files that tell of a checkpoint of several files. */
final class JsonFile {

	/** An index of all tensors of the largest models has a few megabytes. */
	private static final long LONGEST = 1 << 25;

	private JsonFile() {}

	/**
	 * Reads an object.
	 *
	 * @throws CheckpointException if it is none
	 */
	static JsonObject read(final Path file) throws IOException {
		final FileHead head = FileHead.of(file);
		if (head.folder() || head.size() > LONGEST) {
			throw new CheckpointException(file, "", "is " + (head.folder()
				? "a folder" : head.size() + " bytes long") +
				"; a JSON file of up to " + LONGEST + " bytes is valid");
		}
		try {
			return JsonBytes.object(Files.readAllBytes(head.file()));
		}
		catch (final IllegalArgumentException e) {
			throw new CheckpointException(file, "", e.getMessage(), e);
		}
	}

	/** A text, number or truth in it, as text. */
	static Optional<String> text(final JsonObject json, final String name) {
		return Optional.ofNullable(json.get(name)).filter(
			JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
	}
}
