/**
 * Internal. The native libraries of ONNX Runtime, unpacked where they can be
 * loaded and deleted again, buffers for them, and the calls into native code
 * that are under way. Does not know ONNX Runtime itself. May import
 * {@code control}.
 */

package org.latentj.onnx.library;
