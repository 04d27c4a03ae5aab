
package org.latentj.release;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The build of the oneDNN engine goes with this one. */
class OneDnnBuildTest {

	private static final BuildBeside BUILD = new BuildBeside("onednn");

	@ParameterizedTest
	@ValueSource(strings = { "onnxruntime", "protobuf-java", "gson", "imglib2" })
	void isTestedWithWhatLatentJRunsWith(final String jar) throws IOException {
		BUILD.assertHasWhatIsTestedHere(jar);
	}

	@ParameterizedTest
	@ValueSource(strings = { "version", "project.build.outputTimestamp" })
	void hasTheSameVersionAndTime(final String name) throws IOException {
		BUILD.assertHasTheSame(name);
	}

	@Test
	void bringsNoJarOfOneDnnHere() {
		BuildBeside.assertIsNotHere("(dnnl|javacpp|latentj-onednn)-.*");
	}
}
