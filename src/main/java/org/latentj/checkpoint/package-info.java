/**
 * Files of named tensors. A {@link org.latentj.checkpoint.Checkpoint} is opened
 * by its header alone; its {@link org.latentj.checkpoint.Weights} tell names,
 * types, shapes and places in the file, scoped by prefix. May import
 * {@code tensor}.
 */

package org.latentj.checkpoint;
