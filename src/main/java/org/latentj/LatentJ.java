
package org.latentj;

import ij.ImagePlus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

import org.latentj.command.Img2ImgCommand;
import org.latentj.command.InpaintCommand;
import org.latentj.command.LatentUpscaleCommand;
import org.latentj.command.Txt2ImgCommand;
import org.latentj.command.base.AbstractControlledCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.workflow.WorkflowCommand;
import org.latentj.operation.conditioning.ControlRequest;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * LatentJ in a script of five lines:
 *
 * <pre>
 * latentj = new LatentJ(context).prompt("many green nuclei").seed(42)
 * nuclei = latentj.txt2img(128, 128)
 * red = latentj.prompt("many red nuclei").denoise(0.6).img2img(nuclei)
 * </pre>
 *
 * Each setting gives a new object and leaves this one as it is. What is not set
 * is as in a macro's call: the first checkpoint of the model folder, the
 * defaults of the dialogs, a random seed, which is recorded. The pictures have
 * the records, titles and marks of those from the menu. They are not shown.
 * <p>
 * A picture is made on the thread of who asks for it; it ends by ESC, and soon
 * after that thread is interrupted. Objects may be used on several threads.
 */
public final class LatentJ {

	private final Context context;

	private final Map<String, Object> options;

	/** Images that steer, by title. */
	private final Map<String, ImagePlus> steering;

	/**
	 * With no settings yet.
	 *
	 * @param context in Fiji's scripts {@code #@ Context context}, elsewhere
	 *          {@code new Context()}
	 */
	public LatentJ(final Context context) {
		this(Objects.requireNonNull(context, "context"), Map.of(), Map.of());
	}

	private LatentJ(final Context context, final Map<String, Object> options,
		final Map<String, ImagePlus> steering)
	{
		this.context = context;
		this.options = options;
		this.steering = steering;
	}

	/** A file of the model folder, or the path of a file. */
	public LatentJ checkpoint(final String nameOrPath) {
		return with("checkpoint", nameOrPath);
	}

	/** A VAE file of the model folder instead of the checkpoint's own. */
	public LatentJ vae(final String name) {
		return with("vae", name);
	}

	/**
	 * LoRAs of the model folder with their strengths for UNet and text encoders:
	 * {@code "name:0.8, other:-0.3:0.5"}.
	 */
	public LatentJ lora(final String names) {
		return with("lora", names);
	}

	/** What the picture shows. {@code (word:1.2)} weighs a word. */
	public LatentJ prompt(final String text) {
		return with("prompt", text);
	}

	/** What the picture should not show. */
	public LatentJ negative(final String text) {
		return with("negative", text);
	}

	/** The seed, 0 or more; for larger ones see {@link #seed(String)}. */
	public LatentJ seed(final long seed) {
		return seed(Long.toString(seed));
	}

	/** The seed, 0 to 18446744073709551615, or "random". */
	public LatentJ seed(final String seed) {
		return with("seed", seed);
	}

	/** Steps of the sampler, 1 to 10000. */
	public LatentJ steps(final int steps) {
		return with("steps", steps);
	}

	/** How strictly the prompt is followed. */
	public LatentJ cfg(final double cfg) {
		return with("cfg", cfg);
	}

	/** ComfyUI's {@code sampler_name}. */
	public LatentJ sampler(final String id) {
		return with("sampler", id);
	}

	/** ComfyUI's {@code scheduler}. */
	public LatentJ scheduler(final String id) {
		return with("scheduler", id);
	}

	/** How much is made anew, 0 to 1. */
	public LatentJ denoise(final double denoise) {
		return with("denoise", denoise);
	}

	/** How many pictures, 1 to 4096; they come as a stack. */
	public LatentJ batch(final int count) {
		return with("batch", count);
	}

	/**
	 * Steers pictures by an image through a ControlNet, beside earlier ones.
	 *
	 * @param network a file of the model folder
	 * @param image need not be shown; its title is what records call it
	 * @param strength by which what it adds is multiplied, -10 to 10
	 */
	public LatentJ control(final String network, final ImagePlus image,
		final double strength)
	{
		final Map<String, ImagePlus> more = new LinkedHashMap<>(steering);
		more.put(image.getTitle(), image);
		final String before = String.valueOf(options.getOrDefault("control", ""));
		return new LatentJ(context, with("control", (before.isEmpty() ? ""
			: before + "; ") + new ControlRequest(network, image.getTitle(),
				strength)).options, more);
	}

	/**
	 * Any other setting.
	 *
	 * @param option its name in a macro: "clipskip", "grow", "slices", ...
	 * @param value a text, a number, true or false, or an image
	 */
	public LatentJ with(final String option, final Object value) {
		final Map<String, Object> all = new LinkedHashMap<>(options);
		all.put(Objects.requireNonNull(option, "option"), Objects.requireNonNull(
			value, option));
		return new LatentJ(context, all, steering);
	}

	/**
	 * Makes a picture from the prompt alone.
	 *
	 * @param width in pixels, 16 to 16384
	 * @param height likewise
	 * @throws LatentJException if it cannot be made
	 * @throws CancellationException if the user or a script has ended it
	 */
	public ImagePlus txt2img(final int width, final int height) {
		return with("width", width).with("height", height).txt2img();
	}

	/** Makes a picture of the size that the checkpoint was trained for. */
	public ImagePlus txt2img() {
		return run(Txt2ImgCommand.class);
	}

	/**
	 * Makes a picture like an image, of the same type and size.
	 *
	 * @param image not changed; of a stack the current slice, unless
	 *          {@code slices} or {@code stack} is set
	 * @throws LatentJException if it cannot be made
	 * @throws CancellationException if the user or a script has ended it
	 */
	public ImagePlus img2img(final ImagePlus image) {
		return on(image).run(Img2ImgCommand.class);
	}

	/**
	 * Makes what is selected in an image anew; all other pixels keep their bits.
	 *
	 * @param image not changed; with a selection, unless {@code mask} is set
	 * @throws LatentJException if it cannot be made
	 * @throws CancellationException if the user or a script has ended it
	 */
	public ImagePlus inpaint(final ImagePlus image) {
		return on(image).run(InpaintCommand.class);
	}

	/**
	 * Makes an image larger, with new detail.
	 *
	 * @param image not changed
	 * @param factor 0.01 to 16
	 * @throws LatentJException if it cannot be made
	 * @throws CancellationException if the user or a script has ended it
	 */
	public ImagePlus upscale(final ImagePlus image, final double factor) {
		return on(image).with("factor", factor).run(LatentUpscaleCommand.class);
	}

	/**
	 * Runs a workflow of ComfyUI; {@code with("set", "3.seed=5")} changes values
	 * of its nodes, and no other settings are for it but {@code samplernoise} and
	 * {@code output}.
	 *
	 * @param file a workflow (.json), or a picture that holds one
	 * @return the last of its images
	 * @throws LatentJException if it cannot be run
	 * @throws CancellationException if the user or a script has ended it
	 */
	public ImagePlus workflow(final String file) {
		return with("file", file).run(WorkflowCommand.class);
	}

	private LatentJ on(final ImagePlus image) {
		return with("input", Objects.requireNonNull(image, "image"));
	}

	private ImagePlus run(final Class<? extends MenuCommand> command) {
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(command));
		options.forEach((name, value) -> give(module, name, value));
		if (module instanceof AbstractControlledCommand steered) {
			steering.forEach(steered.controls()::give);
		}
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		CommandCall.run(context, module);
		final ImagePlus image = (ImagePlus) module.getOutput("image");
		if (((Cancelable) module).isCanceled()) {
			final String why = ((Cancelable) module).getCancelReason();
			if (why == null || why.isEmpty()) {
				throw new CancellationException();
			}
			throw new LatentJException(why, image);
		}
		return image;
	}

	/** NB: what cannot be taken is refused by the command, all of it at once. */
	private void give(final Module module, final String name,
		final Object value)
	{
		final ModuleItem<?> item = module.getInfo().getInput(name);
		final Object converted = item == null ? null : context.service(
			ConvertService.class).convert(value, item.getType());
		module.setInput(name, converted == null ? value : converted);
	}
}
