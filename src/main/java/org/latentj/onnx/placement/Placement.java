
package org.latentj.onnx.placement;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which operators of a session ran on the processor although it has another
 * provider. NB: ONNX Runtime places them there without a word, where the
 * provider has none of their kind. Only the protocol of a run ("profile") says
 * it, so the first run of such a session writes one into the temporary folder.
 * For several threads.
 */
public final class Placement {

	private static final String PROCESSOR = "CPUExecutionProvider";

	/** What only moves numbers that go to the processor anyway. */
	private static final Set<String> MOVES = Set.of("Identity", "MemcpyToHost",
		"MemcpyFromHost");

	private final Optional<Path> folder;

	private final AtomicBoolean open;

	private volatile SortedMap<String, Integer> onProcessor = new TreeMap<>();

	private Placement(final Optional<Path> folder) {
		this.folder = folder;
		open = new AtomicBoolean(folder.isPresent());
	}

	/** Of a session that is not watched. */
	public static Placement unwatched() {
		return new Placement(Optional.empty());
	}

	/**
	 * Of a session whose first run is watched.
	 *
	 * @throws IOException if the temporary folder cannot be written into
	 */
	public static Placement watched() throws IOException {
		return new Placement(Optional.of(Files.createTempDirectory(
			"latentj-placement-")));
	}

	/** How the protocol's path begins; empty if the session is not watched. */
	public Optional<String> prefix() {
		return folder.map(f -> f.resolve("run").toString());
	}

	/** Whether the protocol is to be ended now; true once at the most. */
	public boolean ends() {
		return open.compareAndSet(true, false);
	}

	/**
	 * Reads the protocol and deletes it.
	 *
	 * @throws IOException if it cannot be read
	 */
	public void read(final Path protocol) throws IOException {
		try (Reader reader = Files.newBufferedReader(protocol)) {
			onProcessor = onProcessor(JsonParser.parseReader(reader));
		}
		catch (final JsonParseException | IllegalStateException e) {
			throw new IOException("ONNX Runtime's protocol " + protocol +
				" cannot be read: " + e.getMessage(), e);
		}
		finally {
			delete(protocol);
		}
	}

	/** Deletes the protocol unread. */
	public void delete(final Path protocol) throws IOException {
		Files.deleteIfExists(protocol);
		if (folder.isPresent()) {
			Files.deleteIfExists(folder.get());
		}
	}

	/**
	 * Kinds of operators that computed with real numbers on the processor, with
	 * how many of them there were; empty as long as nothing ran. What computes
	 * sizes is left out: ONNX Runtime has it there on purpose.
	 */
	public Map<String, Integer> onProcessor() {
		return onProcessor;
	}

	private static SortedMap<String, Integer> onProcessor(
		final JsonElement protocol)
	{
		final SortedMap<String, Integer> all = new TreeMap<>();
		for (final JsonElement event : protocol.getAsJsonArray()) {
			final JsonObject told = event.getAsJsonObject().getAsJsonObject("args");
			if (told != null && told.has("provider") && told.has("op_name") && told
				.get("provider").getAsString().equals(PROCESSOR) && isReal(told))
			{
				all.merge(told.get("op_name").getAsString(), 1, Integer::sum);
			}
		}
		MOVES.forEach(all::remove);
		return all;
	}

	/** Whether what comes out has a type such as {@code float16}. */
	private static boolean isReal(final JsonObject told) {
		if (!told.has("output_type_shape")) {
			return false;
		}
		for (final JsonElement output : told.getAsJsonArray("output_type_shape")) {
			if (output.getAsJsonObject().keySet().stream().anyMatch(type -> type
				.contains("float")))
			{
				return true;
			}
		}
		return false;
	}
}
