
package org.latentj.studio.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.operation.Refiner;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.operation.conditioning.Controls;
import org.latentj.pipeline.LoraChoice;

/**
 * Settings of a picture with the files that are here. NB: a picture may be
 * anybody's; what it names is compared with what is in the model folders, and
 * never taken for a path.
 *
 * @param values those that can be taken
 * @param notes what is not here, a sentence each
 */
public record KnownFiles(Map<String, String> values, List<String> notes) {

	/** What is given without a file's name: the checkpoint's own. */
	private static final String OWN = "from checkpoint";

	/**
	 * Looks for the files.
	 *
	 * @param given by the names of inputs
	 */
	public static KnownFiles of(final Map<String, String> given,
		final ModelFolder models)
	{
		final KnownFiles known = new KnownFiles(new LinkedHashMap<>(given),
			new ArrayList<>());
		known.look("checkpoint", models.names(Kind.CHECKPOINT));
		known.look(Refiner.CHECKPOINT.asked(), models.names(Kind.CHECKPOINT));
		known.look("vae", models.names(Kind.VAE));
		known.lookAtTexts(models.names(Kind.TEXT_ENCODER));
		known.lookAtLoras(models.names(Kind.LORA));
		known.lookAtControls(models.names(Kind.CONTROL_NET));
		return known;
	}

	private void look(final String input, final List<String> names) {
		final String wanted = values.getOrDefault(input, "");
		if (wanted.isBlank() || wanted.equals(OWN)) {
			return;
		}
		final Optional<String> found = find(wanted, names);
		found.ifPresentOrElse(name -> values.put(input, name), () -> drop(input,
			wanted));
	}

	private void drop(final String input, final String wanted) {
		values.remove(input);
		notes.add("the " + input + " '" + wanted + "' is not here");
	}

	/** The same name, or the same without folders or without its ending. */
	static Optional<String> find(final String wanted, final List<String> names) {
		return names.stream().filter(wanted::equals).findFirst().or(() -> names
			.stream().filter(n -> stem(n).equals(stem(wanted))).findFirst());
	}

	private static String stem(final String name) {
		return name.replaceFirst(".*[/\\\\]", "").replaceFirst(
			"[.](safetensors|sft|ckpt|pt|pth|bin)$", "");
	}

	private void lookAtTexts(final List<String> names) {
		final String wanted = values.getOrDefault("clip", OWN);
		if (!wanted.equals(OWN) && !wanted.isBlank() && !names.containsAll(List.of(
			wanted.split(" \\+ "))))
		{
			drop("clip", wanted);
		}
	}

	private void lookAtLoras(final List<String> names) {
		final List<String> known = new ArrayList<>();
		for (final LoraChoice lora : loras(values.getOrDefault("lora", ""))) {
			final Optional<String> found = find(lora.name(), names);
			found.ifPresentOrElse(name -> known.add('"' + name + "\":" + lora
				.model() + ":" + lora.clip()), () -> notes.add("the LoRA '" + lora
					.name() + "' is not here"));
		}
		values.replace("lora", String.join(", ", known));
	}

	private static List<LoraChoice> loras(final String text) {
		try {
			return LoraChoice.ofSetting(text);
		}
		catch (final IllegalArgumentException e) {
			return List.of();
		}
	}

	private void lookAtControls(final List<String> names) {
		final String wanted = values.getOrDefault(Controls.SETTING.asked(), "");
		try {
			if (!ControlRequest.parse(wanted).stream().allMatch(c -> names.contains(c
				.network())))
			{
				drop(Controls.SETTING.asked(), wanted);
			}
		}
		catch (final IllegalArgumentException e) {
			drop(Controls.SETTING.asked(), wanted);
		}
	}
}
