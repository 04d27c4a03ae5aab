
package org.latentj.command.base;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.command.input.DialogSections.Part;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;

/** Puts the inputs of a command into the sections of its dialog. */
public final class SectionedInputs {

	/** Those that all operations share and that are no settings. */
	private static final Map<String, Section> SHARED = Map.of("checkpoint",
		Section.MODEL, "clip", Section.MODEL, "vae", Section.MODEL, "lora",
		Section.MODEL, "addlora", Section.MODEL, "latent", Section.OUTPUT,
		"preview", Section.OUTPUT, "keepsteps", Section.OUTPUT, "addcontrol",
		Section.CONTROL, "controlimage", Section.CONTROL);

	private final Map<String, Section> places = new LinkedHashMap<>(SHARED);

	private final Map<String, String> behind = new LinkedHashMap<>();

	private final Map<String, String> group = new LinkedHashMap<>();

	/**
	 * @param settings that are inputs
	 * @param own places of those that are neither shared nor settings
	 */
	public SectionedInputs(final List<Setting<?>> settings,
		final Map<String, Section> own)
	{
		places.putAll(own);
		for (final Setting<?> setting : settings) {
			places.put(setting.asked(), setting.section());
			setting.place().behind().ifPresent(other -> behind.put(setting.asked(),
				other));
			setting.place().group().ifPresent(g -> group.put(setting.asked(), g));
		}
	}

	/**
	 * The sections.
	 *
	 * @param inputs names in the order of macros
	 */
	public List<Part> of(final List<String> inputs) {
		final Map<String, List<String>> parts = new LinkedHashMap<>();
		for (final Section section : Section.values()) {
			inputs.stream().filter(i -> places.getOrDefault(i,
				Section.OWN) == section).forEach(i -> parts.computeIfAbsent(section
					.heading(), h -> new ArrayList<>()).add(i));
		}
		parts.values().forEach(this::arrange);
		return parts.entrySet().stream().map(p -> new Part(p.getKey(), List.copyOf(p
			.getValue()))).toList();
	}

	/**
	 * Whether an input means something for a checkpoint.
	 *
	 * @param groups of settings that its family has alone
	 */
	boolean isShown(final String input, final Set<String> groups) {
		return !group.containsKey(input) || groups.contains(group.get(input));
	}

	private void arrange(final List<String> part) {
		behind.forEach((input, other) -> {
			if (part.contains(other) && part.remove(input)) {
				part.add(1 + part.indexOf(other), input);
			}
		});
	}
}
