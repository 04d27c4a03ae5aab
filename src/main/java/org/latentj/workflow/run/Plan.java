
package org.latentj.workflow.run;

import java.util.List;

import org.latentj.workflow.graph.Node;

/**
 * What is run of a workflow.
 *
 * @param shown the nodes whose images it is run for
 * @param order all that they need, each behind what it depends on
 */
record Plan(List<Node> shown, List<Node> order) {
}
