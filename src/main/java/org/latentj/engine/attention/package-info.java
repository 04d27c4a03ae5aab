/**
 * API. Runs of an engine whose network is watched: maps of words for each
 * picture that is made. May import {@code engine}, {@code family.text},
 * {@code operation.*}, {@code pipeline}, {@code sampling.attention}.
 */

package org.latentj.engine.attention;
