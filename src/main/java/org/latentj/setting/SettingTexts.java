
package org.latentj.setting;

import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What people read of a setting.
 *
 * @param label of its field in a dialog, with a unit in brackets
 * @param help what it does; a sentence
 * @param ofBatches the same for the dialog of batches, which tells there which
 *          operation it is for; empty = made of the help
 * @param told makes of its value what a methods section says; empty = it is not
 *          told there
 */
public record SettingTexts(String label, String help,
		Optional<String> ofBatches, Optional<UnaryOperator<String>> told) {

	/** @throws NullPointerException if something is missing */
	public SettingTexts {
		Objects.requireNonNull(label, "label");
		Objects.requireNonNull(help, "help");
		Objects.requireNonNull(ofBatches, "ofBatches");
		Objects.requireNonNull(told, "told");
	}

	/** A label and a sentence of help. */
	public static SettingTexts of(final String label, final String help) {
		return new SettingTexts(label, help, Optional.empty(), Optional.empty());
	}

	SettingTexts labelled(final String name, final String sentence) {
		return new SettingTexts(name, sentence, ofBatches, told);
	}

	SettingTexts ofBatches(final String sentence) {
		return new SettingTexts(label, help, Optional.of(sentence), told);
	}

	SettingTexts toldAs(final UnaryOperator<String> words) {
		return new SettingTexts(label, help, ofBatches, Optional.of(words));
	}
}
