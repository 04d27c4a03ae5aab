
package org.latentj.studio.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import org.latentj.command.workflow.WorkflowCommand;
import org.latentj.host.MenuBridge;
import org.scijava.Context;

/** Files that hold a workflow, for {@code Run Workflow...}. */
public final class WorkflowFiles {

	private WorkflowFiles() {}

	/** Whether a file is a workflow of ComfyUI, or a picture that holds one. */
	public static boolean isWorkflow(final Path file) {
		try {
			return file.toString().toLowerCase(Locale.ROOT).matches(
				"(?s).*[.](json|png|webp)") && WorkflowCommand.isWorkflow(file);
		}
		catch (final IOException e) {
			// NB: who takes it otherwise says so.
			return false;
		}
	}

	/** Opens the dialog for a file, which stays open beside. */
	public static void open(final Context context, final Path file) {
		new Thread(() -> MenuBridge.run(context, WorkflowCommand.class
			.getSimpleName(), Map.of("file", file.toFile())), "Run$_Run Workflow...")
			.start();
	}
}
