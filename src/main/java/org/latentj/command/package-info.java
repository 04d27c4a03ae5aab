/**
 * SciJava commands, one file per menu entry, what they share, and the ImageJ
 * image they make. A command makes a record and hands it to the service; it
 * computes nothing. May import {@code service}, {@code pipeline},
 * {@code sampling}, {@code checkpoint}, {@code control}, {@code tensor},
 * SciJava and ImageJ.
 */

package org.latentj.command;
