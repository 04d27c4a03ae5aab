
package org.latentj.command.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.latentj.command.base.AbstractImageCommand;
import org.latentj.control.Ids;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.OperationType;
import org.latentj.operation.Repair;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.Upscale;
import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;

/** What a batch can do with its items, and the settings that it has for it. */
public enum BatchOperation {

		/** A picture from each line of a text file. */
		TXT2IMG(Txt2Img.TYPE, Own.WIDTH, Own.HEIGHT),

		/** Each picture of a folder painted over. */
		IMG2IMG(Img2Img.TYPE),

		/** A part of each picture of a folder made anew. */
		INPAINT(Inpaint.TYPE, said(Repair.GROW,
			"For inpaint: by how much masks grow, with the encoder inpaint."), said(
				Repair.FEATHER, "For inpaint: greatest width of the transition."), said(
					Repair.ENCODER,
					"For inpaint: inpaint hides what is under the mask, keep doesn't.")),

		/** Each picture of a folder made larger. */
		UPSCALE(Upscale.TYPE, said(Upscale.METHOD,
			"For upscale: ComfyUI's method."), said(Upscale.FACTOR,
				"For upscale: by how much."));

	/** NB: constants of an enum cannot use its own fields. */
	private static final class Own {

		private static final String SIZE =
			"For txt2img; the checkpoint's native size if left out.";

		static final Setting<Integer> WIDTH = said(Txt2Img.WIDTH, SIZE);

		static final Setting<Integer> HEIGHT = said(Txt2Img.HEIGHT, SIZE);

		static final Setting<Double> DENOISE = GenerationSettings.DENOISE.found()
			.labelled("Denoise", "How much is painted over; if left out 0.75 for " +
				"img2img, 1 for inpaint, 0.5 for upscale.");
	}

	/** For text to pictures; whoever leaves it out gets the native size. */
	public static final Setting<Integer> WIDTH = Own.WIDTH;

	/** Likewise. */
	public static final Setting<Integer> HEIGHT = Own.HEIGHT;

	private final OperationType<?> type;

	private final List<Setting<?>> own;

	BatchOperation(final OperationType<?> type, final Setting<?>... own) {
		this.type = type;
		this.own = List.of(own);
	}

	private static <T> Setting<T> said(final Setting<T> setting,
		final String help)
	{
		return setting.labelled(setting.label(), help);
	}

	/** The settings that a batch has, whatever it does. */
	public static List<Setting<?>> all() {
		final Set<Setting<?>> all = new LinkedHashSet<>();
		Arrays.stream(values()).forEach(o -> all.addAll(o.settings()));
		return List.copyOf(all);
	}

	/** The settings that a batch has for this one. */
	public List<Setting<?>> settings() {
		final List<Setting<?>> all = new ArrayList<>(GenerationSettings.shared());
		all.add(1 + all.indexOf(GenerationSettings.SCHEDULER), Own.DENOISE);
		all.addAll(own);
		return all;
	}

	/** What is known of it as an operation on one picture. */
	public OperationType<?> type() {
		return type;
	}

	/** What macros call it. */
	public String id() {
		return type.id();
	}

	/** What macros call all of them. */
	public static List<String> ids() {
		return Arrays.stream(values()).map(BatchOperation::id).toList();
	}

	/** The menu's label of the command that does the same with one picture. */
	public String command() {
		return type.command();
	}

	/** The default of that command. */
	public double denoise() {
		return type.parameters().stream().map(Parameter::setting).filter(s -> s.id()
			.equals(GenerationSettings.DENOISE.id())).map(Setting::standard).flatMap(
				Optional::stream).mapToDouble(v -> (Double) v).findFirst().orElse(1);
	}

	/** Those parameters of that command that a batch has too. */
	public List<String> inputs() {
		final List<String> inputs = new ArrayList<>(List.of("checkpoint", "vae"));
		settings().forEach(s -> inputs.add(s.asked()));
		if (type.placement() == Placement.NEW) {
			// NB: of the first pass, which its command does not have.
			inputs.remove(Own.DENOISE.asked());
			return inputs;
		}
		inputs.add("noise");
		inputs.addAll(List.of(AbstractImageCommand.OF_STACKS));
		if (type.placement() == Placement.BLEND) {
			inputs.add("mask");
		}
		return inputs;
	}

	/** The one with this id; an error lists the known ones. */
	public static BatchOperation of(final String id) {
		return Ids.of("operation", id, values(), BatchOperation::id);
	}
}
