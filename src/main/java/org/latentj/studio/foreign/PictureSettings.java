
package org.latentj.studio.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.provenance.PngText;

/**
 * The settings that a picture was made with, as its file tells.
 *
 * @param values as a macro would give them, by name; files of models by the
 *          names that the other program calls them
 * @param notes what could not be taken, a sentence each
 */
public record PictureSettings(Map<String, String> values, List<String> notes) {

	/** Keyword of AUTOMATIC1111's web UI and of those that write as it does. */
	private static final String PARAMETERS = "parameters";

	/** Keyword of ComfyUI. */
	private static final String PROMPT = "prompt";

	/** Copies both. */
	public PictureSettings {
		values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
		notes = List.copyOf(notes);
	}

	/**
	 * Those of another program's PNG file; empty if it tells none.
	 *
	 * @throws IOException if it is no whole PNG file
	 * @throws IllegalArgumentException if what it tells cannot be read
	 */
	public static Optional<PictureSettings> of(final Path png)
		throws IOException
	{
		final Optional<String> comfy = PngText.read(png, PROMPT);
		if (comfy.isPresent()) {
			return Optional.of(ComfyPrompt.read(comfy.get()));
		}
		return PngText.read(png, PARAMETERS).map(WebUiText::read);
	}
}
