
package org.latentj.sampling;

/** The training schedule of a family. */
public final class ModelSampling {}
