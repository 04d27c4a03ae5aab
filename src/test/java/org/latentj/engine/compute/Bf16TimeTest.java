
package org.latentj.engine.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.onnx.engine.EngineBeside;

class Bf16TimeTest {

	@TempDir
	Path folder;

	private static final String TEXT =
		"on this processor products of matrices take %s times as long in bf16 as in " +
			"32 bits (measured here)";

	@ParameterizedTest
	@CsvSource({ "1, 1.0", "1.549, 1.5", "1.87, 1.9", "3.04, 3.0", "12.3, 12" })
	void warnsWhereProductsTakeAsLongOrLonger(final double ratio,
		final String told)
	{
		final Optional<String> said = Optional.of(String.format(TEXT, told) +
			": quality=exact is quicker");
		assertEquals(said, Bf16Time.warning(OptionalDouble.of(ratio)));
		assertEquals(said, Bf16Time.told(OptionalDouble.of(ratio)));
	}

	@ParameterizedTest
	@CsvSource({ "0.984, 0.98", "0.5, 0.50", "0.123, 0.12", "0.061, 0.061" })
	void onlyTellsWhereTheyAreQuicker(final double ratio, final String told) {
		assertEquals(Optional.empty(), Bf16Time.warning(OptionalDouble.of(ratio)));
		assertEquals(Optional.of(String.format(TEXT, told)), Bf16Time.told(
			OptionalDouble.of(ratio)));
	}

	@Test
	void saysNothingOfWhatIsNotKnown() {
		assertEquals(Optional.empty(), Bf16Time.told(OptionalDouble.empty()));
		assertEquals(Optional.empty(), Bf16Time.warning(OptionalDouble.empty()));
	}

	/** NB: the engine is an artifact of its own. */
	@Test
	void saysNoTimeWithoutTheEngine() {
		assertEquals(Optional.empty(), Bf16Time.told());
		assertEquals(Optional.empty(), Bf16Time.warning());
		assertEquals(Optional.of("bf16 cannot be computed here"), Bf16Time.brief());
	}

	/** NB: dialogs ask on the event thread. */
	@Test
	@Timeout(60)
	void isMeasuredWhileNobodyWaits() throws Exception {
		try (URLClassLoader loader = EngineBeside.load(folder, SlowEngine.class
			.getName()))
		{
			final Method known = loader.loadClass(Bf16Time.class.getName()).getMethod(
				"isKnown");
			assertEquals(false, known.invoke(null));
			assertEquals(false, known.invoke(null));
			((CountDownLatch) loader.loadClass(SlowEngine.class.getName()).getField(
				"MAY_END").get(null)).countDown();
			while (!(boolean) known.invoke(null)) {
				Thread.sleep(10);
			}
			assertTrue(((Optional<?>) loader.loadClass(Bf16Time.class.getName())
				.getMethod("warning").invoke(null)).isPresent());
			assertEquals(Optional.of("bf16 slower here than exact"), loader.loadClass(
				Bf16Time.class.getName()).getMethod("brief").invoke(null));
		}
	}

	@Test
	void writesNumbersAlikeInAllLanguages() {
		final Locale usual = Locale.getDefault();
		try {
			Locale.setDefault(Locale.GERMANY);
			assertEquals(Optional.of(String.format(TEXT, "0.50")), Bf16Time.told(
				OptionalDouble.of(0.5)));
		}
		finally {
			Locale.setDefault(usual);
		}
	}
}
