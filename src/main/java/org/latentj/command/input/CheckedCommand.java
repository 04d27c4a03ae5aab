
package org.latentj.command.input;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.latentj.control.Names;
import org.scijava.command.DynamicCommand;
import org.scijava.convert.ConvertService;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/**
 * A command that does not run with an input that it does not have, or with a
 * text that is no value of its input: it is cancelled, and says what would be
 * right.
 */
public abstract class CheckedCommand extends DynamicCommand {

	/** So many options are listed in a message itself. */
	private static final int FEW = 16;

	private final RefusedInputs refused = new RefusedInputs();

	/** What inputs were before somebody gave them. */
	private final Map<String, Optional<Object>> before = new HashMap<>();

	private boolean complete;

	private boolean asked;

	/** Does the work, with inputs that are known. */
	protected abstract void runChecked();

	@Override
	public final void run() {
		if (refused.text().isEmpty()) {
			runChecked();
		}
		else {
			cancel(refused.text());
		}
	}

	/**
	 * From now on what is refused stays so, whatever is set in its place; and
	 * what is set is the command's own, and nobody's who called it.
	 */
	protected final void keepRefused() {
		refused.keep();
		complete = true;
	}

	@Override
	public final void setInput(final String name, final Object value) {
		if (!complete) {
			before.putIfAbsent(name, Optional.ofNullable(getInput(name)));
		}
		take(name, value);
	}

	/** Sets what the command itself begins with, and nobody has given. */
	protected final void setOwn(final String name, final Object value) {
		take(name, value);
	}

	/** Remembers that the inputs come from a dialog. */
	protected final void setAsked() {
		asked = true;
	}

	/** Whether the inputs come from a dialog. */
	protected final boolean isAsked() {
		return asked;
	}

	/**
	 * Fails if inputs were given that have no use with what else was given.
	 *
	 * @param useless whether an input is one of them
	 * @param with what they have no use with, as in {@code operation=img2img}
	 * @throws IllegalArgumentException with all of them, and those that have one
	 */
	protected final void refuseUseless(final Predicate<String> useless,
		final String with)
	{
		final List<String> names = CommandCall.inputs(this).stream().map(
			ModuleItem::getName).toList();
		final List<String> refusedNames = names.stream().filter(useless).filter(
			this::isGiven).toList();
		if (!refusedNames.isEmpty()) {
			final boolean one = refusedNames.size() == 1;
			final List<String> valid = names.stream().filter(useless.negate())
				.toList();
			throw new IllegalArgumentException(String.join(", ", refusedNames) + (one
				? " has" : " have") + " no use with " + with + ": leave " + (one ? "it"
					: "them") + " out" + (valid.size() <= FEW ? "; valid are " + String
						.join(", ", valid) : Names.DETAILS + "Valid options:\n" + String
							.join(",\n", valid)));
		}
	}

	/** Whether somebody gave another value than the command begins with. */
	protected final boolean isGiven(final String name) {
		final Object value = getInput(name);
		return before.containsKey(name) && value != null && !value.toString()
			.isBlank() && !before.get(name).equals(Optional.of(value));
	}

	private void take(final String name, final Object value) {
		final ModuleItem<?> item = getInfo().getInput(name);
		final Object converted = converted(item, value);
		if (refused.look(getInfo(), name, value, converted, context())) {
			super.setInput(name, converted);
		}
	}

	/** NB: SciJava does the same with those that are fields, and no others. */
	private Object converted(final ModuleItem<?> item, final Object value) {
		return item == null || value == null || Types.box(item.getType())
			.isInstance(value) ? value : context().service(ConvertService.class)
				.convert(value, Types.box(item.getType()));
	}
}
