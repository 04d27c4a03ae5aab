
package org.latentj.pickle;

import java.util.Collections;
import java.util.List;

/**
 * A tuple. NB: no record: two are equal only if they are the same one, since a
 * tuple of a pickle may hold itself.
 */
public final class PickleTuple {

	private final List<Object> items;

	PickleTuple(final List<Object> items) {
		this.items = Collections.unmodifiableList(items);
	}

	/** What is in it; None is null. */
	public List<Object> items() {
		return items;
	}
}
