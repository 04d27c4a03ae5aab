
package org.latentj.host;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.ExtensionDescriptor;
import ij.macro.Functions;
import ij.macro.MacroExtension;
import ij.plugin.PlugIn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.command.GeneratedImage;
import org.latentj.command.Img2ImgCommand;
import org.latentj.command.InpaintCommand;
import org.latentj.command.LatentUpscaleCommand;
import org.latentj.command.Txt2ImgCommand;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.service.ModelFolder;
import org.latentj.service.ModelFolder.Kind;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;

/**
 * Functions of the macro language, there after
 * <code>run("LatentJ Macro Extensions")</code>. Their texts may hold anything,
 * brackets, quotes and <code>seed=9</code> included, since they pass no option
 * string.
 * <table>
 * <caption>Functions</caption>
 * <tr>
 * <td>{@code Ext.txt2img(checkpoint, prompt, negative, width, height, seed,
 * steps, cfg, sampler, scheduler)}</td>
 * <td>makes a picture and returns its image id, for
 * {@code selectImage(parseInt(id))}; checkpoint "" is the first one; seed is
 * text; those after the seed may be left out</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.img2img(checkpoint, prompt, negative, denoise, seed, steps,
 * cfg, sampler, scheduler)}</td>
 * <td>paints over the current image, and returns likewise</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.inpaint(checkpoint, prompt, negative, mask, grow, feather,
 * denoise, encoder, seed, steps, cfg, sampler, scheduler)}</td>
 * <td>makes a part of the current image anew; mask is "selection" or a
 * title</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.upscale(checkpoint, prompt, negative, method, factor, denoise,
 * seed, steps, cfg, sampler, scheduler)}</td>
 * <td>makes the current image larger</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.seed()}</td>
 * <td>the seed of the current picture</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.provenance()}</td>
 * <td>the record of the current picture as JSON, also if it was opened from a
 * file; "" if it has none</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.checkpoints()}, {@code Ext.vaes()}, {@code Ext.samplers()},
 * {@code Ext.schedulers()}</td>
 * <td>lists, a name a line</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.option(text)}</td>
 * <td>the text as it can stand in brackets in the options of
 * {@code run(...)}</td>
 * </tr>
 * </table>
 */
public final class MacroFunctions implements PlugIn, MacroExtension {

	private static final Set<String> NUMBERS = Set.of("width", "height", "steps",
		"cfg", "denoise", "grow", "feather", "factor");

	/** What may follow the seed. */
	private static final List<String> OPTIONAL = List.of("steps", "cfg",
		"sampler", "scheduler");

	private static final Map<String, Class<? extends Command>> COMMANDS = Map.of(
		"txt2img", Txt2ImgCommand.class, "img2img", Img2ImgCommand.class, "inpaint",
		InpaintCommand.class, "upscale", LatentUpscaleCommand.class);

	/** Parameters of the commands' functions. */
	private static final Map<String, List<String>> PARAMETERS = Map.of("txt2img",
		parameters("width", "height"), "img2img", parameters("denoise"), "inpaint",
		parameters("mask", "grow", "feather", "denoise", "encoder"), "upscale",
		parameters("method", "factor", "denoise"));

	private static List<String> parameters(final String... own) {
		final List<String> all = new ArrayList<>(List.of("checkpoint", "prompt",
			"negative"));
		all.addAll(List.of(own));
		all.add("seed");
		all.addAll(OPTIONAL);
		return all;
	}

	/** Registers the functions with the running macro. */
	@Override
	public void run(final String arg) {
		Functions.registerExtensions(this);
	}

	@Override
	public ExtensionDescriptor[] getExtensionFunctions() {
		final List<ExtensionDescriptor> functions = new ArrayList<>();
		PARAMETERS.forEach((name, parameters) -> functions.add(ExtensionDescriptor
			.newDescriptor(name, this, parameters.stream().mapToInt(p -> (NUMBERS
				.contains(p) ? ARG_NUMBER : ARG_STRING) | (OPTIONAL.contains(p)
					? ARG_OPTIONAL : 0)).toArray())));
		functions.add(ExtensionDescriptor.newDescriptor("option", this,
			ARG_STRING));
		for (final String name : List.of("seed", "provenance", "checkpoints",
			"vaes", "samplers", "schedulers"))
		{
			functions.add(ExtensionDescriptor.newDescriptor(name, this));
		}
		return functions.toArray(ExtensionDescriptor[]::new);
	}

	@Override
	public String handleExtension(final String name, final Object[] arguments) {
		return switch (name) {
			case "txt2img", "img2img", "inpaint", "upscale" -> run(name, arguments);
			case "option" -> OptionText.encode((String) arguments[0]);
			case "seed" -> GeneratedImage.provenance(IJ.getImage()).map(p -> p
				.setting("seed")).orElse("");
			case "provenance" -> GeneratedImage.provenance(IJ.getImage()).map(p -> p
				.toJson()).orElse("");
			case "checkpoints" -> lines(folder().names(Kind.CHECKPOINT));
			case "vaes" -> lines(folder().names(Kind.VAE));
			case "samplers" -> lines(Arrays.stream(Samplers.values()).map(
				Samplers::id).toList());
			case "schedulers" -> lines(Arrays.stream(Schedulers.values()).map(
				Schedulers::id).toList());
			default -> throw new IllegalArgumentException("Ext." + name +
				" is no function of LatentJ");
		};
	}

	private static String run(final String name, final Object[] arguments) {
		final Context context = PlainImageJ.context();
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(COMMANDS.get(name)));
		final List<String> parameters = PARAMETERS.get(name);
		MacroInputs.resolve(module, "");
		for (int i = 0; i < parameters.size(); i++) {
			final Object value = arguments[i];
			final boolean first = i == 0 && "".equals(value);
			if (value != null && !first) {
				final String text = value instanceof Double number && number == Math
					.rint(number) ? String.format("%.0f", number) : value.toString();
				module.setInput(parameters.get(i), MacroInputs.value(module.getInfo()
					.getInput(parameters.get(i)), text));
			}
		}
		if (((Cancelable) MenuBridge.call(context, module)).isCanceled()) {
			MenuBridge.fail("Ext." + name, ((Cancelable) module).getCancelReason());
			return "";
		}
		final ImagePlus image = (ImagePlus) module.getOutput("image");
		image.show();
		return Integer.toString(image.getID());
	}

	private static ModelFolder folder() {
		return ModelFolder.ofThisInstallation(PlainImageJ.context().service(
			PrefService.class));
	}

	private static String lines(final List<String> names) {
		return String.join("\n", names);
	}
}
