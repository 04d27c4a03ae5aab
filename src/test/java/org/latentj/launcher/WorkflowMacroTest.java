
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.nio.file.Files;
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

	@Test
	void showsTheImagesOfAllNodes() throws Exception {
		final Path workflow = Files.writeString(tmp.resolve("two.json"), """
				{"1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 8,
				  "batch_size": 1, "color": 255}},
				 "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}},
				 "3": {"class_type": "SaveImage", "inputs": {"images": ["1", 0],
				  "filename_prefix": "blue"}}}
				""");
		final Path macro = Files.writeString(tmp.resolve("two.ijm"),
			"run('Run Workflow...', 'file=[" + workflow.toString().replace('\\',
				'/') + "]');\nprint(nImages + ' ' + getTitle());\n");
		final Macros.Ended ended = Macros.run(macro.toString());
		assertEquals(0, ended.status(), ended::printed);
		assertTrue(ended.out().contains("2 blue"), ended.out());
	}
}
