
package org.latentj.studio.run;

import java.util.Optional;

import org.latentj.host.RecorderLine;
import org.latentj.provenance.Provenance.Call;

/** What the recorder gets of a map of where pictures differ. */
public final class SpreadLine {

	private SpreadLine() {}

	/**
	 * Records it, or a comment that nothing makes it.
	 *
	 * @param made the call that makes the pictures and their map
	 * @param why there is none
	 */
	public static void write(final Optional<Call> made, final String why) {
		made.ifPresentOrElse(call -> {
			if (call.images().containsKey("input")) {
				RecorderLine.write(RecorderLine.selecting(call.images().get("input")
					.title()));
			}
			RecorderLine.write(call.command(), call.inputs());
		}, () -> RecorderLine.comment(
			"Spread: no line makes this standard deviation, since of the pictures " +
				why));
	}
}
