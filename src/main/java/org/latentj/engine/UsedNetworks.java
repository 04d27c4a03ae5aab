
package org.latentj.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.pipeline.Computation;

/** What is to be told of the networks that a run has used. */
final class UsedNetworks {

	private UsedNetworks() {}

	/**
	 * How they were run. Those of further models that are called the same are
	 * told with their file.
	 *
	 * @param tiles whether pictures went through the VAE in tiles
	 */
	static Computation computation(final Map<ComponentKey, OpenNetwork> networks,
		final OrtSettings settings, final boolean tiles)
	{
		final Map<ComponentKey, String> modes = new LinkedHashMap<>();
		networks.forEach((key, network) -> modes.put(key, network.mode().id()));
		final Map<String, String> memory = new TreeMap<>();
		modes.forEach((key, mode) -> {
			final String label = key.component().label();
			memory.put(memory.containsKey(label) ? label + " of " + key.file()
				.getFileName() : label, mode);
		});
		return new Computation(settings.provider().id(), settings.chosenPrecision()
			.id(), memory, settings.threads(), Runtime.getRuntime()
				.availableProcessors(), tiles);
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
