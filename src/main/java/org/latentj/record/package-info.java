/**
 * Pictures as images of ImageJ that say how they were made: in their
 * properties, and in a PNG file's texts and XMP. May import {@code pipeline},
 * {@code control}, {@code tensor} and ImageJ 1.x.
 */

package org.latentj.record;
