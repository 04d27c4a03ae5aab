
package org.latentj.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** GNU's OpenMP itself tells what it was told, in a process of its own. */
@EnabledOnOs(OS.LINUX)
class WaitingTest {

	/** Loads oneDNN. */
	static final class Loading {

		private Loading() {}

		public static void main(final String[] args) {
			System.out.println(new OneDnnEngine().version());
		}
	}

	private static String told(final Map<String, String> environment)
		throws IOException
	{
		final ProcessBuilder process = new ProcessBuilder(Path.of(System
			.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
			"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty(
				"surefire.test.class.path", System.getProperty("java.class.path")),
			Loading.class.getName()).redirectErrorStream(true);
		process.environment().keySet().removeIf(k -> k.matches("(GOMP|OMP)_.*"));
		process.environment().put("OMP_DISPLAY_ENV", "VERBOSE");
		process.environment().putAll(environment);
		return new String(process.start().getInputStream().readAllBytes(),
			StandardCharsets.UTF_8);
	}

	@Test
	void tellsOpenMpToWaitForAShortTime() throws IOException {
		final String told = told(Map.of());
		assertTrue(told.contains("GOMP_SPINCOUNT = '1000'"), told);
		assertTrue(told.contains("oneDNN 3."), told);
	}

	@Test
	void keepsWhatTheEnvironmentTells() throws IOException {
		final String count = told(Map.of("GOMP_SPINCOUNT", "77"));
		assertTrue(count.contains("GOMP_SPINCOUNT = '77'"), count);
		final String policy = told(Map.of("OMP_WAIT_POLICY", "passive"));
		assertTrue(policy.contains("GOMP_SPINCOUNT = '0'"), policy);
	}
}
