
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in a macro behind a command that is cancelled is not done. */
class CancelledMacroTest {

	private static final String START = """
			run("LatentJ Macro Extensions");
			call("org.latentj.host.Canceller.arm");
			output = getArgument();
			options = "prompt=x width=64 height=64 steps=500";
			""";

	private static final String END = """

			save();
			function save() { File.saveString("too far", output); }
			function paint() { run("Txt2Img...", options); return "x"; }
			""";

	@TempDir
	Path tmp;

	@ParameterizedTest
	@ValueSource(strings = { "run('Txt2Img...', options);",
		"setBatchMode(false); File.saveString(paint(), output);",
		"for (i = 0; i < 2; i++) if (i == 0) run('Txt2Img...', options); else save();",
		"File.saveString(" + "Ext.txt2img('', 'x', '', 64, 64, '1', 500), output);",
		"eval(\"run('Txt2Img...', '\" + options + \"');\");",
		"setBatchMode(false); eval(\"eval(\\\"run('Txt2Img...', '\" + options + \"');\\\");\");",
		"f = output + '.ijm'; File.saveString(\"run('Txt2Img...', '\" + options + \"');\", f); runMacro(f);",
		"f = output + '.ijm'; File.saveString(\"run('Txt2Img...', '\" + options + \"');\", f); eval(\"runMacro('\" + f + \"');\");" })
	void goesNoFurther(final String lines) throws Exception {
		final Path output = tmp.resolve("out put.txt");
		final Path log = tmp.resolve("log.txt");
		final Path macro = Files.writeString(tmp.resolve("a macro.ijm"),
			"var output; var options;\n" + START + lines + END);
		assertEquals(1, MacroProcess.run(log, tmp, macro.toString(), output
			.toString()), () -> read(log));
		assertFalse(Files.exists(output), () -> read(log));
		assertTrue(read(log).contains("cancel"), () -> read(log));
		assertFalse(read(log).contains("Macro Error"), () -> read(log));
		assertFalse(read(log).contains("\tat "), () -> read(log));
	}

	private static String read(final Path file) {
		try {
			return Files.readString(file);
		}
		catch (final IOException e) {
			return e.toString();
		}
	}
}
