/**
 * Internal. Starts ImageJ from the project: a macro without a screen, or the
 * window. Knows ImageJ and its patcher, of LatentJ only that it is to be there.
 */

package org.latentj.launcher;
