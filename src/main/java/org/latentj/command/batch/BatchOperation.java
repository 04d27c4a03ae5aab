
package org.latentj.command.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.latentj.command.base.AbstractImageCommand;
import org.latentj.control.Ids;

/** What a batch can do with its items. */
public enum BatchOperation {

		/** A picture from each line of a text file. */
		TXT2IMG("txt2img", "Txt2Img...", 1, "width", "height"),

		/** Each picture of a folder painted over. */
		IMG2IMG("img2img", "Img2Img...", 0.75, ofStacks("noise", "denoise")),

		/** A part of each picture of a folder made anew. */
		INPAINT("inpaint", "Inpaint...", 1, ofStacks("noise", "denoise", "mask",
			"grow", "feather", "encoder")),

		/** Each picture of a folder made larger. */
		UPSCALE("upscale", "Latent Upscale...", 0.5, ofStacks("noise", "denoise",
			"method", "factor"));

	private static final List<String> SHARED = List.of("checkpoint", "vae",
		"prompt", "negative", "batch", "seed", "steps", "cfg", "sampler",
		"scheduler", "samplernoise", "clipskip");

	private final String id;

	private final String command;

	private final double denoise;

	private final List<String> own;

	BatchOperation(final String id, final String command, final double denoise,
		final String... own)
	{
		this.id = id;
		this.command = command;
		this.denoise = denoise;
		this.own = List.of(own);
	}

	private static String[] ofStacks(final String... own) {
		return Stream.concat(Arrays.stream(own), Arrays.stream(
			AbstractImageCommand.OF_STACKS)).toArray(String[]::new);
	}

	/** What macros call it. */
	public String id() {
		return id;
	}

	/** What macros call all of them. */
	public static List<String> ids() {
		return Arrays.stream(values()).map(BatchOperation::id).toList();
	}

	/** The menu's label of the command that does the same with one picture. */
	public String command() {
		return command;
	}

	/** The default of that command. */
	public double denoise() {
		return denoise;
	}

	/** Those parameters of that command that a batch has too. */
	public List<String> inputs() {
		final List<String> inputs = new ArrayList<>(SHARED);
		inputs.addAll(own);
		return inputs;
	}

	/** The one with this id; an error lists the known ones. */
	public static BatchOperation of(final String id) {
		return Ids.of("operation", id, values(), BatchOperation::id);
	}
}
