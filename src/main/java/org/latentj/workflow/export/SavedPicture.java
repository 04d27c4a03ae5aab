
package org.latentj.workflow.export;

/**
 * The picture that a workflow is written for.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb whether it is 8-bit RGB
 * @param changed whether its pixels are no longer those that were made
 */
public record SavedPicture(int width, int height, boolean rgb,
		boolean changed) {
}
