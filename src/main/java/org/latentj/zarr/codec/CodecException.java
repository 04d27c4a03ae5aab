
package org.latentj.zarr.codec;

import java.io.IOException;

/** The bytes of a chunk are not what its codec makes. */
public final class CodecException extends IOException {

	private static final long serialVersionUID = 1;

	/** @param what is wrong, to be said behind the name of the file */
	public CodecException(final String what) {
		super(what);
	}
}
