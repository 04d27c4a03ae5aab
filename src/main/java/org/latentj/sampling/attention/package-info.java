/**
 * API. What a network attends to, told while it runs, and what is made of it: a
 * map for each word of the prompt, refined by what the network says belongs
 * together. May import {@code sampling.conditioning} and {@code latent}.
 */

package org.latentj.sampling.attention;
