/**
 * Internal. What the command of attention maps asks for. May import
 * {@code operation.*}, {@code imageplus}, {@code record}, {@code provenance},
 * {@code setting}.
 */

package org.latentj.command.attention;
