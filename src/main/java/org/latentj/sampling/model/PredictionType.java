
package org.latentj.sampling.model;

/** What a network was trained to predict. */
public enum PredictionType {

		/** The noise, of unit variance (Ho et al. 2020, eq. 14). */
		EPSILON,

		/** The velocity (Salimans and Ho 2022, appendix D). */
		VELOCITY,

		/**
		 * The noise, with a part of the input left in the denoised latent (Luo et
		 * al. 2023, "Latent Consistency Models").
		 */
		CONSISTENCY,

		/**
		 * The network's part of the denoised latent (Karras et al. 2022, eq. 7).
		 */
		EDM
}
