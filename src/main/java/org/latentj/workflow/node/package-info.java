/**
 * API. What a node of a workflow is: its inputs, what it may be given, its
 * outputs, and what it calls. May import {@code workflow.graph}, {@code engine}
 * and the rooms of which the values are that nodes hand on.
 */

package org.latentj.workflow.node;
