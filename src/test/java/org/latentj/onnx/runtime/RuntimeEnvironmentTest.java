
package org.latentj.onnx.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;
import org.latentj.tensor.Tensor;

class RuntimeEnvironmentTest {

	/**
	 * What a library holds that looks up hosts, keeps a database of events, or
	 * knows where to send them.
	 */
	private static final List<String> TELEMETRY = List.of("getaddrinfo",
		"gethostbyname", "sqlite3", "ORT_DISABLE_TELEMETRY",
		"events.data.microsoft", "NSURLSession", "WINHTTP", "WININET");

	private static final List<String> LIBRARIES = List.of(
		"linux-x64/libonnxruntime.so", "linux-aarch64/libonnxruntime.so",
		"osx-aarch64/libonnxruntime.dylib", "win-x64/onnxruntime.dll");

	@TempDir
	Path home;

	/** Starts ONNX Runtime in a thread with Java's usual stack. */
	static final class Start {

		/** @param args {@code killed} ends it as a kill does */
		public static void main(final String... args) throws InterruptedException {
			final Thread thread = new Thread(OrtModel::runtimeVersion);
			thread.start();
			thread.join();
			if (args[0].equals("killed")) {
				Runtime.getRuntime().halt(0);
			}
		}
	}

	/** Starts ONNX Runtime when the process is ending. */
	static final class Late {

		public static void main(final String... args) {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				try {
					OrtModel.runtimeVersion();
				}
				catch (final CancellationException e) {
					System.out.println(e.getMessage());
				}
			}));
		}
	}

	/** Fails at opening a graph and at running another. */
	static final class Failures {

		public static void main(final String... args) throws IOException {
			fail(false);
			fail(true);
		}

		private static void fail(final boolean known) throws IOException {
			final GraphBuilder graph = new GraphBuilder();
			final Value x = graph.input("x", ElementType.FLOAT, "rows", "columns");
			graph.output("y", graph.op(known ? "Mul" : "NoSuchOperator", List.of(x,
				graph.weight(Golden.open("tiny_sd1.safetensors"),
					"model.diffusion_model.out.0.bias", 32))), "rows", "columns");
			try (OrtModel model = OrtModel.open(graph.build("graph"),
				OrtSettings.DEFAULT.with(MemoryMode.MAPPED)))
			{
				model.run(Map.of("x", Tensor.zeros(1, 31)), "y", new int[] { 1, 31 },
					new StopSignal());
			}
			catch (final InferenceException e) {
				System.out.println(known && e.getMessage().contains("31") || e
					.getMessage().contains("NoSuchOperator"));
			}
		}
	}

	/** Its log has no way into ours; what it says is in the exception. */
	@Test
	void printsNothingOfItsOwnWhenItFails() throws Exception {
		assertEquals("true\ntrue\n", start(Failures.class, "").replace("\r", ""));
	}

	@Test
	void survivesALongCommandLineAndLeavesNoFile() throws Exception {
		assertEquals("", start(Start.class, "/home/somebody/.m2/repository/a.jar:"
			.repeat(1000)));
		assertEquals(List.of(), left());
	}

	@Test
	void deletesTheLibrariesThatAKilledProcessLeft() throws Exception {
		start(Start.class, "killed");
		final List<String> killed = left();
		assertTrue(killed.stream().anyMatch(f -> f.startsWith(
			"latentj-onnxruntime-")), killed.toString());
		start(Start.class, "");
		assertEquals(List.of(), left().stream().filter(killed::contains).filter(
			f -> f.startsWith("latentj")).toList());
	}

	@Test
	void isQuietWhereTheProcessIsEnding() throws Exception {
		assertEquals("the program is ending", start(Late.class, "").strip());
	}

	@Test
	void saysWhatIsWrongWithTheTemporaryFolder() throws Exception {
		final Path file = Files.createFile(home.resolve("no-folder"));
		final String said = start(Start.class, "", "-Djava.io.tmpdir=" + file);
		assertTrue(said.contains("cannot be unpacked into the temporary folder " +
			file) && said.contains("-Djava.io.tmpdir"), said);
	}

	/** NB: the folder of a user's own libraries, which is asked for first. */
	@Test
	void saysThatItsLibraryCannotBeLoaded() throws Exception {
		final Path broken = Files.writeString(home.resolve(System.mapLibraryName(
			"onnxruntime")), "no library");
		final String said = start(Start.class, "", "-Donnxruntime.native.path=" +
			home);
		assertTrue(said.contains("InferenceException: ONNX Runtime has no native " +
			"library for " + System.getProperty("os.name")), said);
		assertTrue(said.contains("or it cannot be loaded: " + broken), said);
	}

	@Test
	void holdsNothingThatWouldSendAnything() throws IOException {
		for (final String library : LIBRARIES) {
			try (InputStream in = OrtModel.class.getResourceAsStream(
				"/ai/onnxruntime/native/" + library))
			{
				final String bytes = new String(in.readAllBytes(),
					StandardCharsets.ISO_8859_1);
				assertEquals(List.of(), TELEMETRY.stream().filter(bytes::contains)
					.toList(), library);
			}
		}
	}

	/** What is in the folder that is home, cache and temporary folder. */
	private List<String> left() throws IOException {
		try (Stream<Path> files = Files.walk(home)) {
			return files.skip(1).map(f -> home.relativize(f).toString()).toList();
		}
	}

	/** @return what was printed */
	private String start(final Class<?> program, final String argument,
		final String... options) throws Exception
	{
		final List<String> command = new ArrayList<>(List.of(Path.of(System
			.getProperty("java.home"), "bin", "java").toString(), "-Duser.home=" +
				home, "-Djava.io.tmpdir=" + home));
		command.addAll(List.of(options));
		command.addAll(List.of(program.getName(), argument));
		final ProcessBuilder builder = new ProcessBuilder(command)
			.redirectErrorStream(true);
		for (final String folder : List.of("HOME", "XDG_CACHE_HOME",
			"XDG_DATA_HOME", "TMPDIR", "TEMP", "LOCALAPPDATA"))
		{
			builder.environment().put(folder, home.toString());
		}
		builder.environment().put("CLASSPATH", System.getProperty(
			"surefire.test.class.path", System.getProperty("java.class.path")));
		final Process process = builder.start();
		final String printed = new String(process.getInputStream().readAllBytes(),
			StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), printed);
		return printed;
	}
}
