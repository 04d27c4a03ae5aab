
package org.latentj.sampling.hint;

import org.latentj.control.Bounds;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.tensor.Tensor;

/**
 * What a picture shows, as CLIP's image encoder gives it, for unCLIP: what
 * ComfyUI's unCLIPConditioning tells a network. Of several all count together.
 *
 * @param embedding [1, width]
 * @param strength its weight
 * @param augmentation noise over it, 0 to 1: the more, the less of the picture
 *          is kept to
 */
public record ImageEmbedding(Tensor embedding, double strength,
		double augmentation) implements Hint {

	/** @throws IllegalArgumentException if a value is out of its range */
	public ImageEmbedding {
		if (embedding.rank() != 2 || embedding.size(0) != 1) {
			throw new IllegalArgumentException("an image embedding has the shape " +
				"[1, width], this one is " + embedding);
		}
		Bounds.check("augmentation", augmentation, 0, 1);
	}
}
