
package org.latentj.operation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import java.util.List;

import org.latentj.control.Names;

/**
 * The kinds of operations there are. A new one is a line in the list; and any
 * operation, also one that is not in it, can be run, written and recorded by
 * its own {@link Operation#type()}.
 */
public final class Operations {

	private static final List<OperationType<?>> ALL = List.of(Txt2Img.TYPE,
		Img2Img.TYPE, Inpaint.TYPE, Upscale.TYPE);

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting()
		.disableHtmlEscaping().create();

	private Operations() {}

	/** All of them, in the order of the menu. */
	public static List<OperationType<?>> all() {
		return ALL;
	}

	/** What macros and records call them. */
	public static List<String> ids() {
		return ALL.stream().map(OperationType::id).toList();
	}

	/**
	 * The one with this id.
	 *
	 * @throws IllegalArgumentException if there is none; it lists the known ones
	 */
	public static OperationType<?> of(final String id) {
		return ALL.stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow(
			() -> new IllegalArgumentException("operation is '" + id + "'" + Names
				.hint(id, ids(), "operations")));
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
	public static Operation fromJson(final String json,
		final Source.ByName sources)
	{
		return OperationSettings.read(json, Operations::of, sources);
	}

	/**
	 * The operation that a record's settings tell of.
	 *
	 * @param id of its kind
	 * @param settings by their names in records
	 * @param sources gives the pictures and masks that they name
	 * @throws IllegalArgumentException likewise
	 */
	public static Operation of(final String id, final JsonObject settings,
		final Source.ByName sources)
	{
		return OperationSettings.read(of(id), settings, sources);
	}
}
