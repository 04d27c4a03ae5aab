
package org.latentj.studio.view;

import java.awt.datatransfer.Clipboard;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import javax.swing.JComponent;
import javax.swing.TransferHandler;

/**
 * Takes a file that is dropped; all else is left to what a component did
 * before. NB: a text would take a file for its name.
 */
final class FileDrop extends TransferHandler {

	private static final long serialVersionUID = 1L;

	private final transient Consumer<Path> taken;

	/** Null if there is nothing else. */
	private final TransferHandler before;

	private FileDrop(final Consumer<Path> taken, final TransferHandler before) {
		this.taken = taken;
		this.before = before;
	}

	/** Has a component give files that are dropped on it. */
	static void on(final JComponent component, final Consumer<Path> taken) {
		component.setTransferHandler(new FileDrop(taken, component
			.getTransferHandler()));
	}

	@Override
	public boolean canImport(final TransferSupport support) {
		return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor) ||
			before != null && before.canImport(support);
	}

	@Override
	public boolean importData(final TransferSupport support) {
		if (!support.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) {
			return before != null && before.importData(support);
		}
		try {
			final List<?> files = (List<?>) support.getTransferable().getTransferData(
				DataFlavor.javaFileListFlavor);
			files.stream().findFirst().ifPresent(f -> taken.accept(((File) f)
				.toPath()));
			return !files.isEmpty();
		}
		catch (IOException | UnsupportedFlavorException e) {
			return false;
		}
	}

	@Override
	public int getSourceActions(final JComponent component) {
		return before == null ? NONE : before.getSourceActions(component);
	}

	@Override
	public void exportToClipboard(final JComponent component,
		final Clipboard clipboard, final int action)
	{
		if (before != null) {
			before.exportToClipboard(component, clipboard, action);
		}
	}
}
