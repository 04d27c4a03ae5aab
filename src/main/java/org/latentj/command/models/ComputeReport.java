
package org.latentj.command.models;

import ij.measure.ResultsTable;

import java.util.List;
import java.util.Locale;

import org.latentj.engine.compute.Bf16Time;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.engine.trial.ComputeTrial;

/** How networks are computed, and how fast that is, for people to read. */
public final class ComputeReport {

	private static final double MEGABYTE = 1e6;

	private static final int DIGITS = 3;

	private ComputeReport() {}

	/** What is chosen, and what there is to choose of, a line each. */
	public static String of(final ComputeChoice choice) {
		final String auto = choice.precision().equals(choice.chosenPrecision()) ? ""
			: " (" + choice.chosenPrecision() + ")";
		return "provider: " + choice.provider() + "\nprecision: " + choice
			.precision() + auto + "\nthreads: " + choice.threads() + (choice
				.threads() == 0 ? " (one for each core)" : "") + "\nweights: " + choice
					.weights() + "\n" + installed();
	}

	/** What ONNX Runtime says it has, and what computes bf16, and how fast. */
	static String installed() {
		return ComputeChoice.runtime() + " as it is installed here has: " + String
			.join(", ", ComputeChoice.providers()) + "\nquality=bf16: " +
			ComputeChoice.bf16() + Bf16Time.told().map(t -> "\n" + t).orElse("");
	}

	/** A line for each. */
	static String of(final List<ComputeTrial> trials) {
		final StringBuilder lines = new StringBuilder();
		trials.forEach(t -> {
			lines.append(t.choice().provider()).append(": ").append(t.problem()
				.orElseGet(() -> String.format(Locale.ROOT,
					"%s precision, weights %s: opened in %.2f s, a step %.3f s, %.0f MB",
					t.choice().chosenPrecision(), t.memory(), t.opening(), t.step(), t
						.bytes() / MEGABYTE))).append('\n');
			t.warnings().forEach(w -> lines.append("  ").append(w).append('\n'));
		});
		return lines.toString();
	}

	/** A row for each. */
	static ResultsTable table(final List<ComputeTrial> trials) {
		final ResultsTable table = new ResultsTable();
		table.setPrecision(DIGITS);
		trials.forEach(t -> {
			table.addRow();
			table.addValue("provider", t.choice().provider());
			table.addValue("precision", t.choice().chosenPrecision());
			table.addValue("threads", threads(t.choice()));
			table.addValue("weights", t.memory());
			table.addValue("opening (s)", t.problem().isPresent() ? Double.NaN : t
				.opening());
			table.addValue("step (s)", t.problem().isPresent() ? Double.NaN : t
				.step());
			table.addValue("memory (MB)", t.problem().isPresent() ? Double.NaN : t
				.bytes() / MEGABYTE);
			table.addValue("note", t.problem().orElse(String.join("; ", t
				.warnings())));
		});
		return table;
	}

	private static int threads(final ComputeChoice choice) {
		return choice.threads() == 0 ? Runtime.getRuntime().availableProcessors()
			: choice.threads();
	}
}
