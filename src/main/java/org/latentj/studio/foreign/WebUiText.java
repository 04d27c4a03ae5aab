
package org.latentj.studio.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/**
 * The text that AUTOMATIC1111's web UI writes into pictures: the prompt, a line
 * that begins with "Negative prompt:", and a last line of settings, "Steps: 20,
 * Sampler: Euler a, ...".
 */
final class WebUiText {

	private static final String NEGATIVE = "Negative prompt:";

	/** A name, and a value that may stand in quotes. */
	private static final Pattern FACT = Pattern.compile(
		"\\s*([\\w ./-]+):\\s*(\"(?:\\\\.|[^\"\\\\])+\"|[^,]*)(?:,|$)");

	private static final Map<String, String> NAMES = Map.of("Steps", "steps",
		"CFG scale", "cfg", "Seed", "seed", "Clip skip", "clipskip",
		"Denoising strength", "denoise", "Model", "checkpoint");

	/** What its names of samplers end with in versions before 1.9. */
	private static final List<String> SCHEDULES = List.of("Karras",
		"Exponential");

	private static final Map<String, String> SAMPLERS = Map.ofEntries(Map.entry(
		"euler a", "euler_ancestral"), Map.entry("euler", "euler"), Map.entry("lms",
			"lms"), Map.entry("heun", "heun"), Map.entry("dpm2", "dpm_2"), Map.entry(
				"dpm2 a", "dpm_2_ancestral"), Map.entry("dpm fast", "dpm_fast"), Map
					.entry("dpm adaptive", "dpm_adaptive"), Map.entry("dpm++ 2s a",
						"dpmpp_2s_ancestral"), Map.entry("dpm++ sde", "dpmpp_sde"), Map
							.entry("dpm++ 2m", "dpmpp_2m"), Map.entry("dpm++ 2m sde",
								"dpmpp_2m_sde"), Map.entry("dpm++ 3m sde", "dpmpp_3m_sde"), Map
									.entry("lcm", "lcm"), Map.entry("ddim", "ddim"), Map.entry(
										"unipc", "uni_pc"));

	private WebUiText() {}

	/** @throws IllegalArgumentException if it has no line of settings */
	static PictureSettings read(final String text) {
		final List<String> lines = new ArrayList<>(text.strip().lines().toList());
		final String last = lines.isEmpty() ? "" : lines.remove(lines.size() - 1);
		if (!last.startsWith("Steps:")) {
			throw new IllegalArgumentException("its text 'parameters' does not end " +
				"with a line 'Steps: ...', as the web UI writes it");
		}
		final Map<String, String> values = new LinkedHashMap<>();
		final int negative = first(lines);
		values.put("prompt", String.join("\n", lines.subList(0, negative)).strip());
		values.put("negative", negative == lines.size() ? "" : String.join("\n",
			lines.subList(negative, lines.size())).substring(NEGATIVE.length())
			.strip());
		final List<String> notes = new ArrayList<>();
		final Matcher facts = FACT.matcher(last);
		while (facts.find()) {
			add(facts.group(1).strip(), plain(facts.group(2).strip()), values, notes);
		}
		return new PictureSettings(values, notes);
	}

	private static int first(final List<String> lines) {
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).startsWith(NEGATIVE)) {
				return i;
			}
		}
		return lines.size();
	}

	private static String plain(final String value) {
		return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
			? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
			: value;
	}

	private static void add(final String name, final String value,
		final Map<String, String> values, final List<String> notes)
	{
		if (NAMES.containsKey(name)) {
			values.put(NAMES.get(name), value);
		}
		else if (name.equals("Size") && value.matches("\\d{1,5}x\\d{1,5}")) {
			values.put("width", value.substring(0, value.indexOf('x')));
			values.put("height", value.substring(1 + value.indexOf('x')));
		}
		else if (name.equals("Sampler")) {
			addSampler(value, values, notes);
		}
		else if (name.equals("Schedule type") && !value.equals("Automatic")) {
			addSchedule(value, values, notes);
		}
	}

	private static void addSampler(final String name,
		final Map<String, String> values, final List<String> notes)
	{
		String sampler = name;
		for (final String schedule : SCHEDULES) {
			if (name.endsWith(" " + schedule)) {
				sampler = name.substring(0, name.length() - schedule.length() - 1);
				addSchedule(schedule, values, notes);
			}
		}
		final String known = sampler.toLowerCase(Locale.ROOT);
		final String id = SAMPLERS.getOrDefault(known, known);
		try {
			values.put("sampler", Samplers.of(id).id());
		}
		catch (final IllegalArgumentException e) {
			notes.add("there is no sampler '" + name + "'");
		}
	}

	private static void addSchedule(final String name,
		final Map<String, String> values, final List<String> notes)
	{
		final String id = name.toLowerCase(Locale.ROOT).replace(' ', '_');
		try {
			values.put("scheduler", Schedulers.of(id.equals("ddim") ? "ddim_uniform"
				: id).id());
		}
		catch (final IllegalArgumentException e) {
			notes.add("there is no scheduler '" + name + "'");
		}
	}
}
