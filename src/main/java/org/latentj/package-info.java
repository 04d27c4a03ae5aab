/**
 * API. {@code LatentJ} is all that a short script needs: it calls the commands
 * of the menu. Nobody in the rooms below knows it.
 */

package org.latentj;
