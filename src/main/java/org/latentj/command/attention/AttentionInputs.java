
package org.latentj.command.attention;

import ij.ImagePlus;

import java.util.List;
import java.util.Optional;

import org.latentj.control.Ids;
import org.latentj.imageplus.ImageSettings;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Operations;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.setting.Need;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;

/** The settings of the command that makes maps of attention. */
public final class AttentionInputs {

	/** That of the record if there is one, else the image. */
	public static final String AUTO = "auto";

	private static final String[] RUNS = { AUTO, AttentionChoice.RECORD,
		AttentionChoice.IMAGE };

	/** Which run is watched. */
	public static final Setting<String> FROM = Setting.choice("from", List.of(
		RUNS), id -> Ids.of("from", id, RUNS, own -> own), id -> id).standard(AUTO)
		.labelled("Look at",
			"record: the run that made this picture, done again as its record says. " +
				"image: the image, shown to the network under noise with the prompt " +
				"below. auto: record, if there is one.").in(Section.WORK);

	/** Always the same unless asked for. */
	private static final Setting<Long> SEED = GenerationSettings.SEED.standard(0L)
		.labelled("Seed",
			"For image: the noise that is added. 0 to 18446744073709551615.");

	/** Below which a pixel is of no word. */
	public static final Setting<Double> THRESHOLD = Setting.number("threshold", 0,
		1).standard(0.5).labelled("Threshold of labels",
			"A pixel is of the word whose map is highest there, each map being " +
				"stretched to 0 to 1; below this it is background.").in(Section.OUTPUT)
		.step(0.05).style("format:0.00");

	/** Whether an image of labels is given. */
	public static final Setting<Boolean> LABELS = Setting.flag("labels").labelled(
		"Give an image of labels",
		"8-bit: 0 = background, 1, 2, ... = the words in their order.").in(
			Section.OUTPUT);

	/** Whether selections are given. */
	public static final Setting<Boolean> SELECTIONS = Setting.flag("selections")
		.labelled("Give selections in the ROI Manager",
			"One for each word. Without a screen they are the overlay of the " +
				"image.").in(Section.OUTPUT);

	/** All, in the order of macros within each section. */
	public static final List<Setting<?>> ALL = List.of(FROM,
		GenerationSettings.PROMPT, AttentionChoice.WORDS, AttentionChoice.DURING,
		AttentionChoice.RESOLUTIONS, AttentionChoice.REFINE, SEED,
		GenerationSettings.STEPS, GenerationSettings.SCHEDULER,
		GenerationSettings.CLIPSKIP, ImageSettings.RANGE, ImageSettings.STACK,
		ImageSettings.CHANNELS, ImageSettings.SLICES, ImageSettings.FRAMES,
		THRESHOLD, LABELS, SELECTIONS);

	/** That a threshold needs what is made of it. */
	public static final List<Need> NEEDS = List.of(new Need(THRESHOLD,
		values -> values.get(LABELS) || values.get(SELECTIONS),
		"labels and selections, which the options of these names give"));

	private AttentionInputs() {}

	/**
	 * How a picture was made, if by an operation: runs of workflows, and of maps
	 * themselves, cannot be watched.
	 */
	public static Optional<Provenance> record(final ImagePlus image) {
		return GeneratedImage.provenance(image).filter(p -> p.call().stream()
			.anyMatch(c -> Operations.ALL.list().stream().anyMatch(t -> t.command()
				.equals(c.command()))));
	}
}
