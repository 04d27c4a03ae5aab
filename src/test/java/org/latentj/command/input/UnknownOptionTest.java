
package org.latentj.command.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class UnknownOptionTest {

	private static final List<String> OF_WORKFLOWS = List.of("file", "set",
		"output", "folder", "stack");

	private static String message(final String key) {
		return UnknownOption.message(key, "Run Workflow...", OF_WORKFLOWS);
	}

	@Test
	void tellsWhatTheCommandCallsIt() {
		assertEquals("'workflow' is no option of Run Workflow...: write file=",
			message("workflow"));
		assertEquals("'folder' is no option of Batch...: write input=",
			UnknownOption.message("folder", "Batch...", List.of("input", "output")));
	}

	@Test
	void tellsHowValuesOfNodesAreGiven() {
		assertEquals(
			"'5.steps' is no option of Run Workflow...: several values of " +
				"nodes stand in brackets, as in set=[5.seed=7; 5.steps=4]", message(
					"5.steps"));
		assertTrue(message("seed").endsWith("; nodes of workflows have their own " +
			"values, which set changes, as in set=[5.seed=...]"), message("seed"));
	}
}
