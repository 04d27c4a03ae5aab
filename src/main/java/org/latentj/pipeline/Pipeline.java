
package org.latentj.pipeline;

/** The stages of one loaded checkpoint for one run. */
public final class Pipeline {}
