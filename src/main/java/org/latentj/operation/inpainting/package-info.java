/**
 * API. How a part of a picture is made anew and put back: the encoders, the
 * growth of the mask and the transition.
 */

package org.latentj.operation.inpainting;
