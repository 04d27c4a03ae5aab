
package org.latentj.host;

import ij.ImagePlus;
import ij.process.ByteProcessor;

/** An image whose properties need a class that is not there. */
public final class UnlinkedImage extends ImagePlus {

	/** What is told of it, before the name of the class. */
	public static final String TOLD =
		"something that LatentJ needs is missing or of a version that does not " +
			"fit: java.lang.NoClassDefFoundError: ";

	private final String missing;

	/** @param missing name of the class */
	public UnlinkedImage(final String missing) {
		super("unlinked", new ByteProcessor(2, 2));
		this.missing = missing;
	}

	@Override
	public String getProp(final String key) {
		throw new NoClassDefFoundError(missing);
	}
}
