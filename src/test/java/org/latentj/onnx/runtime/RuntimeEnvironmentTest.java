
package org.latentj.onnx.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class RuntimeEnvironmentTest {

	/** Starts ONNX Runtime in a thread with Java's usual stack. */
	static final class Start {

		public static void main(final String... args) throws InterruptedException {
			final Thread thread = new Thread(OrtModel::runtimeVersion);
			thread.start();
			thread.join();
		}
	}

	@Test
	void survivesALongCommandLine() throws IOException, InterruptedException {
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System
			.getProperty("java.home"), "bin", "java").toString(), Start.class
				.getName(), "/home/somebody/.m2/repository/a.jar:".repeat(1000));
		builder.environment().put("CLASSPATH", System.getProperty(
			"surefire.test.class.path", System.getProperty("java.class.path")));
		assertEquals(0, builder.inheritIO().start().waitFor());
	}
}
