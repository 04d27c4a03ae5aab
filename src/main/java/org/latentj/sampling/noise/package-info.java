/**
 * API. Where noise comes from: PyTorch's CPU generator number for number, and
 * the Brownian motion that SDE samplers share. May import {@code tensor}.
 */

package org.latentj.sampling.noise;
