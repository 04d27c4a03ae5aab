
package org.latentj.sampling.hint;

import org.latentj.control.Bounds;
import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.tensor.Tensor;

/**
 * A picture that steers the network: what ComfyUI's ControlNetApplyAdvanced
 * tells it. Of several all count together.
 *
 * @param network makes residuals of the picture
 * @param picture [n, 3, h, w] in 0 to 1, of any size; one for each item of a
 *          batch, or one for all
 * @param strength by which the residuals are multiplied, -10 to 10; at 0 the
 *          picture is passed over
 * @param start part of the way from noise to picture at which it starts to
 *          count, 0 to 1
 * @param end part of the way at which it ends, not before its start
 */
public record Control(ControlNetwork network, Tensor picture, double strength,
		double start, double end) implements Hint {

	/** The strongest. */
	public static final double MOST = 10;

	/** @throws IllegalArgumentException if a value is out of its range */
	public Control {
		if (picture.rank() != 4 || picture.size(1) != 3 || picture.length() == 0) {
			throw new IllegalArgumentException(
				"a control picture has the shape [n, 3, h, w], this one is " + picture);
		}
		Bounds.check("strength", strength, -MOST, MOST);
		Bounds.check("start", start, 0, 1);
		Bounds.check("end", end, start, 1);
	}
}
