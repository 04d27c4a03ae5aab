
package org.latentj.family.model;

import java.util.Arrays;
import java.util.List;

import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PerItem;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.AestheticScore;
import org.latentj.sampling.hint.SizeConditioning;
import org.latentj.tensor.Tensor;
import org.latentj.unet.Sinusoids;

/**
 * The vector of SDXL's networks (Podell et al. 2023, sections 2.2 and 2.3): the
 * pooled text, then 256 sinusoids each of some numbers. Where no
 * {@link SizeConditioning} was told, the picture is said to have the size that
 * it has; where no {@link AestheticScore} was, it has the usual one of its
 * role.
 *
 * @param numbers those that follow the pooled text
 * @param tellsRolesApart whether they depend on the role
 */
public record SizeVector(Numbers numbers, boolean tellsRolesApart)
		implements
			Completion {

	/** Chooses those that a network is told, in their order. */
	public interface Numbers {

		/**
		 * They.
		 *
		 * @param size with nothing left open
		 * @param score see {@link AestheticScore#score}
		 */
		List<Double> of(SizeConditioning size, double score);
	}

	private static final int WAVES = 256;

	/** The length of so many numbers in the vector. */
	public static int length(final int numbers) {
		return numbers * WAVES;
	}

	@Override
	public Conditioning complete(final Conditioning conditioning,
		final PromptRole role, final Canvas canvas)
	{
		final Tensor pooled = conditioning.pooled().orElseThrow(
			() -> new IllegalArgumentException("this network takes the text as one " +
				"vector, too, which the conditioning does not have: encode it with " +
				"the text encoder of the same checkpoint"));
		final SizeConditioning size = conditioning.hints(SizeConditioning.class)
			.stream().findFirst().orElse(SizeConditioning.NONE).of(canvas.width(),
				canvas.height());
		final double score = conditioning.hints(AestheticScore.class).stream()
			.findFirst().map(AestheticScore::score).orElse(role == PromptRole.POSITIVE
				? AestheticScore.BEAUTIFUL : AestheticScore.UGLY);
		final List<Double> all = numbers.of(size, score);
		final float[] vector = Arrays.copyOf(pooled.data(), pooled.length() +
			length(all.size()));
		for (int i = 0; i < all.size(); i++) {
			System.arraycopy(Sinusoids.of(all.get(i), WAVES), 0, vector, pooled
				.length() + length(i), WAVES);
		}
		return conditioning.with(NetworkInput.VECTOR, new PerItem(new Tensor(vector,
			1, vector.length)));
	}
}
