
package org.latentj.operation.conditioning;

import java.util.Optional;
import org.latentj.tensor.Tensor;

/**
 * An image that steers: one picture for all, or one for each of several. It is
 * read when it is needed.
 */
public interface ControlImage {

	/** Where control images come from. */
	@FunctionalInterface
	interface Named {

		/**
		 * The image of a title.
		 *
		 * @param title empty = the picture that is worked on
		 * @throws IllegalArgumentException if there is none
		 */
		ControlImage of(String title);
	}

	/** How many pictures there are. */
	int count();

	/**
	 * One of them, [1, 3, h, w] in 0 to 1.
	 *
	 * @param index from 0
	 */
	Tensor picture(int index);

	/**
	 * By what the image can be known again, 64 hexadecimal digits; empty if it is
	 * known as the image that is worked on.
	 */
	String sha256();

	/** What records call it, if that is not what it was asked for by. */
	default Optional<String> title() {
		return Optional.empty();
	}

	/**
	 * Pictures that are there already, and have no digest.
	 *
	 * @param pictures [N, 3, h, w] in 0 to 1
	 */
	static ControlImage of(final Tensor pictures) {
		return new ControlImage() {

			@Override
			public int count() {
				return pictures.size(0);
			}

			@Override
			public Tensor picture(final int index) {
				return pictures.items(index, index + 1);
			}

			@Override
			public String sha256() {
				return "";
			}
		};
	}
}
