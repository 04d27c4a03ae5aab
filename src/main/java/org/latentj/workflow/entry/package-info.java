/**
 * Internal. All types of nodes that run, in groups of a file each: to add one
 * is an entry in a group. May import {@code workflow.node} and what its entries
 * call.
 */

package org.latentj.workflow.entry;
