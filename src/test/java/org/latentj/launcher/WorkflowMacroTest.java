
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code macros/workflow.ijm}. */
class WorkflowMacroTest {

	@TempDir
	Path tmp;

	@Test
	void runsAWorkflowWithTwoSeeds() throws Exception {
		final Path made = tmp.resolve("made.png");
		final Macros.Ended ended = Macros.run("macros/workflow.ijm", made
			.toString());
		assertEquals(0, ended.status(), ended::printed);
		assertEquals(List.of(), ended.errors());
		final ImagePlus both = IJ.openImage(made.toString());
		assertEquals(256, both.getWidth());
		assertEquals(128, both.getHeight());
	}
}
