
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.Macro;
import ij.macro.Interpreter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

import org.latentj.command.BatchCommand;
import org.latentj.command.Txt2ImgCommand;
import org.latentj.host.macro.MacroInputs;
import org.latentj.host.macro.OptionText;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * The whole way of a prompt: our recording of a command, ImageJ's recorder, a
 * string literal of its macro language, the options of the macro's thread, its
 * own reader of options (which Fiji uses) and ours. Whatever the texts hold,
 * they and all other inputs come back to the letter. NB: public, for the macro.
 */
public class RecorderTest {

	private static final Context CONTEXT = new Context();

	/** NB: one for all prompts, since making one takes longer than the rest. */
	private static final Module RECORDED = module();

	/** Likewise, with what a macro leaves to the code. */
	private static final Module REPLAYED = module();

	private static final Map<String, Object> DEFAULTS = inputs(REPLAYED);

	/** What could be taken for something else on the way. */
	private static final List<String> PIECES = List.of("a cat", " ", "  ",
		"seed=99", " seed=99 ", "steps=9", "c=1 z=2", "prompt=[x]", "prompt=",
		"negative=[", " checkpoint=/evil", "steps", "keepsteps", "latent", "[", "]",
		"[[", "]]", "[]", "(", ")", "\\(", "{", "}", "\"", "\"\"", "'", "''", "\\",
		"\\\\", "\\n", "\n", "\r\n", "\t", "%", "%20", "%u0041", "%5D", "escaped:",
		"&", "&x", "&amp;", "#", "=", "==", ",", ";", "//", "/*", "*/", "\" + \"",
		"\");", "run(", "true", "false", "\u00e4\u00f6\u00fc\u00df", "\u03b3",
		"\u4e2d\u6587", "\ud83d\ude00", "\ud83d", "\ude00", "\u202e", "\u200b",
		"\ufeff", "\u00a0", "\u2028", "\0", "\u007f", "\u0085", "C:\\temp",
		"embedding:x", "(word:1.2)");

	/** What the macro has got, see {@link #replay}. */
	private static Map<String, Object> replayed;

	private static String options;

	@AfterContainer
	static void stop() {
		CONTEXT.dispose();
	}

	@Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
	void replaysWhatItRecorded(@ForAll("texts") final String prompt,
		@ForAll("texts") final String negative, @ForAll final long seed,
		@ForAll @IntRange(min = 1, max = 10_000) final int steps,
		@ForAll @DoubleRange(min = -100, max = 100) final double cfg)
	{
		check(prompt, negative, Long.toUnsignedString(seed), steps, cfg);
	}

	@Example
	void replaysTextsThatNothingIsLeftOf() {
		for (final String text : List.of("", " ", "&x", "'", "escaped:", "]")) {
			check(text, text, "0", 1, 0);
		}
	}

	@Example
	void replaysALongPrompt() {
		check("a \"cat\" [seed=99]\n\u00e4 ".repeat(400), "",
			"18446744073709551615", 20, 7);
	}

	@Example
	void writesTheCallOfAMacroOrOfAScript() {
		assertEquals("run(\"Loaded Models\");\n", RecorderLine.line("Loaded Models",
			"", false));
		assertEquals("IJ.run(\"Loaded Models\", \"\");\n", RecorderLine.line(
			"Loaded Models", "", true));
		assertEquals("run(\"Txt2Img...\", \"steps=2\");\n", RecorderLine.line(
			"Txt2Img...", "steps=2", false));
	}

	/** NB: others, which a dialog may remember, would be refused. */
	@Example
	void recordsThoseOptionsOfABatchThatItsOperationUses() {
		final Module batch = CONTEXT.service(ModuleService.class).createModule(
			CONTEXT.service(CommandService.class).getCommand(BatchCommand.class));
		batch.setInput("operation", "inpaint");
		batch.setInput("factor", 3.0);
		final String line = RecorderLine.options(batch, OptionText::encode);
		for (final String option : List.of("mask=selection", "grow=6", "slices=",
			"dryrun=false"))
		{
			assertTrue((line + " ").contains(" " + option + " "), line);
		}
		for (final String option : List.of("aesthetic", "factor", "width", "set")) {
			assertFalse(line.contains(" " + option + "="), line);
		}
	}

	@Provide
	Arbitrary<String> texts() {
		final Arbitrary<String> piece = Arbitraries.frequencyOf(Tuple.of(6,
			Arbitraries.of(PIECES)), Tuple.of(1, Arbitraries.strings().all()
				.ofMaxLength(6)), Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(
					6)));
		return piece.list().ofMaxSize(8).map(pieces -> String.join("", pieces));
	}

	private static void check(final String prompt, final String negative,
		final String seed, final int steps, final double cfg)
	{
		final Module module = RECORDED;
		module.setInput("checkpoint", "sub folder/it's a [new] one.safetensors");
		module.setInput("prompt", prompt);
		module.setInput("negative", negative);
		module.setInput("seed", seed);
		module.setInput("steps", steps);
		module.setInput("cfg", cfg);
		module.setInput("keepsteps", true);
		final String letters = RecorderLine.options(module,
			OptionText::withLetters);
		replayed = null;
		new Interpreter().run("call(\"" + RecorderTest.class.getName() +
			".replay\", \"" + letters + "\");", "");
		assertEquals(inputs(module), replayed, letters);
		final String line = RecorderLine.options(module, OptionText::encode);
		assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
		replayed = null;
		new Interpreter().run("call(\"" + RecorderTest.class.getName() +
			".replay\", \"" + line + "\");", "");
		assertEquals(inputs(module), replayed, line);
		for (final String text : List.of("checkpoint", "prompt", "negative",
			"seed"))
		{
			assertEquals(module.getInput(text), OptionText.decode(Macro.getValue(
				options, text, "")), line);
		}
		assertEquals(steps, Integer.parseInt(Macro.getValue(options, "steps", "")));
		assertEquals(cfg, Double.parseDouble(Macro.getValue(options, "cfg", "")));
	}

	/** Called by the macro, with what it would give to {@code run(...)}. */
	@SuppressWarnings("unused")
	public static String replay(final String given) {
		final Thread thread = Thread.currentThread();
		final String name = thread.getName();
		// NB: ImageJ knows the options of a macro by the name of its thread.
		thread.setName("Run$_" + name);
		try {
			Macro.setOptions(given);
			options = Macro.getOptions();
			DEFAULTS.forEach((input, value) -> {
				REPLAYED.setInput(input, value);
				REPLAYED.unresolveInput(input);
			});
			MacroInputs.resolve(REPLAYED, options);
			replayed = inputs(REPLAYED);
			return "";
		}
		finally {
			Macro.setOptions(null);
			thread.setName(name);
		}
	}

	private static Module module() {
		return CONTEXT.service(ModuleService.class).createModule(CONTEXT.service(
			CommandService.class).getCommand(Txt2ImgCommand.class));
	}

	private static Map<String, Object> inputs(final Module module) {
		final Map<String, Object> inputs = new LinkedHashMap<>();
		MacroInputs.inputs(module).forEach(i -> inputs.put(i.getName(), module
			.getInput(i.getName())));
		return inputs;
	}
}
