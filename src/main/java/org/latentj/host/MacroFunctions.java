
package org.latentj.host;

import ij.IJ;
import ij.Macro;
import ij.macro.ExtensionDescriptor;
import ij.macro.Functions;
import ij.macro.MacroExtension;
import ij.plugin.PlugIn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.latentj.command.models.LoadedModelsCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.control.Failure;
import org.latentj.control.MacroCaller;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.host.macro.MacroFunctionsPage;
import org.latentj.host.macro.OptionText;
import org.latentj.operation.GenerationSettings;
import org.latentj.record.GeneratedImage;
import org.latentj.service.StableDiffusionService;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * Functions of the macro language, there after
 * <code>run("LatentJ Macro Extensions")</code>. Their texts may hold anything,
 * brackets, quotes and <code>seed=9</code> included, since they pass no option
 * string. The operations return the id of the new image as text, for
 * {@code selectImage(parseInt(id))}. In their arguments a checkpoint of "" is
 * the first one, and those after the seed may be left out. A seed is text,
 * since the language's numbers don't hold 64 bits; options are what else the
 * command has, as in {@code run(...)}: {@code "clipskip=2 batch=3"}.
 * <table>
 * <caption>Functions</caption>
 * <tr>
 * <td>{@code Ext.txt2img(checkpoint, prompt, negative, width, height, seed,
 * steps, cfg, sampler, scheduler, options)}</td>
 * <td>makes a picture</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.img2img(checkpoint, prompt, negative, denoise, seed, steps,
 * cfg, sampler, scheduler, options)}</td>
 * <td>paints over the current image</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.inpaint(checkpoint, prompt, negative, mask, grow, feather,
 * denoise, encoder, seed, steps, cfg, sampler, scheduler, options)}</td>
 * <td>makes a part of the current image anew; mask is "selection" or a
 * title</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.outpaint(checkpoint, prompt, negative, left, top, right,
 * bottom, feathering, seed, steps, cfg, sampler, scheduler, options)}</td>
 * <td>continues the current image beyond its borders</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.upscale(checkpoint, prompt, negative, method, factor, denoise,
 * seed, steps, cfg, sampler, scheduler, options)}</td>
 * <td>makes the current image larger</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.batch(checkpoint, prompt, negative, operation, input, output,
 * seed, steps, cfg, sampler, scheduler, options)}</td>
 * <td>works on a folder of pictures and returns the report</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.seed()}</td>
 * <td>the seed of the current picture, all 64 bits as text</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.provenance()}</td>
 * <td>the record of the current picture as JSON, also if it was opened from a
 * file; "" if it has none</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.checkpoints()}, {@code Ext.vaes()}, {@code Ext.loras()},
 * {@code Ext.embeddings()}, {@code Ext.controlnets()}, {@code Ext.samplers()},
 * {@code Ext.schedulers()}, {@code Ext.providers()}, {@code Ext.loaded()}</td>
 * <td>lists, a name a line; of what is loaded with its size</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.compute(options)}</td>
 * <td>chooses where and how networks are computed, as {@code Compute...} does,
 * and tells it; "" only tells it</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.attention(checkpoint, prompt, words, options)}</td>
 * <td>maps of words in the current image</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.similarity(checkpoint, phrases, options)}</td>
 * <td>compares the current image with phrases; the table as text</td>
 * </tr>
 * <tr>
 * <td>{@code Ext.option(text)}</td>
 * <td>the text as it can stand in brackets in the options of
 * {@code run(...)}</td>
 * </tr>
 * </table>
 */
public final class MacroFunctions implements PlugIn, MacroExtension {

	/**
	 * Registers the functions with the running macro; without one, shows what
	 * they are.
	 */
	@Override
	public void run(final String arg) {
		try {
			register();
		}
		catch (final RuntimeException | LinkageError e) {
			if (!tell(MacroFunctionsPage.TITLE, e)) {
				throw e;
			}
		}
	}

	private void register() {
		final String options = Macro.getOptions();
		if (options != null && !options.isBlank()) {
			MenuBridge.fail(MacroFunctionsPage.TITLE, "'" + options.strip() +
				"' is no option of it: it has none");
			return;
		}
		if (!MacroCaller.isMacro()) {
			MenuBridge.show(MacroFunctionsPage.TITLE, MacroFunctionsPage.text(
				OperationFunctions.PARAMETERS));
			return;
		}
		Functions.registerExtensions(this);
	}

	@Override
	public ExtensionDescriptor[] getExtensionFunctions() {
		final List<ExtensionDescriptor> functions = new ArrayList<>();
		OperationFunctions.PARAMETERS.forEach((name, parameters) -> functions.add(
			ExtensionDescriptor.newDescriptor(name, this, parameters.stream()
				.mapToInt(OperationFunctions::type).toArray())));
		for (final String name : List.of("option", "compute")) {
			functions.add(ExtensionDescriptor.newDescriptor(name, this, ARG_STRING));
		}
		functions.add(ExtensionDescriptor.newDescriptor("attention", this,
			ARG_STRING, ARG_STRING, ARG_STRING, ARG_STRING | ARG_OPTIONAL));
		functions.add(ExtensionDescriptor.newDescriptor("similarity", this,
			ARG_STRING, ARG_STRING, ARG_STRING | ARG_OPTIONAL));
		for (final String name : List.of("seed", "provenance", "checkpoints",
			"vaes", "loras", "embeddings", "controlnets", "samplers", "schedulers",
			"providers", "loaded"))
		{
			functions.add(ExtensionDescriptor.newDescriptor(name, this));
		}
		return functions.toArray(ExtensionDescriptor[]::new);
	}

	@Override
	public String handleExtension(final String name, final Object[] arguments) {
		try {
			return OperationFunctions.PARAMETERS.containsKey(name)
				? OperationFunctions.call(name, arguments) : answer(name, arguments);
		}
		catch (final RuntimeException | LinkageError e) {
			if (!tell("Ext." + name, e)) {
				throw e;
			}
			return "";
		}
	}

	/**
	 * Tells the user why a call failed.
	 *
	 * @return false if it did not: ImageJ ends a macro by it
	 */
	private static boolean tell(final String title, final Throwable e) {
		if (Macro.MACRO_CANCELED.equals(e.getMessage())) {
			return false;
		}
		MenuBridge.fail(title, Failure.tell(e, PlainImageJ.context().service(
			LogService.class)::error));
		return true;
	}

	private static String answer(final String name, final Object[] arguments) {
		return switch (name) {
			case "option" -> OptionText.encode((String) arguments[0]);
			case "seed" -> GeneratedImage.provenance(IJ.getImage()).map(p -> p
				.setting("seed")).orElse("");
			case "provenance" -> GeneratedImage.provenance(IJ.getImage()).map(p -> p
				.toJson()).orElse("");
			case "checkpoints" -> lines(folder().names(Kind.CHECKPOINT));
			case "vaes" -> lines(folder().names(Kind.VAE));
			case "loras" -> lines(folder().names(Kind.LORA));
			case "embeddings" -> lines(folder().names(Kind.EMBEDDING));
			case "controlnets" -> lines(folder().names(Kind.CONTROL_NET));
			case "samplers" -> lines(GenerationSettings.SAMPLER.choices());
			case "schedulers" -> lines(GenerationSettings.SCHEDULER.choices());
			case "providers" -> lines(ComputeChoice.providers());
			case "attention" -> MacroAttention.maps(arguments);
			case "similarity" -> MacroSimilarity.compare(arguments);
			case "compute" -> MacroCompute.choose((String) arguments[0]);
			case "loaded" -> (String) module(command(LoadedModelsCommand.class),
				m -> {}).getOutput("loaded");
			default -> throw new IllegalArgumentException("Ext." + name +
				" is no function of LatentJ");
		};
	}

	static CommandInfo command(final Class<? extends Command> command) {
		return PlainImageJ.context().service(CommandService.class).getCommand(
			command);
	}

	static Module module(final CommandInfo command,
		final Consumer<Module> inputs)
	{
		final Context context = PlainImageJ.context();
		final Module module = context.service(ModuleService.class).createModule(
			command);
		inputs.accept(module);
		return CommandCall.run(context, module);
	}

	private static ModelFolder folder() {
		return PlainImageJ.context().service(StableDiffusionService.class).models();
	}

	private static String lines(final List<String> names) {
		return String.join("\n", names);
	}
}
