
package org.latentj.provenance;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.operation.Txt2Img;
import org.latentj.operation.enlarging.SecondPass;

/**
 * A record as the text that AUTOMATIC1111's stable-diffusion-webui writes under
 * {@code parameters} into a PNG file and reads again: prompt, negative prompt,
 * and a line of names and values. Samplers and schedules have its names where
 * it has them, and ComfyUI's otherwise.
 */
final class Infotext {

	/** NB: the web UI reads values as JSON, with other letters as they are. */
	private static final Gson JSON = new GsonBuilder().disableHtmlEscaping()
		.create();

	private static final int SHORT_HASH = 10;

	private static final Map<String, String> SAMPLERS = Map.ofEntries(Map.entry(
		"euler", "Euler"), Map.entry("euler_ancestral", "Euler a"), Map.entry("lms",
			"LMS"), Map.entry("heun", "Heun"), Map.entry("dpm_2", "DPM2"), Map.entry(
				"dpm_2_ancestral", "DPM2 a"), Map.entry("dpm_fast", "DPM fast"), Map
					.entry("dpm_adaptive", "DPM adaptive"), Map.entry(
						"dpmpp_2s_ancestral", "DPM++ 2S a"), Map.entry("dpmpp_sde",
							"DPM++ SDE"), Map.entry("dpmpp_2m", "DPM++ 2M"), Map.entry(
								"dpmpp_2m_sde", "DPM++ 2M SDE"), Map.entry("dpmpp_2m_sde_heun",
									"DPM++ 2M SDE Heun"), Map.entry("dpmpp_3m_sde",
										"DPM++ 3M SDE"), Map.entry("lcm", "LCM"), Map.entry("ddim",
											"DDIM"), Map.entry("uni_pc", "UniPC"));

	private static final Map<String, String> SCHEDULES = Map.of("simple",
		"Simple", "sgm_uniform", "SGM Uniform", "karras", "Karras", "exponential",
		"Exponential", "ddim_uniform", "DDIM", "beta", "Beta", "normal", "Normal",
		"kl_optimal", "KL Optimal");

	private Infotext() {}

	static String of(final Provenance record) {
		final List<String> facts = new ArrayList<>();
		addKnown(facts, "Steps", record.setting("steps"));
		addKnown(facts, "Sampler", named(SAMPLERS, record.setting("sampler")));
		add(facts, "Schedule type", named(SCHEDULES, record.setting("scheduler")));
		addKnown(facts, "CFG scale", record.setting("cfg"));
		facts.add("Seed: " + record.setting("seed"));
		if (!record.setting("width").isEmpty()) {
			facts.add("Size: " + record.setting("width") + "x" + record.setting(
				"height"));
		}
		addModels(record, facts);
		addKnown(facts, "Denoising strength", secondDenoise(record).orElse(record
			.setting("denoise")));
		if (record.operation().equals(Txt2Img.TYPE.id()) && !record.setting(
			"factor").isEmpty())
		{
			facts.add("Hires upscale: " + record.setting("factor"));
			add(facts, "Hires upscaler", "Latent (" + record.setting("method") + ")");
		}
		addKnown(facts, "Clip skip", record.setting("clipskip"));
		if (!record.setting(Provenance.ITEM).isEmpty()) {
			facts.add("Batch size: " + record.setting("batch"));
			facts.add("Batch pos: " + record.setting(Provenance.ITEM));
		}
		// NB: without it the web UI takes the noise of a GPU.
		facts.add("RNG: CPU");
		add(facts, "Version", "LatentJ " + record.versions().latentj());
		return record.setting("prompt") + "\nNegative prompt: " + record.setting(
			"negative") + "\n" + String.join(", ", facts);
	}

	/**
	 * The denoise of the second pass, if it had one. NB: earlier records have it
	 * in the place of the first pass's, which was 1.
	 */
	static Optional<String> secondDenoise(final Provenance record) {
		if (!record.operation().equals(Txt2Img.TYPE.id()) || record.setting(
			SecondPass.FACTOR.id()).isEmpty())
		{
			return Optional.empty();
		}
		final String own = record.setting(SecondPass.DENOISE.id());
		return Optional.of(own.isEmpty() ? record.setting("denoise") : own);
	}

	private static void addModels(final Provenance record,
		final List<String> facts)
	{
		final String hash = record.checkpoint().sha256();
		facts.add("Model hash: " + hash.substring(0, Math.min(SHORT_HASH, hash
			.length())));
		add(facts, "Model", record.checkpoint().name().replaceFirst("\\.[^.]*$",
			""));
		record.vae().ifPresent(v -> add(facts, "VAE", v.name()));
	}

	private static String named(final Map<String, String> names,
		final String id)
	{
		return names.getOrDefault(id, id);
	}

	/** NB: maps of attention have neither. */
	private static void addKnown(final List<String> facts, final String name,
		final String value)
	{
		if (!value.isEmpty()) {
			add(facts, name, value);
		}
	}

	/** NB: what would end a value there stands in quotes, as JSON. */
	private static void add(final List<String> facts, final String name,
		final String value)
	{
		final boolean plain = value.chars().noneMatch(c -> c == ',' || c == ':' ||
			c == '"' || c < ' ');
		facts.add(name + ": " + (plain ? value : JSON.toJson(value)));
	}
}
