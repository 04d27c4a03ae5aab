
package org.latentj.family.lora;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Patch;
import org.latentj.family.lora.change.LoraPart;
import org.latentj.family.lora.change.LoraTensors;
import org.latentj.family.lora.change.ModuleChange;
import org.latentj.family.lora.change.WeightChange;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.PatchKind;

/**
 * LoRA files, merged as ComfyUI merges them: in single precision, and into the
 * weights of text encoders as they are in half precision.
 */
public record LoraKind() implements PatchKind {

	/** How many tensors without a place are named. */
	private static final int NAMED = 8;

	private static final List<Component> CHANGED = List.of(
		Component.DIFFUSION_MODEL, Component.TEXT_ENCODER);

	@Override
	public String id() {
		return "lora";
	}

	@Override
	public Patch of(final Checkpoint file, final LoadedFamily family,
		final Component component, final double strength)
	{
		final LoraFile lora = new LoraFile(file);
		LoraFamily.require(lora, family);
		final Map<String, ModuleChange> changes = new LinkedHashMap<>();
		places(lora, family, component).forEach((tensor, place) -> {
			final LoraTensors tensors = new LoraTensors(lora.weights(), place
				.module(), lora.parts(place.module()));
			final ModuleChange change = place.isBias() ? ModuleChange.ofBias(tensors)
				: ModuleChange.ofWeight(tensors);
			if (changes.putIfAbsent(place.weight(), change) != null) {
				throw lora.weights().problem(tensor, "changes the same weight as '" +
					changes.get(place.weight()).first().name() +
					"' does; one of them is valid");
			}
		});
		return new LoraPatch(lora, changes, strength,
			component == Component.TEXT_ENCODER);
	}

	/** Where a change belongs. */
	private record Place(String module, String weight, boolean isBias) {
	}

	/** The changes of a component's weights, each by one of its tensors. */
	private static Map<String, Place> places(final LoraFile lora,
		final LoadedFamily family, final Component component)
	{
		final Map<String, String> targets = LoraTargets.of(family, component);
		final Map<String, Place> places = new LinkedHashMap<>();
		for (final String module : lora.modules()) {
			final String layer = targets.get(module);
			if (layer != null) {
				lora.parts(module).forEach((part, tensor) -> {
					if (part == LoraPart.BIAS_DIFFERENCE) {
						places.put(tensor, new Place(module, layer + ".bias", true));
					}
				});
				lora.parts(module).entrySet().stream().filter(e -> WeightChange
					.isChange(e.getKey()) && e.getKey() != LoraPart.BIAS_DIFFERENCE)
					.findFirst().ifPresent(e -> places.put(e.getValue(), new Place(module,
						layer + ".weight", false)));
			}
		}
		return places;
	}

	/** What of a file fits nothing in a checkpoint, and how much does. */
	@Override
	public List<String> warnings(final Checkpoint file,
		final LoadedFamily family)
	{
		final LoraFile lora = new LoraFile(file);
		final Set<String> known = new HashSet<>();
		CHANGED.forEach(c -> known.addAll(LoraTargets.of(family, c).keySet()));
		final List<String> left = new ArrayList<>(lora.unknown());
		lora.modules().stream().filter(m -> !known.contains(m)).forEach(m -> left
			.addAll(lora.parts(m).values()));
		final long fitting = lora.modules().stream().filter(known::contains)
			.count();
		final String layers = " of the " + lora.modules().size() +
			" layers that '" + file.file().getFileName() + "' changes ";
		final List<String> all = new ArrayList<>();
		if (!left.isEmpty()) {
			final String more = left.size() > NAMED ? " and " + (left.size() -
				NAMED) + " more" : "";
			all.add(fitting + layers +
				"are in this checkpoint; these tensors fit nothing in it: " + String
					.join(", ", left.subList(0, Math.min(NAMED, left.size()))) + more);
		}
		final long without = lora.modules().stream().filter(known::contains).filter(
			m -> isWithoutEffect(lora, m)).count();
		if (without > 0) {
			all.add(without + layers +
				"have an alpha of 0, by which their change is multiplied: they stay as they are, as in ComfyUI");
		}
		return all;
	}

	private static boolean isWithoutEffect(final LoraFile lora,
		final String module)
	{
		final LoraTensors tensors = new LoraTensors(lora.weights(), module, lora
			.parts(module));
		try {
			return tensors.has(LoraPart.ALPHA) && ModuleChange.ofWeight(tensors)
				.alpha() == 0;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
