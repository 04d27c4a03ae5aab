
package org.latentj.pickle;

/**
 * The name of a class or function of Python. It is a name and nothing more.
 *
 * @param module as in {@code torch._utils}
 * @param name as in {@code _rebuild_tensor_v2}
 */
public record Global(String module, String name) {

	/** With a dot between. */
	public String fullName() {
		return module + "." + name;
	}
}
