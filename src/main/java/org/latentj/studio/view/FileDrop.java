
package org.latentj.studio.view;

import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import javax.swing.TransferHandler;

/** Takes a file that is dropped. */
final class FileDrop extends TransferHandler {

	private static final long serialVersionUID = 1L;

	private final transient Consumer<Path> taken;

	FileDrop(final Consumer<Path> taken) {
		this.taken = taken;
	}

	@Override
	public boolean canImport(final TransferSupport support) {
		return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor);
	}

	@Override
	public boolean importData(final TransferSupport support) {
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
}
