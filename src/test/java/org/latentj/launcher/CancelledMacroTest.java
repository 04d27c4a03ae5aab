
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
		final Path macro = Files.writeString(tmp.resolve("a macro.ijm"),
			"var output; var options;\n" + START + lines + END);
		final Macros.Ended ended = Macros.run(macro.toString(), output.toString());
		assertEquals(1, ended.status(), ended::printed);
		assertFalse(Files.exists(output), ended::printed);
		assertTrue(ended.printed().contains("cancel"), ended::printed);
		assertFalse(ended.printed().contains("Macro Error"), ended::printed);
		assertFalse(ended.printed().contains("\tat "), ended::printed);
	}
}
