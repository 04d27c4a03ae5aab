
package org.latentj.engine.compute;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

import org.latentj.onnx.engine.GraphEngines;

/**
 * What users are told of how long bf16 takes on their processor. NB: it hangs
 * on the clock, so that no record has it and nothing is chosen by it.
 */
public final class Bf16Time {

	/**
	 * Where bf16 begins not to pay: a product of it takes as long as one in 32
	 * bits. Calls of whole networks were 0.5 to 0.6 of exact ones on a processor
	 * that makes twice as many of them, 1.1 to 1.9 on one that makes half as many
	 * (BENCHMARKS.md). None is known between.
	 */
	private static final double NO_GAIN = 1;

	private Bf16Time() {}

	/** NB: a class of its own, so that it begins when it is first asked for. */
	private static final class Measuring {

		private static final CompletableFuture<Optional<String>> BRIEF =
			CompletableFuture.supplyAsync(Bf16Time::found);
	}

	/**
	 * Whether {@link #told}, {@link #warning} and {@link #brief} know it at once.
	 * If not, it is measured from now on by another thread; this one does not
	 * wait.
	 */
	public static boolean isKnown() {
		return Measuring.BRIEF.isDone();
	}

	/**
	 * How long products take, and which quality is quicker if that is the exact
	 * one; measured when it is first asked for.
	 *
	 * @return a sentence without its capital and full stop; empty where bf16
	 *         cannot be computed, or its time not be measured
	 */
	public static Optional<String> told() {
		return told(GraphEngines.relativeTime());
	}

	/** The same where bf16 takes longer than exact numbers; else empty. */
	public static Optional<String> warning() {
		return warning(GraphEngines.relativeTime());
	}

	/** What speaks against bf16 here, in a few words; empty if nothing does. */
	public static Optional<String> brief() {
		return Measuring.BRIEF.join();
	}

	private static Optional<String> found() {
		return !GraphEngines.haveBf16() ? Optional.of(
			"bf16 cannot be computed here") : warning().map(
				w -> "bf16 slower here than exact");
	}

	static Optional<String> told(final OptionalDouble ratio) {
		return ratio.isEmpty() ? Optional.empty() : Optional.of(String.format(
			Locale.ROOT,
			"on this processor products of matrices take %.2g times as " +
				"long in bf16 as in 32 bits (measured here)%s", ratio.getAsDouble(),
			isSlow(ratio) ? ": quality=exact is quicker" : ""));
	}

	static Optional<String> warning(final OptionalDouble ratio) {
		return told(ratio).filter(t -> isSlow(ratio));
	}

	private static boolean isSlow(final OptionalDouble ratio) {
		return ratio.getAsDouble() >= NO_GAIN;
	}
}
