
package org.latentj.host;

import ij.plugin.frame.Recorder;

import java.awt.Dialog;
import java.awt.Window;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.command.models.GettingStartedCommand;
import org.latentj.engine.folder.InstalledModels;
import org.scijava.prefs.PrefService;

/**
 * Plain ImageJ in its window, before each test as nobody had used it. NB: tests
 * have their tag each, since macros' processes look at annotations of classes,
 * and have no JUnit.
 */
abstract class ImageJSession {

	@TempDir
	static Path folder;

	static ImageJWindow imagej;

	@BeforeAll
	static void open() {
		imagej = new ImageJWindow(folder);
	}

	/** NB: the page for newcomers would come before the first dialog. */
	@BeforeEach
	final void forgetValues() {
		ImageJWindow.forgetValues();
		preferences().put(GettingStartedCommand.class, "seen", true);
	}

	@AfterEach
	final void closeWindows() {
		System.clearProperty(InstalledModels.PROPERTY);
		if (Recorder.getInstance() != null) {
			ImageJWindow.onEvents(Recorder.getInstance()::close);
		}
		for (final Window window : Window.getWindows()) {
			if (window instanceof Dialog) {
				window.dispose();
			}
		}
		ImageJWindow.onEvents(ImageJWindow::closeWindows);
	}

	@AfterAll
	static void close() {
		imagej.close();
	}

	static PrefService preferences() {
		return PlainImageJ.context().service(PrefService.class);
	}

	/** Has models looked for in a folder until the test ends. */
	static void useModels(final Path models) {
		System.setProperty(InstalledModels.PROPERTY, models.toString());
	}
}
