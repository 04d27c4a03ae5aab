
package org.latentj.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which execution providers there are here, and why one cannot be used. NB:
 * ONNX Runtime names each that it was built with, also if what that needs is
 * missing.
 */
public final class Providers {

	private static final String ELSEWHERE =
		" Nothing was computed. Plugins > LatentJ > Compute... chooses another " +
			"provider: provider=cpu is always there.";

	private Providers() {}

	/** Those that the installed ONNX Runtime says it has. */
	public static List<ExecutionProvider> available() {
		RuntimeEnvironment.get();
		return Arrays.stream(ExecutionProvider.values()).filter(
			Providers::isAvailable).toList();
	}

	private static boolean isAvailable(final ExecutionProvider provider) {
		return OrtEnvironment.getAvailableProviders().contains(provider.runtime());
	}

	/**
	 * Fails unless a provider can be used. NB: whether there is a card that it
	 * works on shows only when the first network is opened, which fails likewise.
	 *
	 * @throws InferenceException if not; the message says what is missing, where
	 *           that can be had, and what else can be done
	 */
	public static void require(final ExecutionProvider provider) {
		if (provider == ExecutionProvider.CPU) {
			return;
		}
		if (!available().contains(provider)) {
			throw new InferenceException(missing(provider), null);
		}
		try (SessionOptions options = new SessionOptions()) {
			SessionConfiguration.add(provider, options);
		}
		catch (final OrtException | IOException e) {
			throw new InferenceException(problem(provider, e), e);
		}
	}

	private static String missing(final ExecutionProvider provider) {
		return "'" + provider.id() +
			"' cannot be used: ONNX Runtime as it is installed here has only " +
			available().stream().map(ExecutionProvider::id).collect(Collectors
				.joining(", ")) + ". " + provider.jar(version()) + beside(provider) +
			ELSEWHERE;
	}

	/**
	 * What a user is told when a provider fails with something. NB: the ONNX
	 * Runtime that has it is there then.
	 */
	static String problem(final ExecutionProvider provider,
		final Exception failure)
	{
		return "'" + provider.id() + "' cannot be used: " + provider.library()
			.flatMap(Providers::unloadable).orElse(failure.getMessage()) + "." +
			beside(provider) + ELSEWHERE;
	}

	/** The version of ONNX Runtime that is loaded. */
	public static String version() {
		return RuntimeEnvironment.get().getVersion();
	}

	private static String beside(final ExecutionProvider provider) {
		return provider.beside().isEmpty() ? "" : " " + provider.beside();
	}

	/**
	 * Why a library cannot be loaded; empty if it can. NB: ONNX Runtime only
	 * writes it into its log; Java says it when it loads the library itself.
	 */
	private static Optional<String> unloadable(final String library) {
		final Optional<Path> file = RuntimeEnvironment.libraries().file(library);
		try {
			file.ifPresent(f -> System.load(f.toString()));
			return Optional.empty();
		}
		catch (final UnsatisfiedLinkError e) {
			return Optional.of("the native library " + file.get().getFileName() +
				" cannot be loaded (" + reason(e, file.get()) + ")");
		}
	}

	private static String reason(final UnsatisfiedLinkError error,
		final Path file)
	{
		final String path = file + ": ";
		final String message = String.valueOf(error.getMessage());
		return message.startsWith(path) ? message.substring(path.length())
			: message;
	}
}
