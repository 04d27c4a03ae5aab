
package org.latentj.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * All that is known of a kind of operation, beside its recipe: dialogs, options
 * of macros, JSON, records and tables are made from it. Each operation has it
 * as a constant {@code TYPE}, and {@link Operations} lists those of all.
 *
 * @param id ComfyUI's word for it, lower case: in records, and what macros call
 *          it
 * @param command label of its command in the menu
 * @param sentence how a methods section begins that tells of it: what was done,
 *          without how
 * @param placement how a picture goes back into the image that it was made from
 * @param arguments what macros call those of its settings that its macro
 *          function has as arguments, in their order, and batches have, too;
 *          all others are options of its own command
 * @param parameters in the order of records
 * @param maker makes one of values of these
 */
public record OperationType<O extends Operation>(String id, String command,
		String sentence, Placement placement, List<String> arguments,
		List<Parameter<O, ?>> parameters, Function<SettingValues, O> maker) {

	/** How a picture goes back into the image that it was made from. */
	public enum Placement {

			/** It is made from nothing. */
			NEW,

			/** It takes the place of the whole picture. */
			REPLACE,

			/** It is blended into the picture where a mask says so. */
			BLEND,

			/** The image gets its size. */
			RESIZE
	}

	/** @throws IllegalStateException if two settings have one name */
	public OperationType {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(placement, "placement");
		arguments = List.copyOf(arguments);
		parameters = List.copyOf(parameters);
		final List<String> ids = new ArrayList<>();
		for (final Parameter<O, ?> parameter : parameters) {
			if (ids.contains(parameter.setting().id())) {
				throw new IllegalStateException("two settings of " + id +
					" have the name '" + parameter.setting().id() + "' in a record");
			}
			ids.add(parameter.setting().id());
		}
	}

	/** The settings that dialogs and macros have. */
	public List<Setting<?>> asked() {
		return parameters.stream().filter(Parameter::asked).<Setting<?>> map(
			Parameter::setting).toList();
	}

	/**
	 * An operation of this kind.
	 *
	 * @throws IllegalArgumentException if a value is missing or does not fit the
	 *           others
	 */
	public O of(final SettingValues values) {
		return maker.apply(values);
	}

	/** Values, with the defaults of those settings that have none. */
	public SettingValues completed(final SettingValues values) {
		SettingValues all = values;
		for (final Parameter<O, ?> parameter : parameters) {
			all = parameter.optional() ? all : completed(all, parameter.setting());
		}
		return all;
	}

	private static <T> SettingValues completed(final SettingValues values,
		final Setting<T> setting)
	{
		return values.find(setting).isPresent() || setting.standard().isEmpty()
			? values : values.with(setting, setting.standard().get());
	}

	/** The values of an operation of this kind. */
	@SuppressWarnings("unchecked")
	public SettingValues values(final Operation operation) {
		SettingValues values = SettingValues.none();
		for (final Parameter<O, ?> parameter : parameters) {
			// NB: an operation's type is that of its own class.
			values = parameter.add((O) operation, values);
		}
		return values;
	}
}
