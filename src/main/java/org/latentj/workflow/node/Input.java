
package org.latentj.workflow.node;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.latentj.control.Bounds;
import org.latentj.control.Names;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.pipeline.Prompt;
import org.latentj.workflow.graph.Value;

/**
 * An input of a node.
 *
 * @param name ComfyUI's
 * @param kind what it takes
 * @param required whether it must be given
 * @param widget how it is set in ComfyUI, if it is
 * @param later whether ComfyUI's first versions of the node did not have it, so
 *          that old files lack it
 */
public record Input(String name, Kind<?> kind, boolean required,
		Optional<Widget> widget, boolean later) {

	/** What is set in a node itself. */
	public sealed interface Widget {

		/** What it is if nobody says anything. */
		Value standard();
	}

	/**
	 * A whole number.
	 *
	 * @param seed whether ComfyUI has a rule beside it of what comes next
	 */
	public record Whole(BigDecimal low, BigDecimal high, Value standard,
			boolean seed) implements Widget {
	}

	/**
	 * A number.
	 *
	 * @param above whether it must be above the least one
	 */
	public record Decimal(double low, double high, Value standard, boolean above)
			implements
				Widget {
	}

	/**
	 * A text.
	 *
	 * @param drawn whether ComfyUI's window reads it as a prompt: leaves out
	 *          comments and draws one of {this|that}
	 */
	public record Words(Value standard, boolean drawn) implements Widget {
	}

	/** How the names of files begin that are written, perhaps with folders. */
	public record Prefix(Value standard) implements Widget {
	}

	/** Yes or no. */
	public record Toggle(Value standard) implements Widget {
	}

	/** One of some. */
	public record Choice(List<String> choices, Value standard) implements Widget {
	}

	/**
	 * A file of a model.
	 *
	 * @param within folders of ComfyUI's that it must lie in; empty = any
	 * @param noun what it is
	 */
	public record File(ModelFolder.Kind folder, List<String> within, String noun)
			implements
				Widget {

		@Override
		public Value standard() {
			return Value.of("");
		}
	}

	/** A picture; ComfyUI has a button beside it. */
	public record Picture() implements Widget {

		@Override
		public Value standard() {
			return Value.of("");
		}
	}

	/** What keeps a value from being its widget's, if something does. */
	public Optional<String> problem(final Value value) {
		final Optional<String> wrong = widget.map(w -> wrong(w, value)).orElse(
			Optional.of("is " + value + ", but takes a link to " + kind));
		return wrong.map(text -> "'" + name + "' " + text);
	}

	private static Optional<String> wrong(final Widget widget,
		final Value value)
	{
		if (widget instanceof Whole w) {
			return whole(w, value);
		}
		if (widget instanceof Decimal d) {
			return value instanceof Value.Number n ? range(n.number().doubleValue(),
				d) : Optional.of("is " + value + ", not a number");
		}
		if (widget instanceof Toggle) {
			return value instanceof Value.Truth ? Optional.empty() : Optional.of(
				"is " + value + ", not true or false");
		}
		if (!(value instanceof Value.Text text)) {
			return Optional.of("is " + value + ", not a text");
		}
		if (widget instanceof Words && text.text().length() > Prompt.LONGEST) {
			return Optional.of("has " + text.text().length() +
				" characters; at most " + Prompt.LONGEST + " are possible");
		}
		return widget instanceof Choice c && !c.choices().contains(text.text())
			? Optional.of("is " + text + ", which is none of its choices" + Names
				.summary(Names.hint(text.text(), c.choices(), "choices"))) : Optional
					.empty();
	}

	private static Optional<String> whole(final Whole widget, final Value value) {
		if (!(value instanceof Value.Number n) || n.number().stripTrailingZeros()
			.scale() > 0)
		{
			return Optional.of("is " + value + ", not a whole number");
		}
		return n.number().compareTo(widget.low()) >= 0 && n.number().compareTo(
			widget.high()) <= 0 ? Optional.empty() : Optional.of("is " + n +
				", it must be " + widget.low() + " to " + widget.high());
	}

	private static Optional<String> range(final double value,
		final Decimal widget)
	{
		final boolean enough = widget.above ? value > widget.low
			: value >= widget.low;
		return enough && value <= widget.high ? Optional.empty() : Optional.of(
			"is " + Bounds.plain(value) + ", it must be " + (widget.above ? "above "
				: "") + Bounds.plain(widget.low) + (widget.above ? " and at most "
					: " to ") + Bounds.plain(widget.high));
	}

	/** A value as nodes get it. */
	public Object read(final Value value) {
		if (value instanceof Value.Number n) {
			// NB: seeds have 64 bits, unsigned.
			return kind == Kind.FLOAT ? (Object) n.number().doubleValue() : (Object) n
				.number().toBigInteger().longValue();
		}
		return value instanceof Value.Truth t ? (Object) t.truth()
			: ((Value.Text) value).text();
	}

	/** The value of a text that somebody writes for it, as in a macro. */
	public Value parse(final String text) {
		final Widget of = widget.orElseThrow(() -> new IllegalArgumentException(
			"'" + name + "' takes a link to " + kind + ", not a value"));
		if (of instanceof Whole || of instanceof Decimal) {
			try {
				return new Value.Number(new BigDecimal(text.strip()));
			}
			catch (final NumberFormatException e) {
				throw new IllegalArgumentException("'" + name + "' is '" + text +
					"', not a number", e);
			}
		}
		return of instanceof Toggle && text.strip().toLowerCase(Locale.ROOT)
			.matches("true|false") ? new Value.Truth(Boolean.parseBoolean(text.strip()
				.toLowerCase(Locale.ROOT))) : Value.of(text);
	}
}
