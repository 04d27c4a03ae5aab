/**
 * Internal. What of an image is worked on: positions of a stack, intensities,
 * masks; and which of its pixels are generated. May import
 * {@code imageplus.planes}, {@code record}, {@code provenance}, {@code image},
 * {@code control} and ImageJ 1.x.
 */

package org.latentj.imageplus.region;
