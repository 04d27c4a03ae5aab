/**
 * API. What all rooms need: how a run is stopped from outside, also while
 * something is done that cannot be interrupted
 * ({@link org.latentj.control.Background}), how a file comes to its place whole
 * ({@link org.latentj.control.AtomicMove}), what of a file is text
 * ({@link org.latentj.control.Utf8}), whether a macro asks for it
 * ({@link org.latentj.control.MacroCaller}), and what is said where a name does
 * not exist ({@link org.latentj.control.Names}). The lowest room beside
 * {@code tensor}, it imports nothing.
 */

package org.latentj.control;
