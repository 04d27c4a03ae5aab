/**
 * Named tensors in files. A {@link org.latentj.checkpoint.Checkpoint} is opened
 * by its header alone (by {@code checkpoint.format}); its
 * {@link org.latentj.checkpoint.Weights} tell names, types, shapes and places
 * in the file, scoped by prefix. May import {@code tensor} and {@code control}.
 */

package org.latentj.checkpoint;
