/**
 * API. What operations tell networks beside the text: pictures that are edited,
 * inpainted or enlarged. May import {@code sampling.conditioning},
 * {@code tensor}, {@code control}.
 */

package org.latentj.sampling.hint;
