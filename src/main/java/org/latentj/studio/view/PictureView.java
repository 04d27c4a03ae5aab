
package org.latentj.studio.view;

import java.awt.AlphaComposite;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;

import javax.swing.JComponent;

/** A picture, as large as there is room, with another one shining through. */
final class PictureView extends JComponent {

	private static final long serialVersionUID = 1L;

	private static final int SIDE = 160;

	private transient Image picture;

	private transient Image original;

	private double share = 1;

	PictureView() {
		setName("picture");
		setPreferredSize(new Dimension(SIDE, SIDE));
		setMinimumSize(new Dimension(SIDE / 2, SIDE / 2));
	}

	/**
	 * Shows a picture.
	 *
	 * @param shown null for none
	 * @param before what it was made from, of the same shape; null for none
	 */
	void show(final Image shown, final Image before) {
		picture = shown;
		original = before;
		repaint();
	}

	/** How much of the picture is seen, 0 to 1; the rest is the original. */
	void share(final double part) {
		share = part;
		repaint();
	}

	@Override
	protected void paintComponent(final Graphics g) {
		if (picture == null) {
			return;
		}
		final Graphics2D graphics = (Graphics2D) g.create();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION,
			RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		final double scale = Math.min((double) getWidth() / picture.getWidth(null),
			(double) getHeight() / picture.getHeight(null));
		final int width = Math.max(1, (int) (scale * picture.getWidth(null)));
		final int height = Math.max(1, (int) (scale * picture.getHeight(null)));
		final int x = (getWidth() - width) / 2;
		final int y = (getHeight() - height) / 2;
		if (original != null) {
			graphics.drawImage(original, x, y, width, height, null);
			graphics.setComposite(AlphaComposite.SrcOver.derive((float) share));
		}
		graphics.drawImage(picture, x, y, width, height, null);
		graphics.dispose();
	}
}
