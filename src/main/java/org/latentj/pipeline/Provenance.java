
package org.latentj.pipeline;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a picture was made, so that it can be made again and a methods section be
 * written: the operation with all its settings, the files by name and SHA-256,
 * the versions.
 * <p>
 * It is written in two forms: as JSON, which can be read back, and as the text
 * that other programs expect under the key {@code parameters} of a PNG
 * (AUTOMATIC1111's stable-diffusion-webui).
 * </p>
 *
 * @param operation {@link Operation#name()}
 * @param settings by the names of the commands' parameters, in their order; the
 *          seed as unsigned text, since JSON's numbers don't hold 64 bits
 * @param checkpoint the checkpoint
 * @param vae the VAE file, if not the checkpoint's own
 * @param versions what computed it
 * @param computation how it was computed; older records don't tell
 * @param mask what was made anew, if not all; older records don't tell
 * @param call the command that made it, if one did
 */
public record Provenance(String operation, JsonObject settings,
		ModelFile checkpoint, Optional<ModelFile> vae, Versions versions,
		Optional<Computation> computation, Optional<UsedMask> mask,
		Optional<Call> call) {

	/** What is said of every picture. */
	public static final String STATEMENT = "AI-generated";

	/** What is said of a picture of which only a part is generated. */
	public static final String PART_STATEMENT = "AI-inpainted";

	/** The setting that holds the seeds of a stack's slices by their place. */
	static final String SLICE_SEEDS = "sliceseeds";

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting()
		.disableHtmlEscaping().serializeSpecialFloatingPointValues().create();

	/** @throws NullPointerException if a part is missing */
	public Provenance {
		Objects.requireNonNull(operation, "operation");
		Objects.requireNonNull(settings, "settings");
		Objects.requireNonNull(checkpoint, "checkpoint");
		Objects.requireNonNull(vae, "vae");
		Objects.requireNonNull(versions, "versions");
		Objects.requireNonNull(computation, "computation");
		Objects.requireNonNull(mask, "mask");
		Objects.requireNonNull(call, "call");
	}

	/**
	 * A model file.
	 *
	 * @param name as the model folder names it
	 * @param sha256 64 hexadecimal digits
	 */
	public record ModelFile(String name, String sha256) {
	}

	/**
	 * Versions of the programs.
	 *
	 * @param latentj this program's
	 * @param onnxruntime the inference engine's
	 * @param java the virtual machine's
	 */
	public record Versions(String latentj, String onnxruntime, String java) {
	}

	/**
	 * How networks were run. NB: sums in another order differ in their last bits.
	 *
	 * @param provider what ran them, as in {@code cpu}
	 * @param memory how each network's weights were held, by name
	 * @param threads of one operator; 0 = as ONNX Runtime chooses
	 * @param processors of the machine, from which it chooses
	 */
	public record Computation(String provider, Map<String, String> memory,
			int threads, int processors) {
	}

	/**
	 * What was made anew, before it was grown.
	 *
	 * @param sha256 64 hexadecimal digits: of one mask that of its image in 8 bit
	 *          (0 = kept, 255 = made anew), computed as
	 *          {@link InputImage#sha256}; of several that of theirs as text, each
	 *          followed by a line feed
	 * @param masks how many different ones follow one another
	 */
	public record UsedMask(String sha256, int masks) {
	}

	/**
	 * A command by which the picture can be made again.
	 *
	 * @param command its label in the menu
	 * @param inputs its parameters by name, as a macro would give them
	 * @param images its parameters that are images, by name
	 */
	public record Call(String command, Map<String, String> inputs,
			Map<String, InputImage> images) {
	}

	/**
	 * An image that was worked on.
	 *
	 * @param title its title
	 * @param sha256 of its size and pixels, 64 hexadecimal digits
	 * @param slice the current slice, from 1
	 * @param selection the selection, as ImageJ's ROI file in Base64; empty if
	 *          there was none
	 */
	public record InputImage(String title, String sha256, int slice,
			String selection) {
	}

	/** Describes an operation; all components of its record are settings. */
	public static Provenance of(final Operation operation,
		final ModelFile checkpoint, final Optional<ModelFile> vae,
		final Versions versions)
	{
		return new Provenance(operation.name(), OperationSettings.of(operation),
			checkpoint, vae, versions, Optional.empty(), Optional.empty(), Optional
				.empty());
	}

	/** The same with the command that made it. */
	public Provenance withCall(final Call made) {
		return new Provenance(operation, settings, checkpoint, vae, versions,
			computation, mask, Optional.of(made));
	}

	/** The same with another text for an input of its command, if it has one. */
	public Provenance withInput(final String name, final String text) {
		return call.map(c -> {
			final Map<String, String> inputs = new LinkedHashMap<>(c.inputs());
			inputs.put(name, text);
			return withCall(new Call(c.command(), inputs, c.images()));
		}).orElse(this);
	}

	/** The same with how it was computed. */
	public Provenance withComputation(final Optional<Computation> how) {
		return new Provenance(operation, settings, checkpoint, vae, versions, how,
			mask, call);
	}

	/** The same with the mask that was used. */
	public Provenance withMask(final Optional<UsedMask> used) {
		return new Provenance(operation, settings, checkpoint, vae, versions,
			computation, used, call);
	}

	/**
	 * The same with the seeds of a stack's slices, as the setting
	 * {@value #SLICE_SEEDS}.
	 *
	 * @param seeds by place; all 64 bits; empty if all have the one of the record
	 */
	public Provenance withSeeds(final Map<String, Long> seeds) {
		if (seeds.isEmpty()) {
			return this;
		}
		final JsonObject own = new JsonObject();
		seeds.forEach((place, seed) -> own.add(place, OperationSettings.json(
			seed)));
		final JsonObject all = settings.deepCopy();
		all.add(SLICE_SEEDS, own);
		return new Provenance(operation, all, checkpoint, vae, versions,
			computation, mask, call);
	}

	/**
	 * {@value #STATEMENT}, or {@value #PART_STATEMENT} if the rest of the picture
	 * is another's.
	 */
	public String statement() {
		return partly() ? PART_STATEMENT : STATEMENT;
	}

	/** Whether only a part of the picture is generated. */
	public boolean partly() {
		return "inpaint".equals(operation);
	}

	/** The record as JSON. */
	public String toJson() {
		final JsonObject json = new JsonObject();
		json.addProperty("statement", statement());
		json.addProperty("operation", operation);
		json.add("settings", settings);
		json.add("checkpoint", GSON.toJsonTree(checkpoint));
		vae.ifPresent(v -> json.add("vae", GSON.toJsonTree(v)));
		json.add("versions", GSON.toJsonTree(versions));
		computation.ifPresent(c -> json.add("computation", GSON.toJsonTree(c)));
		mask.ifPresent(m -> json.add("mask", GSON.toJsonTree(m)));
		call.ifPresent(c -> json.add("call", GSON.toJsonTree(c)));
		return GSON.toJson(json);
	}

	/**
	 * Reads what {@link #toJson()} wrote.
	 *
	 * @throws IllegalArgumentException if it is something else
	 */
	public static Provenance fromJson(final String text) {
		try {
			final JsonObject json = GSON.fromJson(text, JsonObject.class);
			return new Provenance(json.get("operation").getAsString(), json
				.getAsJsonObject("settings"), file(json.get("checkpoint")), part(json,
					"vae", ModelFile.class), GSON.fromJson(json.get("versions"),
						Versions.class), part(json, "computation", Computation.class), part(
							json, "mask", UsedMask.class), part(json, "call", Call.class));
		}
		catch (JsonParseException | ClassCastException | IllegalStateException
				| NullPointerException e)
		{
			throw new IllegalArgumentException(
				"this is no record of a LatentJ picture: " + e.getMessage(), e);
		}
	}

	private static <T> Optional<T> part(final JsonObject json, final String name,
		final Class<T> type)
	{
		return Optional.ofNullable(json.get(name)).map(p -> GSON.fromJson(p, type));
	}

	/** One setting as text; empty if there is none of that name. */
	public String setting(final String name) {
		final JsonElement value = settings.get(name);
		return value == null ? "" : value.getAsString();
	}

	/** The text for a PNG's {@code parameters}, as other programs write it. */
	public String toParameters() {
		final List<String> facts = new ArrayList<>();
		facts.add("Steps: " + setting("steps"));
		facts.add("Sampler: " + setting("sampler"));
		facts.add("Schedule type: " + setting("scheduler"));
		facts.add("CFG scale: " + setting("cfg"));
		facts.add("Seed: " + setting("seed"));
		if (!setting("width").isEmpty()) {
			facts.add("Size: " + setting("width") + "x" + setting("height"));
		}
		facts.add("Model hash: " + checkpoint.sha256().substring(0, 10));
		facts.add("Model: " + checkpoint.name().replaceFirst("\\.[^.]*$", ""));
		vae.ifPresent(v -> facts.add("VAE: " + v.name()));
		facts.add("Denoising strength: " + setting("denoise"));
		if (operation.equals("txt2img") && !setting("factor").isEmpty()) {
			facts.add("Hires upscale: " + setting("factor"));
			facts.add("Hires upscaler: Latent (" + setting("method") + ")");
		}
		facts.add("Clip skip: " + setting("clipskip"));
		facts.add("Version: LatentJ " + versions.latentj());
		return setting("prompt") + "\nNegative prompt: " + setting("negative") +
			"\n" + String.join(", ", facts);
	}

	private static ModelFile file(final JsonElement json) {
		return GSON.fromJson(json, ModelFile.class);
	}
}
