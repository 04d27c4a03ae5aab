
package org.latentj.sampling.conditioning;

/**
 * What is known of a picture beside its text, for example the picture that is
 * edited. A family makes inputs of its network of those that it knows, once the
 * latent is there; others it passes over.
 */
public interface Hint {}
