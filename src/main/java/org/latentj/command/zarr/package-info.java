/**
 * Internal. The command that opens an image of an OME-Zarr in ImageJ, and what
 * makes a plane of one again. May import {@code command.batch},
 * {@code command.input}, {@code omezarr}, {@code omezarr.run}, {@code batch},
 * {@code imageplus}, {@code imageplus.file}, {@code record},
 * {@code provenance}, {@code operation}, {@code operation.conditioning},
 * {@code setting}, {@code stack}, {@code zarr.store}.
 */

package org.latentj.command.zarr;
