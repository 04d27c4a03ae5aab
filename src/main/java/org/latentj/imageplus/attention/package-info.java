/**
 * API. Maps of what a network attends to, as images and selections of ImageJ.
 * May import {@code record}, {@code provenance}, {@code sampling.attention}.
 */

package org.latentj.imageplus.attention;
