
package org.latentj.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs macros without a screen, each in a Java machine of its own. */
final class MacroProcess {

	private MacroProcess() {}

	/**
	 * Runs a macro.
	 *
	 * @param log gets what is printed
	 * @param args the macro's file and its arguments
	 * @return the exit status
	 */
	static int run(final Path log, final Path preferences, final String... args)
		throws IOException, InterruptedException
	{
		final List<String> command = new ArrayList<>(List.of(Path.of(System
			.getProperty("java.home"), "bin", "java").toString(),
			"-Djava.util.prefs.userRoot=" + System.getProperty(
				"java.util.prefs.userRoot", preferences.toString()), "-cp", System
					.getProperty("surefire.test.class.path", System.getProperty(
						"java.class.path")), Launcher.class.getName()));
		command.addAll(List.of(args));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(
			log.toFile()).start().waitFor();
	}
}
