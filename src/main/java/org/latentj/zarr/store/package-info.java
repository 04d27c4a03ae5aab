/**
 * Internal. Where a Zarr lies: bytes by keys, and JSON in them. May import
 * {@code control}.
 */

package org.latentj.zarr.store;
