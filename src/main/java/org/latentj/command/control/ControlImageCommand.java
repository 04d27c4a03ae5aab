
package org.latentj.command.control;

import ij.ImagePlus;
import ij.WindowManager;

import org.latentj.command.input.CheckedCommand;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.input.Preconditions;
import org.latentj.imageplus.hint.ControlKind;
import org.latentj.imageplus.hint.ControlPicture;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes an image of another one, for a ControlNet to steer by. */
@Plugin(type = MenuCommand.class,
	menuPath = "Plugins>LatentJ>Make Control Image...", visible = false,
	headless = true, initializer = "initialiseChoices")
public class ControlImageCommand extends CheckedCommand implements MenuCommand,
	Preconditions
{

	@Parameter(label = "Kind",
		description = "edges (Canny's), scribble (the selection's lines), " +
			"mask (white where the selection, the threshold or what is not 0 is), depth (as displayed), " +
			"segmentation (each number in a colour), tile (without detail), blur.")
	private String kind = ControlKind.EDGES.id();

	@Parameter(label = "Image", required = false,
		description = "The image that it is made of; the current one if left out.")
	private ImagePlus input;

	@Parameter(label = "Size", min = "0", max = "1000",
		description = "edges: blur before, in pixels (1); scribble: width of lines (3); tile: how many times smaller (4); " +
			"blur: its radius (4). 0 = as usual.")
	private double size;

	@Parameter(label = "Low threshold", min = "0", max = "1020",
		description = "edges: the gradient that goes on with an edge; a step from black to white has 1020.")
	private double low = 100;

	@Parameter(label = "High threshold", min = "0", max = "1020",
		description = "edges: the gradient that begins an edge.")
	private double high = 200;

	@Parameter(label = "Inverted",
		description = "Black and white change places: for depth, where small numbers are near.")
	private boolean inverted;

	@Parameter(label = "All slices of the stack",
		description = "Makes all slices instead of the current one.")
	private boolean stack;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus image;

	@Override
	public void checkBeforeDialog() {
		// NB: without an image the run says so.
	}

	@Override
	public void checkInputs() {
		setAsked();
	}

	/** Called by the framework before a dialog or a run. */
	protected void initialiseChoices() {
		keepRefused();
		getInfo().getMutableInput("kind", String.class).setChoices(ControlKind
			.ids());
	}

	@Override
	protected void runChecked() {
		try {
			if (input == null) {
				throw new IllegalArgumentException(
					"there is no image: open the one to make a control image of");
			}
			final ControlKind chosen = ControlKind.of(kind);
			// NB: a dialog shows the inputs of all kinds.
			if (!isAsked()) {
				refuseUseless(name -> !chosen.uses(name), "kind=" + kind);
			}
			final ImagePlus made = new ControlPicture(chosen, size, low, high,
				inverted).of(input, stack);
			made.setTitle(WindowManager.makeUniqueName(made.getTitle()));
			image = made;
		}
		catch (final IllegalArgumentException e) {
			cancel(e.getMessage());
		}
	}
}
