
package org.latentj.command.input;

import java.util.List;

/** A command whose dialog has its inputs in sections, behind headings. */
public interface DialogSections {

	/**
	 * Inputs that stand together.
	 *
	 * @param heading what is written before them; empty = nothing
	 * @param inputs their names in the order of reading
	 */
	record Part(String heading, List<String> inputs) {
	}

	/** All inputs that can ever be shown, section by section. */
	List<Part> sections();

	/**
	 * Whether an input means something with what is chosen now. What is not shown
	 * keeps its value.
	 */
	default boolean isShown(final String input) {
		return isRecorded(input);
	}

	/**
	 * Whether macros and records of a call tell of an input: of all but those
	 * that are for other families than the checkpoint's.
	 */
	boolean isRecorded(String input);
}
