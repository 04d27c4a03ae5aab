
package org.latentj.workflow.export;

import java.math.BigInteger;

import org.latentj.provenance.Provenance;

/**
 * The settings of a record as nodes take them.
 *
 * @param record may be anybody's
 */
record RecordedValues(Provenance record) {

	/** Empty if it is missing. */
	String text(final String setting) {
		return record.setting(setting);
	}

	boolean has(final String setting) {
		return !text(setting).isEmpty();
	}

	/** @throws NumberFormatException if it is none */
	double number(final String setting) {
		return Double.parseDouble(text(setting));
	}

	/** @throws NumberFormatException if it is no number */
	int whole(final String setting) {
		return (int) number(setting);
	}

	/** All 64 bits, unsigned. */
	BigInteger seed() {
		return new BigInteger(text("seed"));
	}
}
