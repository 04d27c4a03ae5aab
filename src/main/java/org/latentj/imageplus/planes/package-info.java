/**
 * Internal. The pixels of ImageJ's images: as planes without a copy, as a
 * second image that nobody sees, as a stack in a file, and new images like one.
 * May import {@code record}, {@code provenance}, {@code image}, {@code control}
 * and ImageJ 1.x.
 */

package org.latentj.imageplus.planes;
