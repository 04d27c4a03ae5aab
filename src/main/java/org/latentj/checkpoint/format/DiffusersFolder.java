
package org.latentj.checkpoint.format;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;
import org.latentj.checkpoint.FileState;
import org.latentj.control.ClosedFolders;

/**
 * A folder of diffusers: {@code model_index.json}, and a folder for each part
 * with its weights in one file or in shards. Its tensors are given the places
 * that they have in a checkpoint in one file: the UNet under LDM's names, the
 * others under those that they have. Of several files of a part that in half
 * precision ({@code .fp16.}) counts, and {@code .safetensors} before
 * {@code .bin}, as in ComfyUI, which knows no shards. What the scheduler's JSON
 * says is metadata.
 */
final class DiffusersFolder implements CheckpointFormat {

	static final String INDEX = "model_index.json";

	private static final String UNET = "unet";

	private static final String VAE = "vae";

	private static final List<String> TEXTS = List.of("text_encoder",
		"text_encoder_2");

	/** Before the entries of the scheduler's JSON. */
	private static final String SCHEDULER = "scheduler.";

	private static final List<String> SAID = List.of("prediction_type",
		"rescale_betas_zero_snr", "beta_schedule", "beta_start", "beta_end",
		"num_train_timesteps");

	@Override
	public boolean recognises(final FileHead head) {
		return head.holds(INDEX) || !head.folder() && isIndex(head.named());
	}

	private static boolean isIndex(final Path file) {
		return file.getFileName() != null && file.getFileName().toString().equals(
			INDEX);
	}

	@Override
	public List<Path> files(final FileHead head) throws IOException {
		final List<Path> files = new ArrayList<>();
		files.add(index(head));
		for (final Path part : parts(head).values()) {
			files.addAll(CheckpointFormats.partFiles(part));
		}
		return files;
	}

	private static Path index(final FileHead head) {
		return head.folder() ? head.named().resolve(INDEX) : head.named();
	}

	@Override
	public Checkpoint open(final FileHead head) throws IOException {
		final FileState state = FileState.of(index(head));
		final Map<String, Path> parts = parts(head);
		final Map<String, Checkpoint> opened = new LinkedHashMap<>();
		final Map<String, String> metadata = new LinkedHashMap<>();
		for (final Map.Entry<String, Path> part : parts.entrySet()) {
			opened.put(part.getKey(), CheckpointFormats.openPart(part.getValue()));
			opened.get(part.getKey()).metadata().forEach(metadata::putIfAbsent);
		}
		metadata.putAll(said(head));
		return new Checkpoint(state, metadata, new CheckpointParts(opened.get(UNET),
			TEXTS.stream().filter(opened::containsKey).map(opened::get).toList(),
			Optional.ofNullable(opened.get(VAE))).tensors());
	}

	/** The file of each part that is there; the UNet must be. */
	private static Map<String, Path> parts(final FileHead head)
		throws IOException
	{
		final JsonObject index = JsonFile.read(index(head));
		final Path folder = index(head).toAbsolutePath().getParent();
		final Map<String, Path> parts = new LinkedHashMap<>();
		for (final String part : List.of(UNET, TEXTS.get(0), TEXTS.get(1), VAE)) {
			requireOpen(folder.resolve(part));
			candidates(part).map(name -> folder.resolve(part).resolve(name)).filter(
				Files::exists).findFirst().ifPresent(file -> parts.put(part, file));
		}
		if (!parts.containsKey(UNET)) {
			final FileHead whole = FileHead.of(folder);
			if (whole.holds("unet/model.onnx")) {
				throw ForeignFormat.ONNX_FOLDER.refusal(whole);
			}
			throw new CheckpointException(folder, "", "there is no UNet in it (" +
				UNET + "/" + "diffusion_pytorch_model.safetensors" +
				" is valid, among others); its pipeline is " + CheckpointException.cut(
					JsonFile.text(index, "_class_name").orElse("not named")));
		}
		return parts;
	}

	/** NB: what may not be read would pass for what is not there. */
	private static void requireOpen(final Path folder)
		throws CheckpointException
	{
		if (!ClosedFolders.of(List.of(folder), 1).isEmpty()) {
			throw new CheckpointException(folder, "", ClosedFolders.PROBLEM);
		}
	}

	/** Names of a part's weights, the best one first. */
	private static Stream<String> candidates(final String part) {
		final boolean text = part.startsWith("text");
		final String safe = text ? "model" : "diffusion_pytorch_model";
		final String bin = text ? "pytorch_model" : safe;
		return Stream.of(safe + "%s.safetensors", bin + "%s.bin").flatMap(
			name -> Stream.of(".fp16", "").flatMap(variant -> Stream.of(name
				.formatted(variant), name.formatted(variant) + ".index.json", name
					.formatted("") + ".index" + variant + ".json"))).distinct();
	}

	/** What pipeline and scheduler say of how it was trained. */
	private static Map<String, String> said(final FileHead head)
		throws IOException
	{
		final Map<String, String> said = new LinkedHashMap<>();
		JsonFile.text(JsonFile.read(index(head)), "_class_name").ifPresent(
			name -> said.put("pipeline", name));
		final Path file = index(head).resolveSibling("scheduler").resolve(
			"scheduler_config.json");
		requireOpen(file.getParent());
		if (Files.exists(file)) {
			final JsonObject json = JsonFile.read(file);
			SAID.forEach(name -> JsonFile.text(json, name).ifPresent(value -> said
				.put(SCHEDULER + name, value)));
		}
		return said;
	}
}
