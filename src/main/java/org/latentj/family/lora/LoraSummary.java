
package org.latentj.family.lora;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.family.lora.change.LoraPart;
import org.latentj.family.lora.change.WeightChange;

/**
 * What the header of a LoRA file tells.
 *
 * @param family for which it was made, if that can be told
 * @param unetLayers how many layers of the UNet it changes
 * @param textLayers how many of text encoders
 * @param kinds how: LoRA, LoCon, LoHa, LoKr, GLoRA, OFT, BOFT, DoRA, difference
 * @param ranks of its factors, each once
 */
public record LoraSummary(Optional<String> family, int unetLayers,
		int textLayers, SortedSet<String> kinds, SortedSet<Integer> ranks) {

	/**
	 * Looks through a file.
	 *
	 * @return empty if it is no LoRA
	 */
	public static Optional<LoraSummary> of(final Checkpoint file) {
		final LoraFile lora;
		try {
			lora = new LoraFile(file);
		}
		catch (final IllegalArgumentException e) {
			return Optional.empty();
		}
		final int text = (int) lora.modules().stream().filter(m -> m.startsWith(
			"lora_te") || m.startsWith("text_encoder") || m.contains("text_model"))
			.count();
		final SortedSet<String> kinds = new TreeSet<>();
		final SortedSet<Integer> ranks = new TreeSet<>();
		lora.modules().forEach(m -> look(lora.weights(), m, lora.parts(m), kinds,
			ranks));
		return Optional.of(new LoraSummary(LoraFamily.of(lora), lora.modules()
			.size() - text, text, kinds, ranks));
	}

	private static void look(final Weights file, final String module,
		final Map<LoraPart, String> parts, final SortedSet<String> kinds,
		final SortedSet<Integer> ranks)
	{
		try {
			final WeightChange change = WeightChange.of(file, module, parts);
			if (change.rank() > 0) {
				ranks.add(change.rank());
			}
			kinds.add(change.kind());
			if (parts.containsKey(LoraPart.DORA_SCALE) || parts.containsKey(
				LoraPart.MAGNITUDE))
			{
				kinds.add("DoRA");
			}
		}
		catch (final IllegalArgumentException e) {
			kinds.add("broken: " + e.getMessage());
		}
	}
}
