/**
 * API. A workflow as a graph of nodes, whatever file told it, and what is wrong
 * with one. May import {@code control}.
 */

package org.latentj.workflow.graph;
