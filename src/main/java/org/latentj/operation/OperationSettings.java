
package org.latentj.operation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.control.Names;
import org.latentj.image.Mask;
import org.latentj.json.JsonTree;
import org.latentj.operation.conditioning.ControlImage;
import org.latentj.operation.conditioning.Controls;
import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingType;
import org.latentj.setting.SettingValues;

/**
 * The settings of an operation as JSON, by its type's schema, and back.
 * Pictures and masks stand there by what they say of themselves.
 */
public final class OperationSettings {

	private static final List<Setting<?>> SPEED = List.of(
		GenerationSettings.QUALITY, GenerationSettings.REUSE);

	private OperationSettings() {}

	/** All settings of an operation. */
	public static JsonObject of(final Operation operation) {
		if (operation instanceof SeedSweep sweep) {
			final JsonObject settings = of(sweep.operation());
			if (settings.has(SeedSweep.SEEDS.id())) {
				throw new IllegalStateException("two settings have the name '" +
					SeedSweep.SEEDS.id() + "' in a record");
			}
			settings.add(SeedSweep.SEEDS.id(), SeedSweep.SEEDS.json(sweep.seeds()));
			return settings;
		}
		final JsonObject settings = new JsonObject();
		final OperationType<?> type = operation.type();
		final SettingValues values = type.values(operation);
		type.parameters().forEach(p -> add(p.setting(), values, settings));
		return settings;
	}

	private static <T> void add(final Setting<T> setting,
		final SettingValues values, final JsonObject into)
	{
		values.find(setting).ifPresent(value -> {
			if (value instanceof Source source) {
				source.describe(setting.id()).forEach(into::addProperty);
			}
			else {
				into.add(setting.id(), setting.json(value));
			}
		});
	}

	/** One seed, as unsigned text. */
	public static JsonPrimitive json(final Long seed) {
		return GenerationSettings.SEED.json(seed);
	}

	/** Reads an operation with its kind. */
	static Operation read(final String text,
		final Function<String, OperationType<?>> types, final Source.ByName sources)
	{
		final JsonElement json;
		try {
			json = JsonTree.of(text);
		}
		catch (final JsonParseException e) {
			throw new IllegalArgumentException("this is no operation: it is no JSON",
				e);
		}
		if (!json.isJsonObject() || !(json.getAsJsonObject().get(
			"operation") instanceof JsonPrimitive id) || !(json.getAsJsonObject().get(
				"settings") instanceof JsonObject settings))
		{
			throw new IllegalArgumentException(
				"this is no operation: an object with 'operation' and 'settings' is " +
					"needed");
		}
		final OperationType<?> type = types.apply(id.getAsString());
		for (final String key : json.getAsJsonObject().keySet()) {
			if (ids(type).contains(key)) {
				throw new IllegalArgumentException("'" + key +
					"' stands beside 'settings': it belongs into them");
			}
		}
		return read(type, settings, sources);
	}

	/** Reads the settings of an operation of some kind. */
	static Operation read(final OperationType<?> type, final JsonObject settings,
		final Source.ByName sources)
	{
		SettingValues values = SettingValues.none();
		for (final Parameter<?, ?> parameter : type.parameters()) {
			values = read(parameter, settings, sources, values);
		}
		final Operation one = type.of(values.with(Controls.IMAGES, title -> sources
			.picture(title) instanceof Source.OfPicture picture ? ControlImage.of(
				picture.image()) : noPicture(title)));
		final JsonElement seeds = settings.get(SeedSweep.SEEDS.id());
		final Operation all = seeds == null || type.parameters().stream().anyMatch(
			p -> p.setting().id().equals(SeedSweep.SEEDS.id())) ? one : new SeedSweep(
				one, SeedSweep.SEEDS.read(seeds));
		refuseUnknown(settings, of(all), type);
		return all;
	}

	private static ControlImage noPicture(final String title) {
		throw new IllegalArgumentException("'" + title +
			"' is a latent, which cannot steer: give a picture");
	}

	private static <T> SettingValues read(final Parameter<?, T> parameter,
		final JsonObject settings, final Source.ByName sources,
		final SettingValues values)
	{
		final Setting<T> setting = parameter.setting();
		if (setting.type() instanceof SettingType.Reference<T> reference) {
			final Object found = reference.kind() == Mask.class ? sources.mask(name(
				setting, setting.id(), settings)) : source(setting, settings, sources);
			return values.with(setting, reference.kind().cast(found));
		}
		final JsonElement json = settings.get(setting.id());
		if (json == null && parameter.optional()) {
			return values;
		}
		if (json == null) {
			throw new IllegalArgumentException(setting.id() +
				" is missing, it must be " + setting.type().valid());
		}
		return values.with(setting, setting.read(json));
	}

	private static Source source(final Setting<?> setting,
		final JsonObject settings, final Source.ByName sources)
	{
		return settings.has(Source.LATENT) && !settings.has(setting.id()) ? sources
			.latent(name(setting, Source.LATENT, settings)) : sources.picture(name(
				setting, setting.id(), settings));
	}

	private static String name(final Setting<?> setting, final String id,
		final JsonObject settings)
	{
		if (!settings.has(id)) {
			throw new IllegalArgumentException(id + " is missing, it must be " +
				setting.type().valid());
		}
		if (settings.get(id) instanceof JsonPrimitive text && text.isString()) {
			return text.getAsString();
		}
		throw new IllegalArgumentException(id + " is " + settings.get(id) +
			", it must be " + setting.type().valid());
	}

	/** NB: what is not written again was not read, either. */
	private static void refuseUnknown(final JsonObject given,
		final JsonObject known, final OperationType<?> type)
	{
		for (final String id : given.keySet()) {
			if (!known.has(id) && !isUsual(id, given.get(id), type)) {
				final List<String> ids = ids(type);
				throw new IllegalArgumentException(ids.contains(id) ? id +
					" has no meaning here: what it belongs to is missing" : "'" + id +
						"' is no setting of " + type.id() + Names.hint(id, ids,
							"settings"));
			}
		}
	}

	/** NB: what a record leaves out may be given all the same. */
	private static boolean isUsual(final String id, final JsonElement given,
		final OperationType<?> type)
	{
		return type.parameters().stream().filter(p -> p.optional() && p.setting()
			.id().equals(id) && SPEED.contains(p.setting())).anyMatch(p -> p.setting()
				.standard().equals(Optional.of(p.setting().read(given))));
	}

	private static List<String> ids(final OperationType<?> type) {
		final List<String> ids = new ArrayList<>();
		type.parameters().forEach(p -> ids.add(p.setting().id()));
		ids.add(SeedSweep.SEEDS.id());
		return ids;
	}
}
