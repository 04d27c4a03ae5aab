
package org.latentj.pickle;

import java.util.List;

/** The closed list of what a pickle may name, and what stands for it. */
public interface Globals {

	/**
	 * Fails unless the name is in the list.
	 *
	 * @throws PickleException with the name and why it is refused
	 */
	void require(Global global) throws PickleException;

	/**
	 * What stands for the result of a call, or for an object of a class. Nothing
	 * of Python is run.
	 *
	 * @param callee in the list
	 * @throws PickleException if the arguments are not such as it takes
	 */
	Object call(Global callee, List<Object> arguments) throws PickleException;

	/**
	 * What stands for something that lies outside of the pickle.
	 *
	 * @throws PickleException if there is no such thing
	 */
	Object persistent(Object id) throws PickleException;
}
