/**
 * Internal. The part of Zarr v2 and v3 that OME-Zarr uses: groups and arrays
 * with their attributes, read and written by chunks in a
 * {@link org.latentj.zarr.store.ChunkStore}. Knows nothing of images. May
 * import {@code zarr.store}, {@code zarr.codec} and {@code control}.
 */

package org.latentj.zarr;
