/**
 * API. OME-Zarr 0.4 and 0.5: images with their axes, resolution levels,
 * calibration and channels, plates and series of them, read and written. Knows
 * nothing of diffusion. May import {@code zarr}, {@code zarr.store},
 * {@code image}, {@code control} and ImgLib2.
 */

package org.latentj.omezarr;
