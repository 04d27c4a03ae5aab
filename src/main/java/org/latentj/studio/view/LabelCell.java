
package org.latentj.studio.view;

import java.awt.Component;
import java.util.function.BiConsumer;

import javax.swing.DefaultListCellRenderer;
import javax.swing.JLabel;
import javax.swing.JList;

/**
 * Shows the entries of a list as labels, in the colours that the look has for
 * chosen ones.
 *
 * @param <T> what is listed
 */
final class LabelCell<T> extends DefaultListCellRenderer {

	private static final long serialVersionUID = 1L;

	private final Class<T> type;

	private final transient BiConsumer<JLabel, T> look;

	/** @param look gives a label, which is empty, what an entry shows */
	LabelCell(final Class<T> type, final BiConsumer<JLabel, T> look) {
		this.type = type;
		this.look = look;
	}

	@Override
	public Component getListCellRendererComponent(final JList<?> of,
		final Object value, final int index, final boolean selected,
		final boolean focused)
	{
		super.getListCellRendererComponent(of, "", index, selected, focused);
		look.accept(this, type.cast(value));
		return this;
	}
}
