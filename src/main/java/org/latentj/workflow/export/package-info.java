/**
 * Internal. The way back: what a record tells as a workflow of ComfyUI, which
 * gives the same picture, or none. May import {@code workflow.graph},
 * {@code workflow.node}, {@code workflow.entry}, {@code workflow.format} and
 * {@code provenance}.
 */

package org.latentj.workflow.export;
