
package org.latentj.command.base;

import ij.ImagePlus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.latentj.command.input.CommandCall;
import org.latentj.command.input.DialogSections;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;
import org.scijava.ItemVisibility;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** What a command was given. */
public final class CallInputs {

	private CallInputs() {}

	/**
	 * Names of the inputs that are no images, in the order of macros; with those
	 * that only help to fill in others, which macros do not have.
	 */
	public static List<String> names(final Module module) {
		final List<ModuleItem<?>> given = CommandCall.inputs(module);
		final List<String> names = new ArrayList<>();
		for (final ModuleItem<?> input : module.getInfo().inputs()) {
			if (input.getVisibility() == ItemVisibility.TRANSIENT || given.contains(
				input) && input.getType() != ImagePlus.class)
			{
				names.add(input.getName());
			}
		}
		return names;
	}

	/**
	 * A command's call, for a record: with what means something for its
	 * checkpoint.
	 *
	 * @param identity by what an image of the call can be known
	 */
	public static <M extends Module & DialogSections> Call call(final M module,
		final Function<ImagePlus, InputImage> identity)
	{
		final Map<String, String> texts = new LinkedHashMap<>();
		final Map<String, InputImage> images = new LinkedHashMap<>();
		for (final ModuleItem<?> input : module.getInfo().inputs()) {
			final Object value = input.getVisibility() == ItemVisibility.NORMAL &&
				module.isRecorded(input.getName()) ? module.getInput(input.getName())
					: null;
			if (value instanceof ImagePlus picture) {
				images.put(input.getName(), identity.apply(picture));
			}
			else if (value instanceof String || value instanceof Number ||
				value instanceof Boolean)
			{
				texts.put(input.getName(), value.toString());
			}
		}
		return new Call(module.getInfo().getMenuPath().getLeaf().getName(), texts,
			images);
	}
}
