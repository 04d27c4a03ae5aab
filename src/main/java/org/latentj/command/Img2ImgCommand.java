
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.List;

import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.input.MenuCommand;
import org.latentj.imageplus.ImageRun;
import org.latentj.operation.Img2Img;
import org.latentj.operation.OperationType;
import org.scijava.plugin.Plugin;

/** Paints over pictures. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Img2Img...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class Img2ImgCommand extends AbstractImageCommand implements
	MenuCommand
{

	@Override
	protected OperationType<?> type() {
		return Img2Img.TYPE;
	}

	@Override
	protected List<ImagePlus> make(final ImageRun run) throws IOException {
		return run.img2img(this::operation);
	}
}
