
package org.latentj;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchTask;
import org.latentj.documentation.Page;
import org.latentj.omezarr.OmeFile;
import org.latentj.record.GeneratedImage;
import org.latentj.zarr.ZarrFiles;
import org.scijava.Context;
import org.scijava.plugin.Plugin;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;
import org.scijava.script.ScriptService;

/**
 * The examples of docs/ are run, most of them docs/scripting.md's, with the
 * bundled checkpoint: those in Groovy and Python as Fiji's script editor runs
 * them, those in Java after they are compiled.
 */
public class ScriptingPageTest {

	private static final String SEED = "18446744073709551615";

	private static final String BEFORE = List.of("ij.*", "java.nio.file.*",
		"java.util.*", "org.latentj.batch.*", "org.latentj.batch.journal.*",
		"org.latentj.control.*", "org.latentj.engine.*", "org.latentj.operation.*",
		"org.latentj.pipeline.*", "org.latentj.sampling.*", "org.latentj.latent.*",
		"org.latentj.sampling.conditioning.*", "org.latentj.sampling.sampler.*",
		"org.latentj.sampling.scheduler.*", "org.latentj.omezarr.*",
		"org.latentj.omezarr.run.*", "org.latentj.provenance.*",
		"org.latentj.tensor.*", "org.scijava.Context").stream().map(p -> "import " +
			p + ";\n").collect(Collectors.joining()) +
		"public class Example implements ScriptingPageTest.Example {\n" +
		" public void run(BatchTask task) throws Exception {\n";

	@TempDir
	Path tmp;

	/** What an example in Java is put into. */
	public interface Example {

		void run(BatchTask task) throws Exception;
	}

	/** Fiji brings its own. */
	@Plugin(type = ScriptLanguage.class)
	public static class Groovy extends AdaptedScriptLanguage {

		public Groovy() {
			super("groovy");
		}
	}

	/** Fiji brings its own. */
	@Plugin(type = ScriptLanguage.class)
	public static class Python extends AdaptedScriptLanguage {

		public Python() {
			super("python");
		}
	}

	@Test
	void makesTheSamePicturesFromGroovyAndPython() throws Exception {
		final Map<String, Object> brief = run("groovy", examples("groovy").get(0));
		assertEquals("txt2img", operation(brief.get("nuclei")));
		assertEquals("img2img", operation(brief.get("red")));
		final Map<String, Object> command = run("groovy", examples("groovy").get(
			1));
		assertEquals("img2img", operation(command.get("made")));
		final Map<String, Object> service = run("groovy", examples("groovy").get(
			2));
		final ImagePlus nuclei = (ImagePlus) service.get("nuclei");
		assertEquals("txt2img", operation(nuclei));
		assertEquals("inpaint", operation(service.get("changed")));
		assertEquals(2, ((List<?>) run("py", examples("python").get(0)).get("made"))
			.size());
		final List<?> python = (List<?>) run("py", examples("python").get(1)).get(
			"made");
		assertEquals(List.of("txt2img", "img2img", "txt2img", "img2img"), python
			.stream().map(ScriptingPageTest::operation).toList());
		assertArrayEquals(pixels(nuclei), pixels(python.get(2)));
		assertEquals(SEED, GeneratedImage.provenance(nuclei).orElseThrow().setting(
			"seed"));
	}

	@Test
	void keepsPixelsOutsideOfAScriptsMask() throws Exception {
		final Map<String, Object> made = run("groovy", examples("groovy").get(2));
		final int[] before = pixels(made.get("nuclei"));
		final int[] after = pixels(made.get("changed"));
		int changed = 0;
		for (int i = 0; i < before.length; i++) {
			final int x = i % 64;
			final int y = i / 64;
			// NB: grown by 6, and the selection begins at 20 and ends before 44.
			final boolean near = x >= 14 && x < 50 && y >= 14 && y < 50;
			assertTrue(near || before[i] == after[i], "pixel " + x + "," + y);
			changed += before[i] == after[i] ? 0 : 1;
		}
		assertTrue(changed > 24, changed + " pixels changed");
	}

	@Test
	void runsTheExamplesInJava() throws Exception {
		final List<String> examples = examples("java");
		assertEquals(5, examples.size());
		ZarrFiles.unpack("zarr_python_2.zip", tmp);
		for (final String example : examples) {
			final Path classes = Files.createTempDirectory(tmp, "classes");
			assertEquals(List.of(), errors(BEFORE + example.replace("\"results",
				"\"" + tmp.resolve("results")).replace("\"/data/", "\"" + tmp + "/") +
				"\n}\n}\n", classes), example);
			try (URLClassLoader loader = new URLClassLoader(new URL[] { classes
				.toUri().toURL() }, getClass().getClassLoader()))
			{
				((Example) loader.loadClass("org.latentj.Example")
					.getDeclaredConstructor().newInstance()).run(new Texts());
			}
		}
		assertEquals(List.of("A/1/0", "A/1/1"), OmeFile.open(tmp.resolve(
			"results.ome.zarr")).images());
		assertTrue(Files.readString(tmp.resolve("results/second.txt")).startsWith(
			"second with "));
	}

	@Test
	void hasNoExampleThatIsNotRun() {
		assertEquals(3, examples("groovy").size());
		assertEquals(2, examples("python").size());
	}

	/** A script's outputs. */
	private static Map<String, Object> run(final String extension,
		final String script) throws Exception
	{
		try (Context context = new Context()) {
			return context.service(ScriptService.class).run("example." + extension,
				script, true).get().getOutputs();
		}
	}

	private static String operation(final Object image) {
		return GeneratedImage.provenance((ImagePlus) image).orElseThrow()
			.operation();
	}

	private static int[] pixels(final Object image) {
		return (int[]) ((ImagePlus) image).getProcessor().getPixels();
	}

	private static List<String> examples(final String language) {
		return Page.blocks(language).stream().map(Page.Block::code).toList();
	}

	private static List<String> errors(final String code, final Path classes) {
		final DiagnosticCollector<JavaFileObject> errors =
			new DiagnosticCollector<>();
		final JavaFileObject source = new SimpleJavaFileObject(URI.create(
			"string:///org/latentj/Example.java"), JavaFileObject.Kind.SOURCE)
		{

			@Override
			public CharSequence getCharContent(final boolean ignored) {
				return "package org.latentj;\n" + code;
			}
		};
		ToolProvider.getSystemJavaCompiler().getTask(null, null, errors, List.of(
			"-proc:none", "-d", classes.toString(), "-cp", System.getProperty(
				"surefire.test.class.path", System.getProperty("java.class.path"))),
			null, List.of(source)).call();
		return errors.getDiagnostics().stream().map(d -> d.getMessage(null))
			.toList();
	}

	/** Writes an item's name and seed. */
	private static final class Texts implements BatchTask {

		@Override
		public String input(final BatchItem item) {
			return "";
		}

		@Override
		public Result make(final BatchItem item, final long seed) {
			return new Result() {

				@Override
				public void write(final Path file) throws IOException {
					Files.writeString(file, item.name() + " with " + seed);
				}

				@Override
				public String record() {
					return "{}";
				}
			};
		}
	}
}
