/**
 * SciJava commands, one file per menu entry, and what they share: parameters,
 * previews, what a batch does with its items. A command makes a record and
 * hands it to the service; it computes nothing. What is read from and made of
 * an image is in {@code imageplus}. May import {@code imageplus},
 * {@code record}, {@code batch}, {@code service}, {@code pipeline},
 * {@code image}, {@code latent}, {@code sampling}, {@code checkpoint},
 * {@code control}, {@code tensor}, SciJava and ImageJ.
 */

package org.latentj.command;
