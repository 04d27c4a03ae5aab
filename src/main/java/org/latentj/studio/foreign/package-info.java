/**
 * Internal. Settings that a picture brings along: those of LatentJ, of
 * AUTOMATIC1111's web UI and of ComfyUI.
 */

package org.latentj.studio.foreign;
