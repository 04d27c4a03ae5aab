/**
 * Internal. Named tensors in files. A {@link org.latentj.checkpoint.Checkpoint}
 * is opened by its header alone (by {@code checkpoint.format}); its
 * {@link org.latentj.checkpoint.Weights} tell names, types, shapes and places
 * in their files, scoped by prefix, and give views: under other names
 * ({@link org.latentj.checkpoint.Naming}), changed when they are loaded
 * ({@link org.latentj.checkpoint.Patch}), of several files as one. May import
 * {@code tensor} and {@code control}.
 */

package org.latentj.checkpoint;
