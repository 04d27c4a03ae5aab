
package org.latentj.command.base;

import ij.ImagePlus;
import ij.WindowManager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.folder.ControlFacts;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.imageplus.ControlImages;
import org.latentj.imageplus.OpenImage;
import org.latentj.operation.conditioning.ControlImage;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.operation.conditioning.Controls;
import org.latentj.setting.SettingValues;
import org.scijava.ItemVisibility;
import org.scijava.module.Module;
import org.scijava.module.MutableModuleInfo;
import org.scijava.plugin.Parameter;

/** What every command shares whose pictures may be steered by images. */
public abstract class AbstractControlledCommand extends
	AbstractChosenModelsCommand
{

	@Parameter(label = "Add a ControlNet", visibility = ItemVisibility.TRANSIENT,
		required = false, persist = false, callback = "controlChosen",
		description = "Adds a line to those of control, with the image that is chosen behind.")
	private String addcontrol = HeldControls.NONE;

	@Parameter(label = "Its image", visibility = ItemVisibility.TRANSIENT,
		required = false, persist = false,
		description = "The open image that steers by the ControlNet that is added next; " +
			"Make Control Image... makes one.")
	private String controlimage = HeldControls.CURRENT;

	private final HeldControls controls = new HeldControls(this);

	/** The image that is worked on, as it was taken; null if there is none. */
	protected ImagePlus worked() {
		return null;
	}

	/** Whether a control's image is no open one, but in a folder of a batch. */
	protected boolean isControlElsewhere(final String title) {
		return false;
	}

	/** Images that steer. */
	public final HeldControls controls() {
		return controls;
	}

	/**
	 * Holds the images that steer.
	 *
	 * @param onImage whether an image is worked on
	 */
	protected final HeldControls.Held heldControls(final boolean onImage) {
		return controls.hold(this::worked, onImage, this::isControlElsewhere);
	}

	/**
	 * Fails unless the ControlNets and images are there that are asked for.
	 *
	 * @throws IllegalArgumentException if one isn't; it lists those that are
	 */
	protected final void requireControls() {
		controls.require(folder(), this::isControlElsewhere);
	}

	@Override
	protected List<Runnable> required() {
		return List.of(super.required().get(0), this::requireControls);
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		choices("addcontrol", () -> HeldControls.choices(folder()));
		choices("controlimage", HeldControls::titles);
	}

	/** Behind the setting that they help to fill in. */
	static void placePickers(final MutableModuleInfo info) {
		SettingInputs.place(info, Controls.SETTING.asked(), List.of(info.getInput(
			"addcontrol"), info.getInput("controlimage")));
	}

	/** Called by the framework when a ControlNet is picked in a dialog. */
	protected void controlChosen() {
		controls.add(addcontrol, controlimage);
		addcontrol = HeldControls.NONE;
	}

	/** Width and height of the checkpoint's training, or what is usual. */
	protected final int nativeSize() {
		return facts().map(CheckpointFacts::nativeSize).orElseGet(
			CheckpointFacts::usualSize);
	}

	/**
	 * The images that steer a command's pictures, held from its first run to its
	 * last; and the choice of its dialog that adds one, so that nobody has to
	 * type names.
	 */
	public static final class HeldControls {

		/** What is shown until a network is picked. */
		static final String NONE = "choose one to add it";

		/** What is shown if there is none. */
		private static final String EMPTY = "there are none in controlnet";

		private final Module module;

		/** That are not shown, by title. */
		private final Map<String, ImagePlus> given = new LinkedHashMap<>();

		private ControlImages images;

		/** Whether one steers the checkpoint; null until it is asked for. */
		private Boolean offered;

		HeldControls(final Module module) {
			this.module = module;
		}

		/** To be closed when the command ends. */
		interface Held extends AutoCloseable {

			@Override
			void close();
		}

		/** Whether an input is the setting or one of its choices. */
		static boolean isPart(final String input) {
			return Controls.SETTING.asked().equals(input) || "addcontrol".equals(
				input) || "controlimage".equals(input);
		}

		/** Another checkpoint was chosen. */
		void checkpointChanged() {
			offered = null;
		}

		/**
		 * Whether there are ControlNets for the checkpoint, or some were given.
		 *
		 * @param header gives the checkpoint's
		 */
		boolean isOffered(final ModelFolder folder,
			final Supplier<Optional<Checkpoint>> header)
		{
			final Object text = module.getInput(Controls.SETTING.asked());
			if (text != null && !text.toString().isBlank()) {
				return true;
			}
			if (offered == null) {
				final Optional<Checkpoint> checkpoint = header.get();
				offered = checkpoint.isPresent() && folder.names(Kind.CONTROL_NET)
					.stream().anyMatch(n -> ControlFacts.steers(folder.find(
						Kind.CONTROL_NET, n), checkpoint.get()));
			}
			return offered;
		}

		/** Gives an image that is not shown. */
		public void give(final String title, final ImagePlus image) {
			given.put(title, image);
		}

		private List<ControlRequest> requests() {
			final Object text = module.getInput(Controls.SETTING.asked());
			return ControlRequest.parse(text == null ? "" : text.toString());
		}

		/**
		 * Fails unless what is asked for is there.
		 *
		 * @param isElsewhere tells of a title whether it is no open image
		 */
		void require(final ModelFolder folder,
			final Predicate<String> isElsewhere)
		{
			ChosenModels.controls(folder, module.getInput(Controls.SETTING.asked()));
			requests().stream().map(ControlRequest::image).filter(title -> !title
				.isEmpty() && !given.containsKey(title) && !isElsewhere.test(title))
				.forEach(ControlImages::open);
		}

		/**
		 * Holds the images. Where no picture is worked on, one without a title is
		 * the current image, whose title it gets.
		 *
		 * @param worked gives the picture that is worked on
		 * @param isWorkedOn whether there is one
		 * @param isElsewhere tells of a title whether it is no open image
		 */
		Held hold(final Supplier<ImagePlus> worked, final boolean isWorkedOn,
			final Predicate<String> isElsewhere)
		{
			final List<ControlRequest> asked = new ArrayList<>();
			for (final ControlRequest request : requests()) {
				asked.add(isWorkedOn || !request.image().isEmpty() ? request : request
					.with(current().getTitle()));
			}
			if (!asked.isEmpty()) {
				module.setInput(Controls.SETTING.asked(), ControlRequest.text(asked));
			}
			images = ControlImages.of(asked.stream().filter(r -> !isElsewhere.test(r
				.image())).toList(), given, worked);
			final ControlImages held = images;
			return () -> {
				held.close();
				images = null;
			};
		}

		private static ImagePlus current() {
			final ImagePlus image = WindowManager.getCurrentImage();
			if (image == null) {
				throw new IllegalArgumentException(
					"control has no image: open the one " +
						"to steer by, or give its title, as in name image=title");
			}
			return image;
		}

		/** The images, while they are held. */
		public ControlImage.Named images() {
			return images;
		}

		/** Values with the images, while they are held. */
		SettingValues with(final SettingValues values) {
			return images == null ? values : values.with(Controls.IMAGES, images);
		}

		/** What can be picked. */
		static List<String> choices(final ModelFolder folder) {
			final List<String> names = folder.names(Kind.CONTROL_NET);
			final List<String> all = new ArrayList<>(List.of(names.isEmpty() ? EMPTY
				: NONE));
			all.addAll(names);
			return all;
		}

		/** The images that can be picked; the first means the one worked on. */
		static List<String> titles() {
			final List<String> all = new ArrayList<>(List.of(CURRENT));
			OpenImage.all().map(ImagePlus::getTitle).distinct().forEach(all::add);
			return all;
		}

		/** The image that is worked on, or else the current one. */
		static final String CURRENT = "the current image";

		/** Adds a network with an image. */
		void add(final String network, final String title) {
			if (network == null || network.equals(NONE) || network.equals(EMPTY)) {
				return;
			}
			final List<ControlRequest> all = new ArrayList<>(requests());
			all.add(new ControlRequest(network, title == null || title.equals(CURRENT)
				? "" : title, 1));
			module.setInput(Controls.SETTING.asked(), ControlRequest.text(all)
				.replace("; ", "\n"));
		}
	}
}
