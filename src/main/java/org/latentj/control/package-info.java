/**
 * How a run is stopped from outside, also while something is done that cannot
 * be interrupted ({@link org.latentj.control.Background}). The lowest room
 * beside {@code tensor}, it imports nothing.
 */

package org.latentj.control;
