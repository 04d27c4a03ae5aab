
package org.latentj.sampling.hint;

import org.latentj.control.Bounds;
import org.latentj.sampling.conditioning.Hint;

/**
 * How beautiful a picture is said to be, for SDXL's refiner (Podell et al.
 * 2023, section 2.5), which was trained with such scores of mostly 1 to 10:
 * ComfyUI's {@code ascore} of CLIPTextEncodeSDXLRefiner.
 *
 * @param score 0 to 1000
 */
public record AestheticScore(double score) implements Hint {

	/** The highest that can be told. */
	public static final double MOST = 1000;

	/** What shall be seen is said to be so beautiful, if nothing is told. */
	public static final double BEAUTIFUL = 6;

	/** Likewise what shall not be seen. */
	public static final double UGLY = 2.5;

	/** @throws IllegalArgumentException if it is out of its range */
	public AestheticScore {
		Bounds.check("aesthetic score", score, 0, MOST);
	}
}
