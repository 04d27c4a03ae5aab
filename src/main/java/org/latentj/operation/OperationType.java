
package org.latentj.operation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.latentj.sampling.hint.PictureInput;
import org.latentj.setting.Need;
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
 *          all others are options of its own command, and of batches where they
 *          have help for these
 * @param parameters in the order of records
 * @param maker makes one of values of these
 * @param inputs the networks that it can be done with, by the pictures that
 *          they are given
 * @param needs what some of its settings need of others to change anything
 */
public record OperationType<O extends Operation>(String id, String command,
		String sentence, Placement placement, List<String> arguments,
		List<Parameter<O, ?>> parameters, Function<SettingValues, O> maker,
		Set<PictureInput> inputs, List<Need> needs) {

	/** Those that make a picture of text, whatever it begins with. */
	private static final Set<PictureInput> USUAL = Set.of(PictureInput.NONE,
		PictureInput.INPAINTING);

	/** How a picture goes back into the image that it was made from. */
	public enum Placement {

			/** It is made from nothing. */
			NEW,

			/** It takes the place of the whole picture. */
			REPLACE,

			/** It is blended into the picture where a mask says so. */
			BLEND,

			/** The image gets its size. */
			RESIZE,

			/** The image is laid into it. */
			EXTEND
	}

	/** @throws IllegalStateException if two settings have one name */
	public OperationType {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(placement, "placement");
		arguments = List.copyOf(arguments);
		parameters = List.copyOf(parameters);
		inputs = Set.copyOf(inputs);
		needs = List.copyOf(needs);
		final List<String> ids = new ArrayList<>();
		for (final Parameter<O, ?> parameter : parameters) {
			if (ids.contains(parameter.setting().id())) {
				throw new IllegalStateException("two settings of " + id +
					" have the name '" + parameter.setting().id() + "' in a record");
			}
			ids.add(parameter.setting().id());
		}
	}

	/** One that the usual networks do. */
	public OperationType(final String id, final String command,
		final String sentence, final Placement placement,
		final List<String> arguments, final List<Parameter<O, ?>> parameters,
		final Function<SettingValues, O> maker)
	{
		this(id, command, sentence, placement, arguments, parameters, maker, USUAL,
			List.of());
	}

	/** The same, done with these networks too. */
	public OperationType<O> alsoWith(final PictureInput input) {
		final Set<PictureInput> more = EnumSet.copyOf(inputs);
		more.add(input);
		return new OperationType<>(id, command, sentence, placement, arguments,
			parameters, maker, more, needs);
	}

	/** The same, of which some settings need others to change anything. */
	public OperationType<O> needing(final Need... some) {
		return new OperationType<>(id, command, sentence, placement, arguments,
			parameters, maker, inputs, List.of(some));
	}

	/**
	 * Fails unless it can be done with a network that is given such a picture.
	 *
	 * @throws IllegalArgumentException if not; it says what can, and what this
	 *           can be done with
	 */
	public void requireFor(final PictureInput input) {
		if (!inputs.contains(input)) {
			throw new IllegalArgumentException("this checkpoint " + input
				.description() + ": choose " + Operations.ALL.list().stream().filter(
					t -> t.inputs.contains(input)).map(OperationType::command).collect(
						Collectors.joining(" or ")) + " for it, or for " + command +
				" a checkpoint that " + inputs.stream().sorted().map(
					PictureInput::description).collect(Collectors.joining(" or ")));
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
