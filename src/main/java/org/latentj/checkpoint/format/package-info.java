/**
 * Internal. The formats in which checkpoints are kept. Each is a
 * {@code CheckpointFormat} and a line in
 * {@link org.latentj.checkpoint.format.CheckpointFormats}; what is known but
 * cannot be opened is refused by {@code ForeignFormat}. May import
 * {@code checkpoint}, {@code checkpoint.naming}, {@code checkpoint.torch}; gson
 * reads the headers here.
 */

package org.latentj.checkpoint.format;
