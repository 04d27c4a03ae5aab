
package org.latentj.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.latentj.control.StopSignal;
import org.latentj.pipeline.Provenance.ModelFile;

/**
 * The files of learned words that prompts name: as ComfyUI finds them, with or
 * without the file's ending, and with or without the folder that it lies in.
 * NB: where files of one name lie in several folders, all of them are named,
 * since none of them may change unseen.
 */
final class NamedEmbeddings {

	/** What may follow a name in a prompt. */
	private static final String END = "(?=[\\s,:()]|$)";

	private NamedEmbeddings() {}

	/**
	 * Names and SHA-256 of the files.
	 *
	 * @param files by name, as the model folder gives them
	 * @param prompts where they may be named
	 * @param hashes computes SHA-256
	 * @param stop stops that
	 */
	static List<ModelFile> of(final Map<String, Path> files,
		final List<String> prompts, final ProvenanceWriter hashes,
		final StopSignal stop) throws IOException
	{
		final List<ModelFile> named = new ArrayList<>();
		for (final Map.Entry<String, Path> file : named(files, String.join("\n",
			prompts)).entrySet())
		{
			named.add(new ModelFile(file.getKey(), hashes.sha256(file.getValue(),
				stop)));
		}
		return named;
	}

	private static Map<String, Path> named(final Map<String, Path> files,
		final String prompts)
	{
		final Map<String, Path> named = new LinkedHashMap<>();
		final String text = prompts.replace('\\', '/');
		// NB: most prompts name none, and a folder may hold thousands.
		if (text.contains("embedding:")) {
			files.forEach((name, file) -> {
				final String last = name.substring(1 + name.lastIndexOf('/'));
				if (names(text, name) || names(text, last)) {
					named.put(name, file);
				}
			});
		}
		return named;
	}

	private static boolean names(final String text, final String name) {
		final int ending = name.lastIndexOf('.');
		final String plain = ending > 0 ? name.substring(0, ending) : name;
		return Pattern.compile("embedding:\\s*" + Pattern.quote(plain) + "(?:" +
			Pattern.quote(name.substring(plain.length())) + ")?" + END).matcher(text)
			.find();
	}
}
