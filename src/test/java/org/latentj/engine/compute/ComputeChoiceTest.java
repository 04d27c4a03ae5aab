
package org.latentj.engine.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.onnx.runtime.OrtSettings;

class ComputeChoiceTest {

	@Test
	void beginsWithWhatTheRuntimeBeginsWith() {
		assertEquals(new ComputeChoice("cpu", "auto", 0, "auto"),
			ComputeChoice.USUAL);
		assertEquals(OrtSettings.DEFAULT, ComputeChoice.USUAL.settings());
		assertEquals("single", ComputeChoice.USUAL.chosenPrecision());
	}

	@Test
	void keepsWhatWasChosen() {
		final ComputeChoice choice = new ComputeChoice("cuda", "single", 3,
			"mapped");
		assertEquals(choice, ComputeChoice.of(choice.settings()));
		assertEquals("single", choice.chosenPrecision());
		assertEquals("half", ComputeChoice.USUAL.withProvider("cuda")
			.chosenPrecision());
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = {
		"gpu,auto,0,auto,\"provider is 'gpu', valid are cpu, cuda, coreml\"",
		"cpu,double,0,auto,\"precision is 'double', valid are auto, single, half\"",
		"cpu,auto,-1,auto,\"threads is -1, it must be 0 (one for each core) to 1024\"",
		"cpu,auto,1025,auto,\"threads is 1025, it must be 0 (one for each core) to 1024\"",
		"cpu,auto,0,zip,\"weights is 'zip', valid are auto, packed, balanced, mapped\"" })
	void refusesWhatThereIsNot(final String provider, final String precision,
		final int threads, final String weights, final String message)
	{
		assertEquals(message, assertThrows(IllegalArgumentException.class,
			() -> new ComputeChoice(provider, precision, threads, weights))
			.getMessage());
	}

	@Test
	void knowsTheProvidersThatAreHere() {
		assertEquals("cpu", ComputeChoice.providers().get(0));
		assertTrue(ComputeChoice.allProviders().containsAll(ComputeChoice
			.providers()));
		assertEquals(List.of("cpu", "cuda", "coreml"), ComputeChoice
			.allProviders());
		assertTrue(ComputeChoice.runtime().startsWith("ONNX Runtime 1."));
		ComputeChoice.USUAL.requireProvider();
	}
}
