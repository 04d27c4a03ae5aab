/**
 * How a run is stopped from outside. The lowest room beside {@code tensor}, it
 * imports nothing.
 */

package org.latentj.control;
