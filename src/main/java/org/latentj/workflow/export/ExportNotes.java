
package org.latentj.workflow.export;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import org.latentj.provenance.Provenance;

/** What a workflow does not say, for who opens it. */
final class ExportNotes {

	/** Beyond, ComfyUI's front end rounds whole numbers. */
	private static final int EXACT_BITS = 53;

	private static final String RUN =
		"Run Workflow... in Fiji does the same with the file.";

	private ExportNotes() {}

	/** Sentences; none if it says all. */
	static List<String> of(final Provenance record, final SavedPicture picture) {
		final List<String> notes = new ArrayList<>();
		RecordedPictures.of(record).ifPresent(p -> notes.addAll(p.notes()));
		if (!picture.rgb()) {
			notes.add(
				"In Fiji the result has the kind, the range and the colours of the " +
					"image before; here it is RGB in 8 bits" + (range(record).isEmpty()
						? "." : " (range=" + range(record) + ")."));
		}
		if (List.of("inpaint", "outpaint").contains(record.operation())) {
			notes.add("In Fiji old pixels outside of the mask keep their bits, and " +
				"both are blended where it ends. Here the whole picture is decoded.");
		}
		add(notes, record, "quality", "Made with quality=" + record.setting(
			"quality") + ", which is nearly the picture of this workflow. " + RUN);
		add(notes, record, "reuse", "Made with reuse=" + record.setting("reuse") +
			" (DeepCache), which is nearly the picture of this workflow. " + RUN);
		if (record.setting("samplernoise").equals("0.6")) {
			notes.add("The noise of samplers is that of ComfyUI up to 0.6.");
		}
		if (isLong(record.setting("seed"))) {
			notes.add("The seed is " + record.setting("seed") +
				", which this window rounds. The 'prompt' in the file is exact.");
		}
		return notes;
	}

	private static String range(final Provenance record) {
		return record.call().map(c -> c.inputs().getOrDefault("range", "")).orElse(
			"");
	}

	private static void add(final List<String> notes, final Provenance record,
		final String setting, final String text)
	{
		if (!record.setting(setting).isEmpty()) {
			notes.add(text);
		}
	}

	private static boolean isLong(final String seed) {
		return seed.matches("\\d{1,20}") && new BigInteger(seed)
			.bitLength() > EXACT_BITS;
	}
}
