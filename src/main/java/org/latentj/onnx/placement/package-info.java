/**
 * Internal. Where the operators of a graph were computed, as ONNX Runtime's own
 * protocol of a run tells. Knows nothing of the runtime itself. May import
 * nothing of ours.
 */

package org.latentj.onnx.placement;
