
package org.latentj.operation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import java.util.List;
import java.util.Optional;

import org.latentj.control.Ids;

/**
 * Kinds of operations, by which they are known by name: to macros, batches,
 * records and JSON. Any operation, also one that is in no list, can be run,
 * written and recorded by its own {@link Operation#type()}.
 */
public final class Operations {

	/** All of them, in the order of the menu. To add one: its line here. */
	public static final Operations ALL = new Operations(List.of( //
		Txt2Img.TYPE, //
		Img2Img.TYPE, //
		Inpaint.TYPE, //
		Outpaint.TYPE, //
		Upscale.TYPE, //
		UpscaleX4.TYPE));

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting()
		.disableHtmlEscaping().create();

	private final List<OperationType<?>> types;

	/** @throws IllegalArgumentException if two have one id */
	public Operations(final List<OperationType<?>> types) {
		this.types = List.copyOf(types);
		if (ids().stream().distinct().count() < types.size()) {
			throw new IllegalArgumentException("two operations have one id: " +
				ids());
		}
	}

	/** They, in their order. */
	public List<OperationType<?>> list() {
		return types;
	}

	/** What macros and records call them. */
	public List<String> ids() {
		return types.stream().map(OperationType::id).toList();
	}

	/**
	 * The one with this id.
	 *
	 * @throws IllegalArgumentException if there is none; it lists the known ones
	 */
	public OperationType<?> of(final String id) {
		return Ids.of("operation", id, types.toArray(OperationType<?>[]::new),
			OperationType::id);
	}

	/** The one with this id, if there is one. */
	public Optional<OperationType<?>> find(final String id) {
		return types.stream().filter(t -> t.id().equals(id)).findFirst();
	}

	/**
	 * An operation as JSON: its kind and all of its settings. Pictures and masks
	 * stand there by what they say of themselves.
	 */
	public static String toJson(final Operation operation) {
		final JsonObject json = new JsonObject();
		json.addProperty("operation", operation.name());
		json.add("settings", OperationSettings.of(operation));
		return GSON.toJson(json);
	}

	/**
	 * The operation that JSON tells of.
	 *
	 * @param sources gives the pictures and masks that it names
	 * @throws IllegalArgumentException if it is no such JSON, or a setting is
	 *           unknown, missing, of another type or out of its range; the
	 *           message names it and says what would be valid
	 */
	public Operation fromJson(final String json, final Source.ByName sources) {
		return OperationSettings.read(json, this::of, sources);
	}

	/**
	 * The operation that a record's settings tell of.
	 *
	 * @param id of its kind
	 * @param settings by their names in records
	 * @param sources gives the pictures and masks that they name
	 * @throws IllegalArgumentException likewise
	 */
	public Operation of(final String id, final JsonObject settings,
		final Source.ByName sources)
	{
		return OperationSettings.read(of(id), settings, sources);
	}
}
