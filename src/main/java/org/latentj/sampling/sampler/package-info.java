/**
 * API. The samplers: one class each, all listed in
 * {@link org.latentj.sampling.sampler.Samplers}. May import {@code sampling}
 * and {@code tensor}.
 */

package org.latentj.sampling.sampler;
