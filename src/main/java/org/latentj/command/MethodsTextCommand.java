
package org.latentj.command;

import ij.ImagePlus;

import java.util.Optional;

import org.latentj.command.input.MenuCommand;
import org.latentj.provenance.MethodsText;
import org.latentj.provenance.Provenance;
import org.latentj.record.Contradictions;
import org.latentj.record.GeneratedImage;
import org.scijava.ItemIO;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Writes the sentences for a paper that say how an image was made. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Methods Text",
	visible = false, headless = true)
public class MethodsTextCommand extends ContextCommand implements MenuCommand {

	/**
	 * Letters of a line that fits into the window; windows and logs break none.
	 */
	private static final int COLUMNS = 90;

	@Parameter(label = "Image", required = false,
		description = "A picture that LatentJ made; the current one if left out.")
	private ImagePlus input;

	@Parameter(type = ItemIO.OUTPUT, label = "Methods Text")
	private String text;

	@Override
	public void run() {
		try {
			final Provenance record = Optional.ofNullable(input).flatMap(
				GeneratedImage::provenance).orElseThrow(
					() -> new IllegalArgumentException(RepeatCommand.noRecord(input)));
			text = MethodsText.wrapped(MethodsText.of(record) + Contradictions.of(
				record).map(c -> "\n\nNB: " + c +
					". This text tells the settings, Make Again... runs the command.")
				.orElse(""), COLUMNS);
		}
		catch (final IllegalArgumentException e) {
			cancel(e.getMessage());
		}
	}
}
