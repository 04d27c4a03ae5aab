
package org.latentj.studio.panel;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Insets;
import java.awt.LayoutManager;
import java.awt.Rectangle;

/**
 * Places the parts of the window one below the other: controls, tabs, and what
 * is said. Where the window is too low for a picture between them, and wide
 * enough, the tabs are at the right of the others.
 */
public final class SideLayout implements LayoutManager {

	private static final int GAP = 4;

	/** Pixels of the controls' width where the tabs are beside them. */
	static final int CONTROLS_WIDTH = 440;

	/** Pixels that the tabs need there. */
	private static final int LEAST_TABS_WIDTH = 320;

	/** The controls' part of a window that is too low and too narrow. */
	private static final double LEAST_CONTROLS = 0.6;

	private final Component controls;

	private final Component tabs;

	private final Component said;

	public SideLayout(final Component controls, final Component tabs,
		final Component said)
	{
		this.controls = controls;
		this.tabs = tabs;
		this.said = said;
	}

	/** Whether a height, in pixels, is enough for one below the other. */
	public boolean isHighEnough(final int height) {
		return height >= controls.getPreferredSize().height + said
			.getPreferredSize().height + tabs.getMinimumSize().height + 2 * GAP;
	}

	/** Whether a width, in pixels, is enough for one beside the other. */
	public static boolean isWideEnough(final int width) {
		return width >= CONTROLS_WIDTH + GAP + LEAST_TABS_WIDTH;
	}

	@Override
	public void layoutContainer(final Container parent) {
		final Insets around = parent.getInsets();
		final Rectangle room = new Rectangle(around.left, around.top, parent
			.getWidth() - around.left - around.right, parent.getHeight() -
				around.top - around.bottom);
		final int words = said.getPreferredSize().height;
		final int wanted = controls.getPreferredSize().height;
		if (!isHighEnough(room.height) && isWideEnough(room.width)) {
			final int high = Math.min(wanted, room.height - words - GAP);
			final int right = room.x + CONTROLS_WIDTH + GAP;
			controls.setBounds(room.x, room.y, CONTROLS_WIDTH, high);
			said.setBounds(room.x, room.y + high + GAP, CONTROLS_WIDTH, room.height -
				high - GAP);
			tabs.setBounds(right, room.y, room.x + room.width - right, room.height);
			return;
		}
		final int rest = room.height - words - 2 * GAP;
		final int high = Math.min(wanted, Math.max(rest - tabs
			.getMinimumSize().height, (int) (LEAST_CONTROLS * room.height)));
		controls.setBounds(room.x, room.y, room.width, high);
		tabs.setBounds(room.x, room.y + high + GAP, room.width, rest - high);
		said.setBounds(room.x, room.y + room.height - words, room.width, words);
	}

	/** One below the other. */
	@Override
	public Dimension preferredLayoutSize(final Container parent) {
		return stacked(parent, controls.getPreferredSize(), tabs
			.getPreferredSize());
	}

	@Override
	public Dimension minimumLayoutSize(final Container parent) {
		return stacked(parent, controls.getMinimumSize(), tabs.getMinimumSize());
	}

	private Dimension stacked(final Container parent, final Dimension upper,
		final Dimension lower)
	{
		final Insets around = parent.getInsets();
		return new Dimension(Math.max(upper.width, lower.width) + around.left +
			around.right, upper.height + lower.height + said
				.getPreferredSize().height + 2 * GAP + around.top + around.bottom);
	}

	@Override
	public void addLayoutComponent(final String name, final Component part) {
		// NB: it was given all three.
	}

	@Override
	public void removeLayoutComponent(final Component part) {
		// NB: none is ever removed.
	}
}
