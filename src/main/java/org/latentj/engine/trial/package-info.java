/**
 * API. Tries out ways to compute networks. May import {@code engine} and what
 * that needs of a run.
 */

package org.latentj.engine.trial;
