/**
 * Internal. The trained network as sampling sees it, and the noise schedule
 * that it was trained on. May import {@code sampling.conditioning},
 * {@code tensor}.
 */

package org.latentj.sampling.model;
