
package org.latentj.provenance;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.latentj.control.Checksum;
import org.latentj.operation.Operations;
import org.latentj.operation.attention.ObservePicture;
import org.latentj.operation.SeedSweep;
import org.latentj.pipeline.Computation;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.provenance.Provenance.UsedMask;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;

/**
 * Records as JSON. It is written in ASCII: ImageJ 1.54p misreads other letters
 * in TIFF files of Intel byte order.
 */
final class ProvenanceJson {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting()
		.disableHtmlEscaping().create();

	/** Settings that are numbers. */
	private static final Set<String> NUMBERS = Stream.of(Stream.concat(
		Operations.ALL.list().stream(), Stream.of(ObservePicture.TYPE)).flatMap(
			t -> t.parameters().stream()).map(Parameter::setting).filter(
				Setting::isNumber).map(Setting::id), Stream.of(SeedSweep.SEEDS.id(),
					Provenance.ITEM)).flatMap(ids -> ids).collect(Collectors.toSet());

	private static final String FORMAT = "format";

	private static final String CHECKSUM = "checksum";

	/**
	 * What the checksum is of. NB: batches put their own in front of a record
	 * that lies beside its result, and so may others.
	 */
	private static final List<String> SUMMED = List.of(FORMAT, "statement",
		"operation", "settings", "family", "checkpoint", "vae", "embeddings",
		"patches", "versions", "computation", "mask", "call", "before");

	private static final String ENGINES = "engines";

	/** Hexadecimal digits of a SHA-256, at most. */
	private static final String DIGITS = "[0-9a-fA-F]{1,64}";

	private static final int LONGEST_VERSION = 100;

	private ProvenanceJson() {}

	static String write(final Provenance record) {
		final JsonObject json = new JsonObject();
		json.addProperty(FORMAT, Provenance.FORMAT);
		object(record).entrySet().forEach(e -> json.add(e.getKey(), e.getValue()));
		if (!record.before().isEmpty()) {
			final JsonArray steps = new JsonArray();
			record.before().forEach(step -> steps.add(object(step)));
			json.add("before", steps);
		}
		json.addProperty(CHECKSUM, checksum(json));
		return ascii(GSON.toJson(json));
	}

	private static JsonObject object(final Provenance record) {
		final JsonObject json = new JsonObject();
		json.addProperty("statement", record.statement());
		json.addProperty("operation", record.operation());
		json.add("settings", record.settings());
		record.family().ifPresent(f -> json.addProperty("family", f));
		json.add("checkpoint", file(record.checkpoint()));
		record.vae().ifPresent(v -> json.add("vae", file(v)));
		if (!record.embeddings().isEmpty()) {
			json.add("embeddings", files(record.embeddings()));
		}
		if (!record.patches().isEmpty()) {
			json.add("patches", GSON.toJsonTree(record.patches()));
		}
		json.add("versions", GSON.toJsonTree(record.versions()));
		record.computation().ifPresent(c -> json.add("computation", json(c)));
		record.mask().ifPresent(m -> json.add("mask", GSON.toJsonTree(m)));
		record.call().ifPresent(c -> json.add("call", GSON.toJsonTree(c)));
		return json;
	}

	private static JsonObject json(final Computation how) {
		final JsonObject json = GSON.toJsonTree(how).getAsJsonObject();
		if (how.engines().isEmpty()) {
			json.remove(ENGINES);
		}
		return json;
	}

	/** NB: letters beyond ASCII are in texts only, which may be escaped. */
	private static String ascii(final String json) {
		final StringBuilder out = new StringBuilder(json.length());
		for (int i = 0; i < json.length(); i++) {
			final char c = json.charAt(i);
			if (c <= '~') {
				out.append(c);
			}
			else {
				out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
			}
		}
		return out.toString();
	}

	static Provenance read(final String text) {
		final RecordPart json = RecordPart.parse(text);
		requireKnownFormat(json);
		final List<Provenance> before = new ArrayList<>();
		json.parts("before").forEach(step -> before.add(record(step, List.of())));
		final Provenance record = record(json, before);
		requireChecksum(json);
		return record;
	}

	/**
	 * NB: older records have none. Whoever changes a record on purpose can leave
	 * it out: it is there to find damage, and proves nothing.
	 */
	private static void requireChecksum(final RecordPart json) {
		if (json.names().contains(CHECKSUM) && !json.text(CHECKSUM).equals(checksum(
			json.json())))
		{
			throw new IllegalArgumentException(
				"the record is damaged, or was changed by hand: its '" + CHECKSUM +
					"' is not that of its values. Whoever changed it on purpose takes '" +
					CHECKSUM + "' out of it");
		}
	}

	/** NB: records without the number are of the first version. */
	private static void requireKnownFormat(final RecordPart json) {
		final int format = json.names().contains(FORMAT) ? json.whole(FORMAT) : 1;
		if (format < 1 || format > Provenance.FORMAT) {
			throw new IllegalArgumentException("the record has the format version " +
				format + ", this LatentJ reads versions 1 to " + Provenance.FORMAT +
				(format < 1 ? "" : ": use a newer LatentJ"));
		}
	}

	private static Provenance record(final RecordPart json,
		final List<Provenance> before)
	{
		return new Provenance(json.text("operation"), settings(json.part(
			"settings")), json.names().contains("family") ? Optional.of(json.text(
				"family")) : Optional.empty(), file(json.part("checkpoint")), json
					.optional("vae").map(ProvenanceJson::file), json.parts("embeddings")
						.stream().map(ProvenanceJson::file).toList(), json.parts("patches")
							.stream().map(ProvenanceJson::patch).toList(), versions(json.part(
								"versions")), json.optional("computation").map(
									ProvenanceJson::computation), json.optional("mask").map(
										ProvenanceJson::mask), json.optional("call").map(
											ProvenanceJson::call), before);
	}

	private static JsonObject settings(final RecordPart json) {
		for (final String name : json.names()) {
			if (name.equals(Provenance.SLICE_SEEDS)) {
				final RecordPart seeds = json.part(name);
				seeds.names().forEach(seeds::seed);
			}
			else if (name.equals(UsedZarr.INPUTS)) {
				json.part(name).texts();
			}
			else if (name.equals("seed")) {
				json.seed(name);
			}
			else if (NUMBERS.contains(name)) {
				json.number(name);
			}
			else {
				json.plain(name);
			}
		}
		return json.json();
	}

	private static JsonObject file(final ModelFile file) {
		final JsonObject json = new JsonObject();
		json.addProperty("name", file.name());
		json.addProperty("sha256", file.sha256());
		if (!file.files().isEmpty()) {
			json.add("files", files(file.files()));
		}
		return json;
	}

	private static JsonArray files(final List<ModelFile> files) {
		final JsonArray json = new JsonArray();
		files.forEach(f -> json.add(file(f)));
		return json;
	}

	private static ModelFile file(final RecordPart json) {
		return new ModelFile(json.text("name"), json.text("sha256", DIGITS,
			"hexadecimal digits"), json.parts("files").stream().map(
				ProvenanceJson::file).toList());
	}

	private static UsedPatch patch(final RecordPart json) {
		final ModelFile file = file(json);
		return new UsedPatch(file.name(), file.sha256(), json.text("kind"), json
			.part("strength").numbers());
	}

	private static Versions versions(final RecordPart json) {
		final String printable = "[ -~]{0," + LONGEST_VERSION + "}";
		final String what = "a short text of letters, digits and signs";
		return new Versions(json.text("latentj", printable, what), json.text(
			"onnxruntime", printable, what), json.text("java", printable, what));
	}

	private static Computation computation(final RecordPart json) {
		final Map<String, String> memory = json.part("memory").texts();
		// NB: in records of format 1 it stands behind the VAE's memory.
		final boolean tiles = json.names().contains("tiles") ? json.truth("tiles")
			: memory.values().stream().anyMatch(how -> how.endsWith(", in tiles"));
		// NB: older records don't tell; all was in single precision.
		final String precision = json.names().contains("precision") ? json.text(
			"precision") : Computation.SINGLE;
		final Map<String, String> engines = json.optional(ENGINES).map(
			RecordPart::texts).orElse(Map.of());
		return new Computation(json.text("provider"), precision, memory, engines,
			json.whole("threads"), json.whole("processors"), tiles);
	}

	private static UsedMask mask(final RecordPart json) {
		return new UsedMask(json.text("sha256", DIGITS, "hexadecimal digits"), json
			.whole("masks"));
	}

	private static Call call(final RecordPart json) {
		final Map<String, InputImage> images = new LinkedHashMap<>();
		final Optional<RecordPart> given = json.optional("images");
		given.ifPresent(all -> all.names().forEach(name -> images.put(name, image(
			all.part(name)))));
		return new Call(json.text("command"), json.part("inputs").texts(), images);
	}

	private static InputImage image(final RecordPart json) {
		return new InputImage(json.text("title"), json.text("sha256", DIGITS,
			"hexadecimal digits"), json.whole("slice"), json.text("selection"));
	}

	/**
	 * The CRC-32 of a record's values, whatever order, blanks and forms of
	 * numbers they are written in: in an OME-Zarr any program may write them
	 * anew.
	 */
	private static String checksum(final JsonObject record) {
		final JsonObject values = new JsonObject();
		SUMMED.stream().filter(record::has).forEach(name -> values.add(name, record
			.get(name)));
		return Checksum.of(ascii(canonical(values)));
	}

	/** NB: versions of Java differ in the decimal digits of a number. */
	private static String canonical(final JsonElement value) {
		if (value instanceof JsonObject object) {
			final Map<String, String> all = new TreeMap<>();
			object.entrySet().stream().filter(e -> !e.getValue().isJsonNull())
				.forEach(e -> all.put(e.getKey(), canonical(e.getValue())));
			return all.toString();
		}
		if (value instanceof JsonArray array) {
			return array.asList().stream().map(ProvenanceJson::canonical).toList()
				.toString();
		}
		if (value instanceof JsonPrimitive number && number.isNumber()) {
			// NB: 7, 7.0 and 0.7e1 are one number, and -0 is 0.
			return Double.toHexString(Double.parseDouble(number.getAsString()) + 0.0);
		}
		return value.isJsonNull() ? "" : value.getAsString().length() + ":" + value
			.getAsString();
	}
}
