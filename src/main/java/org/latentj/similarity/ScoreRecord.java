
package org.latentj.similarity;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance.Versions;

/**
 * How a table was made.
 *
 * @param files the CLIP model's, and the text encoder's if it is another one
 * @param comparison what pictures were compared with
 * @param scale what cosines were multiplied by before the softmax
 * @param settings how pictures were read, by the names of macros
 * @param images what can tell the images again: their SHA-256 by role and title
 */
public record ScoreRecord(List<ModelFile> files, Comparison comparison,
		double scale, Map<String, String> settings,
		Map<String, Map<String, String>> images) {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting()
		.disableHtmlEscaping().create();

	/** The record as JSON, with what computed it. */
	public String json(final Versions versions) {
		final Map<String, Object> all = new LinkedHashMap<>();
		all.put("operation", "similarity");
		all.put("versions", versions);
		all.put("models", files.stream().map(f -> {
			final Map<String, String> file = new LinkedHashMap<>();
			file.put("name", f.name());
			file.put("sha256", f.sha256());
			return file;
		}).toList());
		all.put("phrases", comparison.phrases());
		all.put("crop", comparison.fit().id());
		all.put("scale", (float) scale);
		all.put("settings", settings);
		all.put("images", images);
		return GSON.toJson(all);
	}
}
