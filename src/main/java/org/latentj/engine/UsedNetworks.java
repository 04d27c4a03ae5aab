
package org.latentj.engine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.latentj.engine.compute.ComputeChoice;
import org.latentj.family.model.Component;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.pipeline.Computation;
import org.latentj.vae.Vae;

/** What is to be told of the networks that a run has used. */
final class UsedNetworks {

	private UsedNetworks() {}

	/**
	 * How they were run. Those of further models that are called the same are
	 * told with their file.
	 *
	 * @param vaes through which its pictures went
	 */
	static Computation computation(final Map<ComponentKey, OpenNetwork> networks,
		final OrtSettings settings, final List<Vae> vaes)
	{
		final Map<String, String> memory = new TreeMap<>();
		final Map<String, String> engines = new TreeMap<>();
		labels(networks.keySet()).forEach((label, key) -> {
			memory.put(label, networks.get(key).mode().id());
			engines.putAll(engines(label, key, precisions(key, networks.get(key),
				vaes)));
		});
		final boolean others = networks.keySet().stream().anyMatch(
			UsedNetworks::isInBf16);
		return new Computation(settings.provider().id(), precision(networks
			.keySet(), settings).id(), memory, others ? engines : Map.of(), settings
				.threads(), Runtime.getRuntime().availableProcessors(), vaes.stream()
					.anyMatch(Vae::wentInTiles));
	}

	private static Map<String, ComponentKey> labels(
		final Set<ComponentKey> keys)
	{
		final Map<String, ComponentKey> labels = new LinkedHashMap<>();
		keys.forEach(key -> {
			final String label = key.component().label();
			labels.put(labels.containsKey(label) ? label + " of " + key.file()
				.getFileName() : label, key);
		});
		return labels;
	}

	private static boolean isInBf16(final ComponentKey key) {
		return key.settings().precision() == Precision.BF16;
	}

	/** NB: all diffusion models of a run compute alike. */
	private static Precision precision(final Set<ComponentKey> keys,
		final OrtSettings settings)
	{
		return keys.stream().filter(k -> k.component().isInPrecision() && k
			.component() != Component.CONTROL_NET).map(k -> k.settings()
				.chosenPrecision()).findFirst().orElse(settings.chosenPrecision());
	}

	/** NB: of previews it is not known how they went, and not told. */
	private static Set<Precision> precisions(final ComponentKey key,
		final OpenNetwork network, final List<Vae> vaes)
	{
		final Set<Precision> all = EnumSet.noneOf(Precision.class);
		if (isInBf16(key) && network instanceof Vae vae) {
			vaes.stream().filter(vae::isSame).forEach(v -> all.addAll(v
				.precisions()));
			return all;
		}
		all.add(key.component().isInPrecision() ? key.settings().chosenPrecision()
			: Precision.SINGLE);
		return all;
	}

	private static Map<String, String> engines(final String label,
		final ComponentKey key, final Set<Precision> precisions)
	{
		final Map<String, String> engines = new TreeMap<>();
		precisions.forEach(p -> engines.put(isInBf16(key) && p != Precision.BF16
			? label + " in tiles" : label, p.id() + " by " + (p == Precision.BF16
				? ComputeChoice.bf16() : ComputeChoice.runtime())));
		return engines;
	}

	/**
	 * Warnings of what ran on the processor although another provider was asked
	 * for: a sentence for each network, without its capital and full stop.
	 */
	static List<String> warnings(final Map<ComponentKey, OpenNetwork> networks,
		final OrtSettings settings)
	{
		final List<String> all = new ArrayList<>();
		networks.forEach((key, network) -> {
			if (!network.onProcessor().isEmpty()) {
				all.add("in the " + key.component().label() + " ONNX Runtime has no " +
					"operators for '" + settings.provider().id() + "' of the kinds " +
					network.onProcessor() + ", and computed them on the processor, " +
					"which takes longer");
			}
		});
		return all;
	}
}
