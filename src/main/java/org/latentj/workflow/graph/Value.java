
package org.latentj.workflow.graph;

import java.math.BigDecimal;

/** What an input of a node is given: another node's output, or a value. */
public sealed interface Value {

	/**
	 * Another node's output.
	 *
	 * @param node its id
	 * @param slot which of its outputs, from 0
	 */
	record Link(String node, int slot) implements Value {
	}

	/** A text, a file's name, or one of some choices. */
	record Text(String text) implements Value {

		@Override
		public String toString() {
			return "'" + shortened(text) + "'";
		}
	}

	/** A number; a seed has 64 bits. */
	record Number(BigDecimal number) implements Value {

		@Override
		public String toString() {
			return number.toPlainString();
		}
	}

	/** Yes or no. */
	record Truth(boolean truth) implements Value {

		@Override
		public String toString() {
			return Boolean.toString(truth);
		}
	}

	/** What no input takes: a list, an object, null. */
	record Other(String json) implements Value {

		@Override
		public String toString() {
			return shortened(json);
		}
	}

	/** A whole number. */
	static Value of(final long number) {
		return new Number(BigDecimal.valueOf(number));
	}

	/** A number. */
	static Value of(final double number) {
		return new Number(BigDecimal.valueOf(number));
	}

	/** A text. */
	static Value of(final String text) {
		return new Text(text);
	}

	/** NB: no message is longer than a screen is wide. */
	private static String shortened(final String text) {
		final int most = 60;
		return text.length() <= most ? text : text.substring(0, most) + "...";
	}
}
