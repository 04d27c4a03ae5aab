
package org.latentj.provenance;

import org.latentj.operation.Refiner;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationSettings;
import org.latentj.pipeline.Computation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param family of the checkpoint, as in {@code Stable Diffusion 1.x}; older
 *          records don't tell
 * @param checkpoint the checkpoint
 * @param vae the VAE file, if not the checkpoint's own
 * @param embeddings the files of embeddings that the prompts name; older
 *          records don't tell
 * @param patches what its weights were changed by, in this order
 * @param versions what computed it
 * @param computation how it was computed; older records don't tell
 * @param mask what was made anew, if not all; older records don't tell
 * @param call the command that made it, if one did
 * @param before how the picture that it was made from was made, if that was
 *          generated, too: one record for each step, the first one first, each
 *          without steps before; older records don't tell
 */
public record Provenance(String operation, JsonObject settings,
		Optional<String> family, ModelFile checkpoint, Optional<ModelFile> vae,
		List<ModelFile> embeddings, List<UsedPatch> patches, Versions versions,
		Optional<Computation> computation, Optional<UsedMask> mask,
		Optional<Call> call, List<Provenance> before) {

	/**
	 * The version of the record's form. NB: a reader refuses later ones; so it
	 * rises only when an older reader would do the wrong thing.
	 */
	public static final int FORMAT = 2;

	/** What is said of every picture. */
	public static final String STATEMENT = "AI-generated";

	/** What is said of a picture of which only a part is generated. */
	public static final String PART_STATEMENT = "AI-inpainted";

	/** What leaves pixels as they were. */
	private static final List<String> PARTLY = List.of("inpaint", "outpaint");

	/** The setting that holds seeds of slices by their place. */
	static final String SLICE_SEEDS = "sliceseeds";

	/** The setting that tells which item of a batch a picture is, from 0. */
	static final String ITEM = "item";

	/** @throws NullPointerException if a part is missing */
	public Provenance {
		Stream.of(operation, settings, family, checkpoint, vae, versions,
			computation, mask, call).forEach(Objects::requireNonNull);
		embeddings = List.copyOf(embeddings);
		patches = List.copyOf(patches);
		before = List.copyOf(before);
	}

	/** Without embeddings and steps before. */
	public Provenance(final String operation, final JsonObject settings,
		final ModelFile checkpoint, final Optional<ModelFile> vae,
		final Versions versions, final Optional<Computation> computation,
		final Optional<UsedMask> mask, final Optional<Call> call)
	{
		this(operation, settings, Optional.empty(), checkpoint, vae, List.of(), List
			.of(), versions, computation, mask, call, List.of());
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
		return new Provenance(operation, settings, family, checkpoint, vae,
			embeddings, patches, versions, computation, mask, Optional.of(made),
			before);
	}

	/** The same with another text for an input of its command, if it has one. */
	public Provenance withInput(final String name, final String text) {
		return call.map(c -> {
			final Map<String, String> inputs = new LinkedHashMap<>(c.inputs());
			inputs.put(name, text);
			return withCall(new Call(c.command(), inputs, c.images()));
		}).orElse(this);
	}

	/** The same with the checkpoint's family. */
	public Provenance withFamily(final Optional<String> name) {
		return new Provenance(operation, settings, name, checkpoint, vae,
			embeddings, patches, versions, computation, mask, call, before);
	}

	/** The same with the files of embeddings. */
	public Provenance withEmbeddings(final List<ModelFile> files) {
		return new Provenance(operation, settings, family, checkpoint, vae, files,
			patches, versions, computation, mask, call, before);
	}

	/** The same with what the checkpoint's weights were changed by. */
	public Provenance withPatches(final List<UsedPatch> used) {
		return new Provenance(operation, settings, family, checkpoint, vae,
			embeddings, used, versions, computation, mask, call, before);
	}

	/** The same with how it was computed. */
	public Provenance withComputation(final Optional<Computation> how) {
		return new Provenance(operation, settings, family, checkpoint, vae,
			embeddings, patches, versions, how, mask, call, before);
	}

	/** The same with the mask that was used. */
	public Provenance withMask(final Optional<UsedMask> used) {
		return new Provenance(operation, settings, family, checkpoint, vae,
			embeddings, patches, versions, computation, used, call, before);
	}

	/** The same with how the picture that it was made from was made. */
	public Provenance withBefore(final Optional<Provenance> source) {
		final List<Provenance> steps = new ArrayList<>();
		source.ifPresent(s -> {
			steps.addAll(s.before);
			steps.add(s.withSteps(List.of()));
		});
		return withSteps(steps);
	}

	private Provenance withSteps(final List<Provenance> steps) {
		return new Provenance(operation, settings, family, checkpoint, vae,
			embeddings, patches, versions, computation, mask, call, steps);
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
		final JsonObject all = new JsonObject();
		all.add(SLICE_SEEDS, own);
		return withMore(all);
	}

	/** The same with the planes that it was made of. */
	public Provenance withZarr(final UsedZarr used) {
		return withMore(used.settings());
	}

	private Provenance withMore(final JsonObject more) {
		final JsonObject all = settings.deepCopy();
		more.entrySet().forEach(e -> all.add(e.getKey(), e.getValue()));
		return withSettings(all);
	}

	/**
	 * The record of one picture of several, by which it can be made again alone.
	 *
	 * @param seed its own as unsigned text, if it has one
	 * @param item which of its batch it is, from 0
	 */
	public Provenance ofPicture(final Optional<String> seed, final int item) {
		final JsonObject own = settings.deepCopy();
		seed.ifPresent(s -> own.addProperty("seed", s));
		final boolean several = own.remove("seeds") != null;
		if (!setting("batch").isEmpty() && !setting("batch").equals("1")) {
			own.addProperty(ITEM, item);
		}
		final Provenance one = withSettings(own);
		return !several || seed.isEmpty() ? one : one.withInput("seed", seed.get())
			.withInput("seeds", "1");
	}

	private Provenance withSettings(final JsonObject all) {
		return new Provenance(operation, all, family, checkpoint, vae, embeddings,
			patches, versions, computation, mask, call, before);
	}

	/**
	 * {@value #STATEMENT}, or {@value #PART_STATEMENT} if the rest of the picture
	 * is another's.
	 */
	public String statement() {
		return partly() ? PART_STATEMENT : STATEMENT;
	}

	/**
	 * Whether only a part of the picture is generated: the picture before was
	 * not, either, or in parts only.
	 */
	public boolean partly() {
		return PARTLY.contains(operation) && before.stream().allMatch(
			Provenance::partly);
	}

	/** The record as JSON, in ASCII. */
	public String toJson() {
		return ProvenanceJson.write(this);
	}

	/**
	 * Reads what {@link #toJson()} wrote. It is taken for text of anybody's.
	 *
	 * @throws IllegalArgumentException if it is something else, or of a later
	 *           {@link #FORMAT}; the message names the value and what would be
	 *           valid
	 */
	public static Provenance fromJson(final String text) {
		return ProvenanceJson.read(text);
	}

	/**
	 * One setting as text; empty if there is none of that name, or it has parts.
	 */
	public String setting(final String name) {
		final JsonElement value = settings.get(name);
		return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
	}

	/** Whether it has a setting, which may be empty. */
	public boolean has(final String name) {
		return settings.has(name);
	}

	/** The SHA-256 of the checkpoint that made the last steps; empty = none. */
	public String refinerSha256() {
		return setting(Refiner.SHA256.id());
	}

	/** The text for a PNG's {@code parameters}, as other programs write it. */
	public String toParameters() {
		return Infotext.of(this);
	}
}
