
package org.latentj.command.input;

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

	private final RefusedInputs refused = new RefusedInputs();

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

	/** From now on what is refused stays so, whatever is set in its place. */
	protected final void keepRefused() {
		refused.keep();
	}

	@Override
	public final void setInput(final String name, final Object value) {
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
