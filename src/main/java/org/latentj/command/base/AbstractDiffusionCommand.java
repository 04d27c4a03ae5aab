
package org.latentj.command.base;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.command.forecast.PaceMeter;
import org.latentj.command.forecast.PlannedRun;
import org.latentj.command.forecast.RunForecast;
import org.latentj.command.input.DialogSections;
import org.latentj.command.input.Forecast;
import org.latentj.command.preview.StepLook;
import org.latentj.command.preview.StepViews;
import org.latentj.command.progress.LastComputation;
import org.latentj.command.progress.RunProgress;
import org.latentj.engine.HeldModels;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.imageplus.LatentImage;
import org.latentj.imageplus.WorkedImage;
import org.latentj.latent.Latent;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.SeedSweep;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Uncertainty;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.provenance.Provenance;
import org.latentj.record.DeviationMap;
import org.latentj.record.ImageTitle;
import org.latentj.record.UncertaintyImage;
import org.latentj.sampling.model.Quality;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.scijava.ItemIO;
import org.scijava.command.DynamicCommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Parameter;

/**
 * The parameters that all operations share, under the names that macros use,
 * and what is made of them.
 */
public abstract class AbstractDiffusionCommand extends AbstractControlledCommand
	implements DialogSections, Forecast.Teller
{

	@Parameter(label = "Also give the latent as an image",
		description = "A second image with the latent's numbers, which Img2Img... and " +
			"Latent Upscale... take in place of a picture.")
	private boolean latent;

	@Parameter(label = "Preview", description = "Shows each step in a window: " +
		"fast, taesd (a tiny VAE), vae (slow), or none. Close it to cancel.")
	private String preview = StepLook.FAST.id();

	@Parameter(label = "Give all steps as a stack",
		description = "A stack of what the preview shows at each step: the noise " +
			"becoming a picture.")
	private boolean keepsteps;

	// NB: before the image, so that the image is the current one in the end.
	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus latents;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus sequence;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus deviation;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus mean;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus image;

	/** Whether this has its inputs from settings, too. */
	private boolean complete;

	/** From the first run of this command to its last. */
	private HeldModels models;

	private RunListener watching = RunListener.NONE;

	/** Groups of settings that the checkpoint's family has alone, once asked. */
	private Set<String> groups;

	private final DialogSettings suggested = new DialogSettings();

	private final LastComputation computation = new LastComputation();

	/** What is known of the operation. */
	protected abstract OperationType<?> type();

	/** The settings that are inputs of this command. */
	protected abstract List<Setting<?>> settings();

	@Override
	public final DynamicCommandInfo getInfo() {
		final DynamicCommandInfo info = super.getInfo();
		if (!complete) {
			// NB: first, since it is asked for by those that follow.
			complete = true;
			SettingInputs.add(info, "addlora", settings());
			settings().forEach(s -> setOwn(s.asked(), SettingInputs.standard(s)));
			placePickers(info);
		}
		return info;
	}

	/**
	 * Makes the request that the parameters describe, has it run, and makes an
	 * image of what comes out; null if there is none to be shown.
	 */
	protected abstract ImagePlus make(OperationRunner runner) throws IOException;

	@Override
	protected void execute(final RunProgress progress) throws IOException {
		try (StepViews views = new StepViews(StepLook.of(preview), keepsteps,
			stopSignal());
				HeldModels files = HeldModels.of(chosen(StepLook.of(preview)));
				HeldControls.Held held = heldControls(type()
					.placement() != OperationType.Placement.NEW))
		{
			models = files;
			watching = progress;
			final PaceMeter meter = new PaceMeter();
			execute(progress.and(views).and(computation).and(meter));
			pace().keep(meter);
			// NB: a batch has no image, its pictures are files.
			sequence = image == null ? null : views.kept(image);
		}
		ImageTitle.makeUnique(latents, sequence, deviation, mean, image);
	}

	private void execute(final RunListener listener) throws IOException {
		// NB: once, before a batch begins to make one item after the other.
		diffusion().require(models.choice().in(values(List.of(
			GenerationSettings.QUALITY)).find(GenerationSettings.QUALITY).orElse(
				Quality.EXACT)), type(), stopSignal());
		UselessInputs.warnings(type(), settings(), name -> isRecorded(name) ||
			!isAsked() && isGiven(name), this::values).forEach(listener::onWarning);
		final List<Latent> ends = new ArrayList<>();
		final ImagePlus made = make(new OperationRunner(operation -> {
			models.hold(operation);
			final Picture picture = run(models.choice(), operation, listener);
			stopSignal().check();
			if (latent) {
				ends.add(picture.latent());
			}
			return picture;
		}, listener, models::requireInPlace));
		stopSignal().check();
		// NB: first, so that it is given if something goes wrong with the others.
		image = made;
		if (latent) {
			latents = LatentImage.ofResult(ends, made);
		}
	}

	/** Gives mean and deviation of the pictures beside them. */
	protected final void giveUncertainty(final Uncertainty uncertainty,
		final String title, final Provenance provenance)
	{
		mean = UncertaintyImage.of(uncertainty.mean(), "mean", title, provenance);
		deviation = DeviationMap.of(uncertainty.deviation(), title, provenance);
	}

	/** Gives a map of where the pictures differ beside them. */
	protected final void giveDeviation(final ImagePlus map) {
		deviation = map;
	}

	/** The operation with as many seeds in a row as were asked for. */
	protected final Operation overSeeds(final Operation one) {
		final int seeds = value(SeedSweep.SEEDS);
		return seeds == 1 ? one : new SeedSweep(one, seeds);
	}

	/** How the picture of an operation is made, for its record. */
	protected final Provenance provenance(final Operation operation)
		throws IOException
	{
		return diffusion().describe(models, checkpoint(), vae(), operation,
			watching, stopSignal()).withComputation(computation.get()).withCall(
				call());
	}

	/** What an image of the call can be known by. */
	protected InputImage identity(final ImagePlus picture) {
		return WorkedImage.identify(picture);
	}

	/** How this command was called, for a record. */
	protected Call call() {
		return CallInputs.call(this, this::identity);
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		choices("preview", StepLook.ids());
		UsualClipSkip.complete(this, this::facts);
	}

	/** NB: the framework lists parameters of a superclass first. */
	protected final void placeAfter(final String shared, final String... own) {
		SettingInputs.place(getInfo(), shared, Arrays.stream(own)
			.<ModuleItem<?>> map(n -> getInfo().getInput(n)).toList());
	}

	/**
	 * NB: what depends on the image or its size is looked at by the run. A random
	 * seed stays random, for the next time that the dialog is opened.
	 */
	@Override
	public void checkInputs() {
		super.checkInputs();
		final Object seed = getInput(GenerationSettings.SEED.asked());
		final SettingValues values = values();
		setInput(GenerationSettings.SEED.asked(), seed);
		requireLoras(PickedLora.PROMPTS.stream().flatMap(p -> values.find(p)
			.stream()).toList());
		requireControls();
	}

	@Override
	protected void checkpointChanged() {
		groups = null;
		controls().checkpointChanged();
		suggested.follow(this, settings(), standards(), header());
	}

	/** What dialogs begin with of settings that have no standard. */
	protected Map<String, Object> standards() {
		return Map.of();
	}

	/** The sections of inputs that are neither settings nor shared. */
	protected Map<String, Section> ownSections() {
		return Map.of();
	}

	@Override
	public final List<Part> sections() {
		return new SectionedInputs(settings(), ownSections()).of(CallInputs.names(
			this));
	}

	/** NB: what nothing can be added to takes no place in a dialog. */
	@Override
	public boolean isShown(final String input) {
		return isRecorded(input) && isOffered(input) && (!HeldControls.isPart(
			input) || controls().isOffered(folder(), this::header));
	}

	@Override
	public boolean isRecorded(final String input) {
		groups = groups != null ? groups : facts().map(
			CheckpointFacts::settingGroups).orElse(Set.of());
		return new SectionedInputs(settings(), ownSections()).isShown(input,
			groups);
	}

	/** What was given of a setting. */
	protected final <T> T value(final Setting<T> setting) {
		return GivenValues.value(this, setting);
	}

	/**
	 * What was given of all settings; a random seed is drawn.
	 *
	 * @throws IllegalArgumentException if a value is none of its setting
	 */
	protected final SettingValues values() {
		return values(settings());
	}

	/** What was given of some settings. */
	protected final SettingValues values(final List<Setting<?>> some) {
		return controls().with(GivenValues.of(this, some, this::facts));
	}

	/** What a run would work on; empty where that is not told. */
	protected Optional<PlannedRun> planned(final SettingValues values) {
		return Optional.empty();
	}

	@Override
	public final Forecast forecast() {
		return GivenValues.forecast(this, () -> planned(values()).map(run -> pace()
			.of(chosen(StepLook.NONE), run, values(), value(SeedSweep.SEEDS))));
	}

	private RunForecast pace() {
		return new RunForecast(diffusion(), checkpoint(), facts());
	}

	/** Whether a seed is still to be drawn. */
	protected final boolean seedIsRandom() {
		return SeedText.isRandom(this);
	}

	/** Takes a seed instead of the one that was asked for. */
	protected final void useSeed(final String known) {
		setInput(GenerationSettings.SEED.asked(), known);
	}
}
