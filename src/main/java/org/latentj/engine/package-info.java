/**
 * API. Runs operations with models that it keeps loaded:
 * {@link org.latentj.engine.DiffusionEngine} is the door,
 * {@link org.latentj.engine.ModelCache} keeps what is loaded,
 * {@link org.latentj.engine.HeldModels} holds the files of one piece of work.
 * It needs neither SciJava nor ImageJ, so that it runs on a cluster, too. May
 * import {@code engine.folder}, {@code engine.memory}, {@code provenance},
 * {@code operation}, {@code pipeline}, {@code family}, {@code vae},
 * {@code latent}, {@code checkpoint}, {@code onnx.runtime}, {@code control}.
 */

package org.latentj.engine;
