
package org.latentj.command.input;

import java.lang.reflect.Type;
import java.util.Optional;

import org.scijava.Priority;
import org.scijava.convert.AbstractConverter;
import org.scijava.convert.Converter;
import org.scijava.plugin.Plugin;

/**
 * Remembers a text that could not be read as a number or as true or false. NB:
 * SciJava makes 0 or false of it, without a word, before a command sees it.
 * This does the same, for all who ask, just before SciJava's last converter
 * would; but the object that it gives can be known again.
 */
@Plugin(type = Converter.class, priority = Priority.VERY_LOW - 1)
public final class UnreadableText extends AbstractConverter<String, Object> {

	private record Made(String text, Object nothing) {
	}

	private final ThreadLocal<Made> last = new ThreadLocal<>();

	/**
	 * The text that a value was made of; empty if that could be read.
	 *
	 * @param value the very object that the conversion gave, on this thread
	 */
	Optional<String> of(final Object value) {
		final Made made = last.get();
		return made == null || made.nothing() != value ? Optional.empty() : Optional
			.of(made.text());
	}

	@Override
	public boolean canConvert(final Object from, final Class<?> to) {
		return from instanceof String text && !text.isEmpty() && nothing(
			to) != null && !isReadable(text, to);
	}

	private static boolean isReadable(final String text, final Class<?> type) {
		try {
			return type == boolean.class ? text.matches("(?i)true|false")
				: type == int.class ? Integer.valueOf(text) != null : Double.valueOf(
					text) != null;
		}
		catch (final NumberFormatException e) {
			return false;
		}
	}

	@Override
	public boolean canConvert(final Object from, final Type to) {
		return to instanceof Class<?> type && canConvert(from, type);
	}

	@Override
	public boolean canConvert(final Class<?> from, final Class<?> to) {
		return false;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T convert(final Object from, final Class<T> to) {
		final Object nothing = nothing(to);
		last.set(new Made((String) from, nothing));
		return (T) nothing;
	}

	/** NB: a new object each time; valueOf would give the same one to all. */
	@SuppressWarnings("removal")
	private static Object nothing(final Class<?> type) {
		return type == double.class ? new Double(0) : type == int.class
			? new Integer(0) : type == boolean.class ? new Boolean(false) : null;
	}

	@Override
	public Class<Object> getOutputType() {
		return Object.class;
	}

	@Override
	public Class<String> getInputType() {
		return String.class;
	}
}
