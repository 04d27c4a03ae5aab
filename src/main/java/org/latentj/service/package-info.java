/**
 * What all commands of one ImageJ share:
 * {@link org.latentj.service.StableDiffusionService} runs operations,
 * {@link org.latentj.service.ModelCache} keeps what is loaded,
 * {@link org.latentj.service.ModelFolder} finds files. May import
 * {@code pipeline}, {@code family}, {@code checkpoint}, {@code sampling},
 * {@code onnx.runtime}, {@code control} and SciJava.
 */

package org.latentj.service;
