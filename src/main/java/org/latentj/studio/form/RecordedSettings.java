
package org.latentj.studio.form;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.provenance.Provenance;
import org.latentj.studio.run.StudioMode;

/**
 * The settings that a picture was made with.
 *
 * @param mode how it was made, if the Studio has that
 * @param values as a macro would give them, by name
 */
public record RecordedSettings(Optional<StudioMode> mode,
		Map<String, String> values) {

	/** What is said of how a run is shown, or how many there are. */
	private static final Set<String> BESIDE = Set.of("preview", "keepsteps",
		"latent", "batch", "seeds", "mask");

	/** Those of a record. */
	public static RecordedSettings of(final Provenance record) {
		final Map<String, String> values = new LinkedHashMap<>();
		final Optional<StudioMode> mode = record.call().map(c -> StudioMode
			.ofCommand(c.command())).orElseGet(() -> Arrays.stream(StudioMode
				.values()).filter(m -> m.type().id().equals(record.operation()))
				.findFirst());
		record.call().ifPresentOrElse(call -> values.putAll(call.inputs()),
			() -> mode.ifPresent(m -> m.type().asked().forEach(s -> values.put(s
				.asked(), record.setting(s.id())))));
		values.keySet().removeAll(BESIDE);
		return new RecordedSettings(mode, values);
	}

	/** The seed; empty if none is told. */
	public String seed() {
		return values.getOrDefault("seed", "");
	}
}
