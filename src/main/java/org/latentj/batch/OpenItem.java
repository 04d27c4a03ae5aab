
package org.latentj.batch;

import java.io.Serializable;

/**
 * An item that is to be done.
 *
 * @param item which one
 * @param seed its own, all 64 bits
 * @param again whether a batch has once made a result of it, which may be
 *          replaced
 */
public record OpenItem(BatchItem item, long seed, boolean again)
		implements
			Serializable {
}
