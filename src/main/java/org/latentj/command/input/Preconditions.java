
package org.latentj.command.input;

/**
 * A command that can say what is missing before anybody fills in its dialog,
 * and what is wrong with what was filled in while it can still be changed. NB:
 * SciJava's validaters are asked for each input that is set, and end the call
 * of a script with an exception.
 */
public interface Preconditions {

	/**
	 * Looks at what the command needs beside its dialog.
	 *
	 * @throws IllegalArgumentException if it is not there
	 */
	void checkBeforeDialog();

	/**
	 * Looks at the inputs.
	 *
	 * @throws IllegalArgumentException if the command could not run with them
	 */
	void checkInputs();
}
