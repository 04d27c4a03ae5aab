
package org.latentj.studio.view;

import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

import javax.swing.Icon;

/**
 * A small picture. NB: scaled when it is painted, by the pixels that the screen
 * really has.
 */
final class ThumbnailIcon implements Icon {

	/** Null if there is none. */
	private final BufferedImage picture;

	private final int width;

	private final int height;

	/**
	 * @param picture null for none
	 * @param side of the longer side, in a look's pixels
	 */
	ThumbnailIcon(final BufferedImage picture, final int side) {
		this.picture = picture;
		final double scale = picture == null ? 0 : (double) side / Math.max(picture
			.getWidth(), picture.getHeight());
		width = picture == null ? side : Math.max(1, (int) (scale * picture
			.getWidth()));
		height = picture == null ? side : Math.max(1, (int) (scale * picture
			.getHeight()));
	}

	@Override
	public void paintIcon(final Component on, final Graphics g, final int x,
		final int y)
	{
		if (picture == null) {
			return;
		}
		final Graphics2D graphics = (Graphics2D) g.create();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION,
			RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(picture, x, y, width, height, null);
		graphics.dispose();
	}

	@Override
	public int getIconWidth() {
		return width;
	}

	@Override
	public int getIconHeight() {
		return height;
	}
}
