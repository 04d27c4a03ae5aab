/**
 * Internal. The Studio: a window beside the image in which pictures are asked
 * for again and again. It makes calls of the operations' commands and knows
 * nothing of diffusion.
 */

package org.latentj.studio;
