
package org.latentj.family.lora;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.family.lora.change.LoraPart;
import org.latentj.family.lora.change.WeightChange;

/**
 * The head of a LoRA file: which modules of a model it changes, and how.
 * Nothing but names and shapes is looked at.
 */
final class LoraFile {

	private final Weights weights;

	private final Map<String, Map<LoraPart, String>> modules =
		new LinkedHashMap<>();

	private final List<String> unknown = new ArrayList<>();

	/**
	 * @throws IllegalArgumentException if it is no LoRA, or has two tensors for
	 *           one and the same
	 */
	LoraFile(final Checkpoint file) {
		weights = file.weights();
		for (final String tensor : weights.names()) {
			LoraPart.of(tensor).ifPresentOrElse(named -> add(tensor, named),
				() -> unknown.add(tensor));
		}
		if (modules.values().stream().allMatch(parts -> parts.keySet().stream()
			.noneMatch(WeightChange::isChange)))
		{
			throw weights.problem("this is no LoRA: none of its " + weights.names()
				.size() + " tensors is named as those of one, such as " +
				"'lora_unet_... .lora_up.weight', '... .lora_B.weight', " +
				"'... .hada_w1_a', '... .lokr_w1' or '... .diff'");
		}
	}

	private void add(final String tensor, final LoraPart.Named named) {
		final String before = modules.computeIfAbsent(named.module(),
			k -> new EnumMap<>(LoraPart.class)).put(named.part(), tensor);
		if (before != null) {
			throw weights.problem(tensor, "is there twice: '" + before +
				"' says the same; one of them is valid");
		}
	}

	/** Its tensors. */
	Weights weights() {
		return weights;
	}

	/** The names of the modules that it changes, in its order. */
	List<String> modules() {
		return List.copyOf(modules.keySet());
	}

	/** Its tensors for a module. */
	Map<LoraPart, String> parts(final String module) {
		return modules.get(module);
	}

	/** Tensors that are nothing known. */
	List<String> unknown() {
		return unknown;
	}
}
