/**
 * Starts ImageJ from the project: a macro without a screen, or the window.
 * Knows ImageJ and its patcher, nothing of LatentJ.
 */

package org.latentj.launcher;
