
package org.latentj.onnx.library;

import org.latentj.control.OutsideException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * ONNX Runtime's native libraries. They come in a jar and are unpacked into a
 * folder of ours ({@link UnpackedFolder}) before they are loaded. NB: ONNX
 * Runtime unpacks them itself if nobody does, and leaves them when the process
 * is killed; then nobody can tell whose they are and whether they are in use.
 */
public final class NativeLibraries {

	/** Where ONNX Runtime looks for libraries instead of unpacking them. */
	private static final String PATH = "onnxruntime.native.path";

	private static final String MAIN = "onnxruntime";

	private Optional<UnpackedFolder> unpacked = Optional.empty();

	/**
	 * Loads them.
	 *
	 * @param loading makes ONNX Runtime load its libraries
	 * @throws IllegalStateException if they cannot be unpacked; the message says
	 *           why
	 */
	public synchronized void load(final Runnable loading) {
		if (System.getProperty(PATH) != null || !isThere(MAIN)) {
			// NB: the user has them elsewhere, or there are none; ONNX Runtime says
			// so.
			loading.run();
			return;
		}
		final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
		try {
			UnpackedFolder.deleteUnused(temporary);
			unpacked = Optional.of(UnpackedFolder.create(temporary));
			unpack(MAIN);
			unpack("onnxruntime4j_jni");
			unpack("onnxruntime_providers_shared");
		}
		catch (final IOException e) {
			unpacked.ifPresent(UnpackedFolder::delete);
			throw new OutsideException(
				"ONNX Runtime's native library cannot be unpacked into the temporary folder " +
					temporary + ": " + reason(e) +
					"; make room there, or choose another folder with the option -Djava.io.tmpdir of Java",
				e);
		}
		System.setProperty(PATH, unpacked.get().path().toString());
		try {
			loading.run();
		}
		finally {
			System.clearProperty(PATH);
		}
	}

	/**
	 * Unpacks one that is needed only sometimes beside the others.
	 *
	 * @throws IOException if it cannot be written
	 */
	public synchronized void unpack(final String library) throws IOException {
		if (unpacked.isEmpty() || !isThere(library)) {
			return;
		}
		try (InputStream in = NativeLibraries.class.getResourceAsStream(resource(
			library)))
		{
			unpacked.get().add(System.mapLibraryName(library), in);
		}
	}

	/** Where one was unpacked; empty if it was not. */
	public synchronized Optional<Path> file(final String library) {
		return unpacked.map(f -> f.path().resolve(System.mapLibraryName(library)))
			.filter(Files::exists);
	}

	private static String reason(final IOException e) {
		if (e instanceof NoSuchFileException) {
			return "there is no such folder";
		}
		if (e instanceof AccessDeniedException) {
			return "nothing may be written there";
		}
		return e instanceof FileSystemException f && f.getReason() != null ? f
			.getReason() : e.getMessage();
	}

	private static boolean isThere(final String library) {
		return NativeLibraries.class.getResource(resource(library)) != null;
	}

	/** Where a library lies in ONNX Runtime's jar. */
	private static String resource(final String library) {
		return "/ai/onnxruntime/native/" + system() + "-" + architecture() + "/" +
			System.mapLibraryName(library);
	}

	private static String system() {
		final String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		return name.contains("mac") ? "osx" : name.contains("win") ? "win"
			: "linux";
	}

	private static String architecture() {
		final String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
		return name.matches("amd64|x86_64") ? "x64" : name;
	}
}
