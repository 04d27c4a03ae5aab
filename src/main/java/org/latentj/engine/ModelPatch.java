
package org.latentj.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.family.lora.LoraKind;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.PatchKind;

/**
 * A change of a checkpoint's weights that a run asks for, as a file tells it.
 * It is computed when a network is opened; components that it does not change
 * are those of the checkpoint without it.
 *
 * @param name the file's name as the user knows it, for records
 * @param file the file
 * @param kind how it changes weights
 * @param strengths by which the change is multiplied, in each component; any
 *          finite numbers, 0 where there is none
 */
public record ModelPatch(String name, Path file, PatchKind kind,
		Map<Component, Double> strengths) {

	/** What has weights that can be changed. */
	public static final List<Component> COMPONENTS = List.of(
		Component.TEXT_ENCODER, Component.DIFFUSION_MODEL, Component.VAE);

	/**
	 * @throws IllegalArgumentException if a strength is not finite, or of a
	 *           component without weights
	 */
	public ModelPatch {
		strengths = Map.copyOf(strengths);
		strengths.forEach((component, strength) -> {
			if (!COMPONENTS.contains(component)) {
				throw new IllegalArgumentException("'" + name + "' cannot change the " +
					component + "; " + COMPONENTS + " are valid");
			}
			if (!Double.isFinite(strength)) {
				throw new IllegalArgumentException("the strength of '" + name +
					"' for the " + component + " is " + strength +
					"; finite numbers are valid");
			}
		});
	}

	/**
	 * A LoRA.
	 *
	 * @param unet strength in the diffusion model, ComfyUI's
	 *          {@code strength_model}
	 * @param text strength in the text encoders, its {@code strength_clip}
	 */
	public static ModelPatch lora(final String name, final Path file,
		final double unet, final double text)
	{
		return new ModelPatch(name, file, new LoraKind(), Map.of(
			Component.DIFFUSION_MODEL, unet, Component.TEXT_ENCODER, text));
	}

	/** Whether it is to change anything. */
	boolean isActive() {
		return strengths.values().stream().anyMatch(strength -> strength != 0);
	}

	/** The strength in a component. */
	public double strength(final Component component) {
		return strengths.getOrDefault(component, 0.0);
	}

	/**
	 * Sentences, without capital and full stop, of what a user should know of it
	 * before a run.
	 *
	 * @param idle whether it changes no component
	 * @param from its file
	 */
	List<String> warnings(final boolean idle, final Checkpoint from,
		final LoadedFamily family)
	{
		final List<String> all = new ArrayList<>(kind.warnings(from, family));
		if (idle) {
			all.add(0, "'" + name + "' changes nothing in this checkpoint");
		}
		return all;
	}
}
