/**
 * API. The schedulers: how the noise levels of a run are chosen. May import
 * {@code sampling}.
 */

package org.latentj.sampling.scheduler;
