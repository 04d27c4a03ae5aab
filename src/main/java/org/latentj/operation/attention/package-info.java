/**
 * API. Looking at what a network attends to in a picture: the request and its
 * settings. May import {@code operation}, {@code operation.conditioning},
 * {@code setting}, {@code pipeline}, {@code latent}, {@code sampling.*}.
 */

package org.latentj.operation.attention;
