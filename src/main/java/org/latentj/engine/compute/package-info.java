/**
 * API. What a user chooses of how networks are computed, by names. May import
 * {@code onnx.runtime}.
 */

package org.latentj.engine.compute;
