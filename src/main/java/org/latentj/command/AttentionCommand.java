
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.command.attention.ShownImage;
import org.latentj.command.attention.ObservedImage;
import org.latentj.command.attention.AttentionInputs;
import org.latentj.command.base.AbstractChosenModelsCommand;
import org.latentj.command.base.CallInputs;
import org.latentj.command.base.SectionedInputs;
import org.latentj.command.base.SettingInputs;
import org.latentj.command.base.UsualClipSkip;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.input.DialogSections;
import org.latentj.command.preview.StepLook;
import org.latentj.command.progress.RunProgress;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.attention.SelectionList;
import org.latentj.imageplus.attention.WordLabelImage;
import org.latentj.imageplus.attention.WordMapImage;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.operation.attention.ObservePicture;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;
import org.latentj.record.GeneratedImage;
import org.latentj.record.ImageTitle;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.setting.Section;
import org.latentj.setting.Need;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandService;
import org.scijava.command.DynamicCommandInfo;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Makes maps of where the network attends to the words of a prompt, in a
 * picture that LatentJ made or in any image; and labels and selections of them.
 */
@Plugin(type = MenuCommand.class,
	menuPath = "Plugins>LatentJ>Attention Maps...", visible = false,
	headless = true, initializer = "initialiseChoices")
public class AttentionCommand extends AbstractChosenModelsCommand implements
	DialogSections, MenuCommand
{

	@Parameter
	private CommandService commands;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false,
		persist = false)
	private String note;

	@Parameter(label = "Image", required = false,
		description = "The image to look at; the current one if left out.")
	private ImagePlus input;

	// NB: before the maps, so that these are the current image in the end.
	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus labelled;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus image;

	/** What is for an image alone: a watched run has its own. */
	private static final Set<String> OF_IMAGE = Set.of("checkpoint", "clip",
		"vae", "lora", "addlora", GenerationSettings.PROMPT.asked(),
		GenerationSettings.SEED.asked(), GenerationSettings.STEPS.asked(),
		GenerationSettings.SCHEDULER.asked(), GenerationSettings.CLIPSKIP.asked(),
		ImageSettings.RANGE.asked());

	/** Whether this has its inputs from settings, too. */
	private boolean complete;

	@Override
	public final DynamicCommandInfo getInfo() {
		final DynamicCommandInfo info = super.getInfo();
		if (!complete) {
			complete = true;
			SettingInputs.add(info, "addlora", AttentionInputs.ALL);
			AttentionInputs.ALL.forEach(s -> setOwn(s.asked(), SettingInputs.standard(
				s)));
		}
		return info;
	}

	@Override
	protected void execute(final RunProgress progress) throws IOException {
		requireImage();
		// NB: a dialog shows them all, since it may be changed to the image.
		if (!isAsked() && isWatched()) {
			refuseUseless(OF_IMAGE::contains, "the run of the record of '" + input
				.getTitle() + "', which has its own (they are for from=image)");
		}
		final SettingValues values = values();
		Need.warnings(AttentionInputs.NEEDS, values).forEach(progress::onWarning);
		final ObservedImage observed = record(values).isPresent() ? watched(values,
			progress) : shown(values, progress);
		final String title = ImageTitle.subject(input);
		image = WordMapImage.of(observed.pictures(), observed.places(),
			"attention " + only(observed) + "in " + title);
		GeneratedImage.describe(image, observed.record());
		if (values.get(AttentionInputs.LABELS) || values.get(
			AttentionInputs.SELECTIONS))
		{
			final ImagePlus labels = WordLabelImage.of(observed.pictures(), observed
				.places(), values.get(AttentionInputs.THRESHOLD), "labels of " + title);
			GeneratedImage.describe(labels, observed.record());
			if (values.get(AttentionInputs.SELECTIONS)) {
				SelectionList.add(labels, input);
			}
			labelled = values.get(AttentionInputs.LABELS) ? labels : null;
		}
		ImageTitle.makeUnique(labelled, image);
	}

	/** NB: an image of one slice has no label in ImageJ. */
	private static String only(final ObservedImage observed) {
		final List<String> names = observed.pictures().get(0).names();
		return names.size() == 1 && observed.pictures().size() == 1 ? "to " + names
			.get(0) + " " : "";
	}

	/** The picture's record, if its run is to be watched. */
	private Optional<Provenance> record(final SettingValues values) {
		final String from = values.get(AttentionInputs.FROM);
		final Optional<Provenance> record = from.equals(AttentionChoice.IMAGE)
			? Optional.empty() : AttentionInputs.record(input);
		if (record.isEmpty() && from.equals(AttentionChoice.RECORD)) {
			throw new IllegalArgumentException(GeneratedImage.provenance(input)
				.isEmpty() ? RepeatCommand.noRecord(input) : "the run that made '" +
					input.getTitle() + "' cannot be watched: it was one of no single " +
					"operation, but of a workflow or of maps; from=image looks at the " +
					"picture");
		}
		return record;
	}

	private ObservedImage watched(final SettingValues values,
		final RunProgress progress) throws IOException
	{
		return new WatchedRun(input, values, diffusion(), commands, stopSignal(),
			progress).run(record(values).orElseThrow()).withCall(call());
	}

	private ObservedImage shown(final SettingValues values,
		final RunProgress progress) throws IOException
	{
		return new ShownImage(input, values, diffusion(), stopSignal(), progress)
			.run(chosen(StepLook.NONE), checkpoint(), vae()).withCall(call());
	}

	private Call call() {
		return CallInputs.call(this, WorkedImage::identify);
	}

	private SettingValues values() {
		SettingValues values = SettingValues.none();
		for (final Setting<?> setting : AttentionInputs.ALL) {
			values = add(setting, values);
		}
		return UsualClipSkip.complete(values, AttentionInputs.ALL, this::facts);
	}

	private <T> SettingValues add(final Setting<T> setting,
		final SettingValues values)
	{
		return getInput(setting.asked()) == null && setting.standard().isEmpty()
			? values : values.with(setting, setting.given(getInput(setting.asked())));
	}

	private void requireImage() {
		if (input == null) {
			throw new IllegalArgumentException(
				"there is no image: open the one to look at");
		}
	}

	@Override
	public void checkBeforeDialog() {
		requireImage();
	}

	@Override
	public void checkInputs() {
		super.checkInputs();
		final SettingValues values = values();
		AttentionChoice.of(values.with(AttentionChoice.FROM,
			AttentionChoice.IMAGE));
		if (record(values).isEmpty()) {
			requireLoras(List.of(values.get(GenerationSettings.PROMPT)));
		}
	}

	/** NB: other networks lack what they are given beside the latent. */
	@Override
	protected Set<PictureInput> pictures() {
		return ObservePicture.TYPE.inputs();
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		UsualClipSkip.complete(this, this::facts);
		if (input != null && AttentionInputs.record(input).isPresent()) {
			note = "NB: '" + input.getTitle() +
				"' has a record of how it was made. " +
				"Its run is done again and watched; checkpoint, LoRAs, prompt, seed, " +
				"steps and scheduler below are only for 'image'.";
		}
		else {
			getInfo().removeInput(getInfo().getInput("note"));
		}
	}

	@Override
	protected void checkpointChanged() {
		UsualClipSkip.give(this, facts());
	}

	@Override
	public List<Part> sections() {
		return new SectionedInputs(AttentionInputs.ALL, Map.of("note", Section.WORK,
			"input", Section.WORK)).of(CallInputs.names(this));
	}

	@Override
	public boolean isShown(final String name) {
		return isOffered(name);
	}

	/** NB: what a dialog remembers and has no use would be refused. */
	@Override
	public boolean isRecorded(final String name) {
		return !OF_IMAGE.contains(name) || !isWatched();
	}

	private boolean isWatched() {
		return !AttentionChoice.IMAGE.equals(getInput(AttentionInputs.FROM
			.asked())) && input != null && AttentionInputs.record(input).isPresent();
	}
}
