/**
 * API. Runs over the planes of an OME-Zarr into another one: each plane is an
 * item of a batch, its result whole chunks or shards. Knows neither ImageJ nor
 * SciJava, so that it runs on a cluster, too. May import {@code omezarr},
 * {@code zarr}, {@code stack}, {@code batch}, {@code provenance},
 * {@code operation}, {@code setting}, {@code image} and ImgLib2.
 */

package org.latentj.omezarr.run;
