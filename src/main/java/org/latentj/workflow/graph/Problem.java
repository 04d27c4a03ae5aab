
package org.latentj.workflow.graph;

/**
 * What keeps a workflow from being run.
 *
 * @param node the name of the node, or of the whole workflow
 * @param text what is wrong there and what would be valid
 */
public record Problem(String node, String text) {

	/** Of a node. */
	public static Problem of(final Node node, final String text) {
		return new Problem(node.name(), text);
	}

	/** Of the whole workflow. */
	public static Problem of(final String text) {
		return new Problem("the workflow", text);
	}

	@Override
	public String toString() {
		return node + ": " + text;
	}
}
