
package org.latentj.pickle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle tells of an object whose class means nothing here: data,
 * without behaviour.
 */
public final class PickledObject {

	private final Global type;

	private final List<Object> arguments;

	private final Map<Object, Object> items = new LinkedHashMap<>();

	private Object state;

	/** An object of a class, or the result of a function. */
	public PickledObject(final Global type, final List<Object> arguments) {
		this.type = type;
		this.arguments = arguments;
	}

	/** Its class, or the function that would have made it. */
	public Global type() {
		return type;
	}

	/** With which it would have been made. */
	public List<Object> arguments() {
		return arguments;
	}

	/** What was set in it as in a dictionary. */
	public Map<Object, Object> items() {
		return items;
	}

	/** Its attributes, mostly a map by name; null if there are none. */
	public Object state() {
		return state;
	}

	void setState(final Object state) {
		this.state = state;
	}
}
