
package org.latentj.workflow.graph;

import java.util.List;
import java.util.stream.Collectors;

/** Says all that keeps a workflow from being run. */
public final class WorkflowException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/** NB: a workflow of thousands of broken nodes must not fill the screen. */
	private static final int MOST = 40;

	private final transient List<Problem> problems;

	/** @param problems at least one */
	public WorkflowException(final List<Problem> problems) {
		super(message(problems));
		this.problems = List.copyOf(problems);
	}

	/** All of them. */
	public List<Problem> problems() {
		return problems;
	}

	private static String message(final List<Problem> problems) {
		final int count = problems.size();
		if (count == 1) {
			return problems.get(0).toString();
		}
		return "the workflow has " + count + " problems:\n" + problems.stream()
			.limit(MOST).map(p -> "- " + p).collect(Collectors.joining("\n")) +
			(count > MOST ? "\n- and " + (count - MOST) + " more" : "");
	}
}
