
package org.latentj.setting;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a dialog has a setting, and when.
 *
 * @param section with which others
 * @param behind what dialogs and macros call the setting of the same section
 *          that it stands right behind, wherever macros have it; empty = in the
 *          order of macros
 * @param group of settings that it belongs to, if only some model families use
 *          it: those whose facts name the group; empty = all do
 */
public record SettingPlace(Section section, Optional<String> behind,
		Optional<String> group) {

	/** @throws NullPointerException if something is missing */
	public SettingPlace {
		Objects.requireNonNull(section, "section");
		Objects.requireNonNull(behind, "behind");
		Objects.requireNonNull(group, "group");
	}

	/** In a section, always. */
	public static SettingPlace in(final Section section) {
		return new SettingPlace(section, Optional.empty(), Optional.empty());
	}

	SettingPlace section(final Section other) {
		return new SettingPlace(other, behind, group);
	}

	SettingPlace behind(final String other) {
		return new SettingPlace(section, Optional.of(other), group);
	}

	SettingPlace onlyFor(final String families) {
		return new SettingPlace(section, behind, Optional.of(families));
	}
}
