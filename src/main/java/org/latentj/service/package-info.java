/**
 * API. The engine as a service that all commands of one ImageJ share:
 * {@link org.latentj.service.StableDiffusionService} connects
 * {@code engine.DiffusionEngine} to preferences and status bar. May import
 * {@code engine}, {@code provenance}, {@code pipeline}, {@code family},
 * {@code checkpoint}, {@code onnx.runtime}, {@code control} and SciJava.
 */

package org.latentj.service;
