
package org.latentj.engine.compute;

import java.util.Arrays;
import java.util.List;

import org.latentj.control.Ids;
import org.latentj.onnx.engine.GraphEngines;
import org.latentj.onnx.runtime.ExecutionProvider;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.onnx.runtime.Providers;

/**
 * How networks are computed, by the names that users know.
 *
 * @param provider one of {@link #allProviders}: where
 * @param precision one of {@link #precisions}: in which numbers diffusion
 *          models compute
 * @param threads 0 to 1024, of the processor; 0 = one for each core
 * @param weights one of {@link #weightModes}: how weights are held
 */
public record ComputeChoice(String provider, String precision, int threads,
		String weights) {

	private static final Precision[] PRECISIONS = { Precision.AUTO,
		Precision.SINGLE, Precision.HALF };

	/** What is used unless somebody chooses otherwise. */
	public static final ComputeChoice USUAL = of(OrtSettings.DEFAULT);

	private static final int MOST_THREADS = 1024;

	/** @throws IllegalArgumentException if a name or a number is none of those */
	public ComputeChoice {
		provider(provider);
		precision(precision);
		memory(weights);
		if (threads < 0 || threads > MOST_THREADS) {
			throw new IllegalArgumentException("threads is " + threads +
				", it must be 0 (one for each core) to " + MOST_THREADS);
		}
	}

	/** What some settings are in a user's words. */
	public static ComputeChoice of(final OrtSettings settings) {
		return new ComputeChoice(settings.provider().id(), settings.precision()
			.id(), settings.threads(), settings.memory().id());
	}

	/** The same in the runtime's terms. */
	public OrtSettings settings() {
		return new OrtSettings(provider(provider), memory(weights), threads,
			precision(precision));
	}

	/** All providers that LatentJ knows, whether they are here or not. */
	public static List<String> allProviders() {
		return ids(ExecutionProvider.values());
	}

	/**
	 * The providers that the installed ONNX Runtime says it has; the processor
	 * first.
	 *
	 * @throws org.latentj.control.OutsideException if there is no ONNX Runtime
	 *           for this machine
	 */
	public static List<String> providers() {
		return Providers.available().stream().map(ExecutionProvider::id).toList();
	}

	/** The version of ONNX Runtime. */
	public static String runtime() {
		return "ONNX Runtime " + Providers.version();
	}

	/** What computes bf16 here, or why nothing does. */
	public static String bf16() {
		return GraphEngines.told();
	}

	/**
	 * Fails unless what computes networks so is here.
	 *
	 * @throws org.latentj.control.OutsideException if not; the message says what
	 *           is missing and what would be valid
	 */
	public static void requireEngine(final OrtSettings how) {
		GraphEngines.require(how);
	}

	/** The precisions that there are; runs choose integers and bf16. */
	public static List<String> precisions() {
		return Arrays.stream(PRECISIONS).map(Precision::id).toList();
	}

	/** The ways to hold weights. */
	public static List<String> weightModes() {
		return Arrays.stream(MemoryMode.values()).map(MemoryMode::id).toList();
	}

	/** The same with another provider. */
	public ComputeChoice withProvider(final String other) {
		return new ComputeChoice(other, precision, threads, weights);
	}

	/** The same with so many threads. */
	public ComputeChoice withThreads(final int other) {
		return new ComputeChoice(provider, precision, other, weights);
	}

	/** The same with weights held in another way. */
	public ComputeChoice withWeights(final String other) {
		return new ComputeChoice(provider, precision, threads, other);
	}

	/** The precision that is meant: {@code single} or {@code half}. */
	public String chosenPrecision() {
		return settings().chosenPrecision().id();
	}

	/**
	 * Fails unless the provider can be used here.
	 *
	 * @throws org.latentj.control.OutsideException if not; the message says what
	 *           is missing and where it can be had
	 */
	public void requireProvider() {
		Providers.require(provider(provider));
	}

	private static List<String> ids(final ExecutionProvider... providers) {
		return Arrays.stream(providers).map(ExecutionProvider::id).toList();
	}

	private static ExecutionProvider provider(final String id) {
		return Ids.of("provider", id, ExecutionProvider.values(),
			ExecutionProvider::id);
	}

	private static Precision precision(final String id) {
		return Ids.of("precision", id, PRECISIONS, Precision::id);
	}

	private static MemoryMode memory(final String id) {
		return Ids.of("weights", id, MemoryMode.values(), MemoryMode::id);
	}
}
