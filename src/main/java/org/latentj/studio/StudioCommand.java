
package org.latentj.studio;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;

import org.latentj.command.input.MenuCommand;
import org.latentj.studio.view.StudioWindow;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Plugin;

/** Opens the Studio, or brings it to the front. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Studio",
	visible = false, headless = true)
public class StudioCommand extends ContextCommand implements MenuCommand {

	@Override
	public void run() {
		if (GraphicsEnvironment.isHeadless()) {
			cancel("the Studio is a window, and there is no screen: macros have " +
				"Txt2Img..., Img2Img..., Inpaint...");
			return;
		}
		if (EventQueue.isDispatchThread()) {
			StudioWindow.open(context());
			return;
		}
		try {
			EventQueue.invokeAndWait(() -> StudioWindow.open(context()));
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		catch (final InvocationTargetException e) {
			throw new IllegalStateException(e.getCause());
		}
	}
}
