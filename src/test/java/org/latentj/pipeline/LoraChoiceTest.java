
package org.latentj.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoraChoiceTest {

	private static LoraChoice of(final String name, final double model,
		final double clip)
	{
		return new LoraChoice(name, model, clip);
	}

	@Test
	void readsNamesWithNoStrengthOneOrTwo() {
		assertEquals(List.of(of("a.safetensors", 0.8, 0.8), of("xl/b", -0.3, 0.5),
			of("c", 1, 1), of("C:\\my loras\\d.pt", 1e-1, 0.1), of("e:f", 1, 1), of(
				"g, h:2", 2, 2)), LoraChoice.ofSetting(
					"a.safetensors:0.8, xl/b:-0.3:.5\nc,\r\nC:\\my loras\\d.pt:1e-1,\"e:f\"," +
						"\"g, h:2\":2.0,"));
		assertEquals(List.of(), LoraChoice.ofSetting(" "));
		assertEquals(List.of(), LoraChoice.ofSetting(null));
	}

	@Test
	void writesWhatItReads() {
		final List<LoraChoice> all = List.of(of("a", 0.8, 0.8), of("b, c:1", -0.3,
			0.5), of("d", 0, 1));
		assertEquals("a:0.8, \"b, c:1\":-0.3:0.5, d:0.0:1.0", LoraChoice.setting(
			all));
		assertEquals(all, LoraChoice.ofSetting(LoraChoice.setting(all)));
	}

	@Test
	void refusesWhatHasNoNameOrNoEnd() {
		for (final String wrong : List.of(":0.5", "\"a:0.5", "\"\":1")) {
			assertThrows(IllegalArgumentException.class, () -> LoraChoice.ofSetting(
				wrong), wrong);
		}
		assertThrows(IllegalArgumentException.class, () -> LoraChoice.ofSetting("a,"
			.repeat(101)));
	}

	@Test
	void refusesWhatIsNoStrength() {
		for (final String wrong : List.of("a:", "a:x", "a:nan", "a:0.8:0.5:2",
			"a:0.8:"))
		{
			final String why = assertThrows(IllegalArgumentException.class,
				() -> LoraChoice.ofSetting("b, " + wrong)).getMessage();
			assertTrue(why.startsWith("lora has '" + wrong +
				"'; name, name:0.8 and name:0.8:0.5 are valid"), why);
		}
	}

	/** NB: else it would be a second LoRA with a number for a name. */
	@Test
	void refusesACommaInANumber() {
		for (final String wrong : List.of("a:0,8", "a:1:0,8", "a:-0,75")) {
			final String why = assertThrows(IllegalArgumentException.class,
				() -> LoraChoice.ofSetting("b, " + wrong)).getMessage();
			assertTrue(why.contains("lora has '" + wrong +
				"'; a strength has a point, as in name:0.8"), why);
		}
		assertEquals(List.of(of("a", 0, 0), of("8", 1, 1)), LoraChoice.ofSetting(
			"a:0, 8"));
		assertEquals(List.of(of("a", 0, 0), of("8", 1, 1)), LoraChoice.ofSetting(
			"a:0,\"8\""));
	}

	@Test
	void refusesAStrengthBeyondComfyUis() {
		assertEquals(List.of(of("a", 100, -100)), LoraChoice.ofSetting(
			"a:100:-100"));
		for (final String wrong : List.of("a:1e30", "a:1:-100.5", "a:101")) {
			final String why = assertThrows(IllegalArgumentException.class,
				() -> LoraChoice.ofSetting(wrong)).getMessage();
			assertTrue(why.startsWith("the LoRA 'a' has a strength of ") && why
				.endsWith("; -100 to 100 are valid"), why);
		}
		assertThrows(IllegalArgumentException.class, () -> LoraChoice.ofPrompt(
			"<lora:a:1e9>"));
	}

	@Test
	void readsThoseOfAPromptAndTakesThemOut() {
		final String prompt = "a cat <lora:fur:0.8>, <LORA:big hat>red " +
			"<lyco:x.y:0.5:0.25><lora:z:te=0.1:unet=0.2><lora:t:te=0.1>";
		assertEquals(List.of(of("fur", 0.8, 0.8), of("big hat", 1, 1), of("x.y",
			0.25, 0.5), of("z", 0.2, 0.1), of("t", 0.1, 0.1)), LoraChoice.ofPrompt(
				prompt));
		assertEquals("a cat , red ", LoraChoice.without(prompt));
		assertEquals("a < b, (c:1.2) <d>", LoraChoice.without(
			"a < b, (c:1.2) <d>"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "<lora:>", "<lora: :1>", "<lora:a:b>", "<lora:a:>",
		"<lora:a:1:2:3>", "<lora:a:NaN>", "<lora:a:1f>", "<lora:a:dyn=3>" })
	void refusesATagThatIsNone(final String tag) {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> LoraChoice
			.ofPrompt("x " + tag)).getMessage().contains("<lora:name:0.8>"));
	}
}
