
package org.latentj.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.naming.OpenClipNaming;

/**
 * A whole checkpoint as a folder of diffusers, in the names that diffusers and
 * transformers write: those of OpenCLIP's text encoders, too, with the
 * projection turned around where transformers has one.
 *
 * @param folder where it is
 */
public record FamilyFolder(Path folder) {

	private static final String HEADS = "latentj.clip_heads";

	/** Where checkpoints have what OpenCLIP reads with, and its part's name. */
	private static final List<String[]> OPEN_CLIPS = List.of(new String[] {
		"cond_stage_model.model", "text_encoder" }, new String[] {
			"conditioner.embedders.0.model", "text_encoder_2" }, new String[] {
				"conditioner.embedders.1.model", "text_encoder_2" });

	private static final List<String> OPEN_AIS = List.of(
		"cond_stage_model.transformer", "conditioner.embedders.0.transformer");

	/**
	 * Writes one.
	 *
	 * @param file the checkpoint in one file
	 * @param unet how its UNet's tensors are called
	 * @param leftOut layers of its text encoder, as in {@code encoder.layers.23},
	 *          that diffusers has not saved
	 */
	public static FamilyFolder write(final Path file, final DiffusersUNet unet,
		final Optional<String> leftOut, final Path folder) throws IOException
	{
		final Weights all = CheckpointFormats.open(file).weights();
		final FamilyFolder made = new FamilyFolder(Files.createDirectories(folder));
		Files.writeString(folder.resolve("model_index.json"), "{}");
		Rewritten.of(all.at("model.diffusion_model")).renamed(unet::name).write(made
			.part("unet"));
		final Weights vae = all.at("first_stage_model");
		final DiffusersVae naming = new DiffusersVae(vae.hasAny("encoder.down.3")
			? 4 : 3);
		// NB: its projections are linear layers there.
		Rewritten.of(vae).renamed(naming::name).reshaped(n -> n.matches(
			".*attentions.*to_.*weight"), shape -> new long[] { shape[0], shape[1] })
			.write(made.part("vae"));
		for (final String text : OPEN_AIS) {
			if (all.hasAny(text)) {
				said(all, Rewritten.of(all.at(text))).write(made.part("text_encoder"));
			}
		}
		for (final String[] text : OPEN_CLIPS) {
			if (all.hasAny(text[0])) {
				said(all, openClip(all.at(text[0]), text[1])).without(name -> leftOut
					.filter(name::contains).isPresent()).write(made.part(text[1]));
			}
		}
		return made;
	}

	private static Rewritten openClip(final Weights weights, final String part)
		throws IOException
	{
		// NB: of those of Stable Diffusion 2 transformers has no projection.
		final boolean projects = part.endsWith("_2");
		return Rewritten.of(weights.renamed(new OpenClipNaming())).without(n -> n
			.equals("logit_scale") || n.equals("text_projection") && !projects)
			.transposed("text_projection"::equals).renamed(n -> n.equals(
				"text_projection") ? n + ".weight" : "text_model." + n);
	}

	private static Rewritten said(final Weights all, final Rewritten text) {
		all.metadata(HEADS).ifPresent(heads -> text.saying(HEADS, heads));
		return text;
	}

	/** The file of a part. */
	public Path part(final String name) throws IOException {
		final Path folder = Files.createDirectories(this.folder.resolve(name));
		return folder.resolve(name.startsWith("text") ? "model.safetensors"
			: "diffusion_pytorch_model.safetensors");
	}

	/** The files of its text encoders, the larger one first. */
	public List<Path> texts() {
		return Stream.of("text_encoder_2", "text_encoder").map(t -> folder.resolve(
			t).resolve("model.safetensors")).filter(Files::exists).toList();
	}
}
