/**
 * Files of named tensors. A {@link org.latentj.checkpoint.Checkpoint} is opened
 * by its header alone; its {@link org.latentj.checkpoint.Weights} tell names,
 * types, shapes and places in the file, scoped by prefix. Each format is a
 * {@code CheckpointFormat} and a line in {@code CheckpointFormats}; what is
 * known but cannot be opened is refused by {@code ForeignFormat}. May import
 * {@code pickle}, {@code tensor} and {@code control}; gson reads the headers
 * here.
 */

package org.latentj.checkpoint;
