/**
 * Internal. Reads workflows from ComfyUI's files: both of its JSON formats, and
 * pictures that hold them. May import {@code workflow.graph},
 * {@code workflow.node} and {@code workflow.entry}, since older files tell
 * values by their place alone.
 */

package org.latentj.workflow.format;
