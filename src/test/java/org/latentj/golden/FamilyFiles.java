
package org.latentj.golden;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Whole tiny checkpoints of all families, some of which are put together of the
 * reference's files.
 */
public final class FamilyFiles {

	private static final Path SD2 = Golden.file("families/tiny_sd2.safetensors");

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private FamilyFiles() {}

	/**
	 * One in a single file.
	 *
	 * @param name {@code micro_sd1}, {@code inpaint9}, {@code ip2p8};
	 *          {@code tiny_sd2}, {@code unclip}, {@code tiny_x4_upscaler};
	 *          {@code tiny_sdxl}, {@code refiner}; {@code sd2_24}, {@code x4_24}:
	 *          with as many layers in the text encoder as the published files
	 * @param folder gets those that are put together
	 */
	public static Path write(final String name, final Path folder)
		throws IOException
	{
		final Path file = folder.resolve(name + ".safetensors");
		return switch (name) {
			case "refiner" -> RefinerFile.write(file);
			case "sd2_24" -> deep(SD2).write(file);
			case "x4_24" -> deep(Golden.file("families/tiny_x4_upscaler.safetensors"))
				.write(file);
			case "unclip" -> new Rewritten(SD2).over(Golden.file(
				"families/tiny_unclip_l_delta.safetensors")).write(file);
			case "inpaint9" -> new Rewritten(MICRO).over(Golden.file(
				"tiny_inpaint9_delta.safetensors")).write(file);
			case "ip2p8" -> new Rewritten(MICRO).over(Golden.file(
				"families/tiny_ip2p8_delta.safetensors")).write(file);
			default -> Golden.file("families/" + name + ".safetensors");
		};
	}

	/** Twenty-four layers, of which there are three. */
	private static Rewritten deep(final Path file) throws IOException {
		final Rewritten made = new Rewritten(file);
		final String blocks = "cond_stage_model.model.transformer.resblocks.";
		for (int i = 3; i < 24; i++) {
			final String from = blocks + i % 3 + ".";
			final String to = blocks + i + ".";
			made.copied(n -> n.startsWith(from), n -> n.replace(from, to));
		}
		return made;
	}
}
