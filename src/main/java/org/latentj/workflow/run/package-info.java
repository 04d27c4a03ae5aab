/**
 * API. Looks through workflows and runs them: all problems at once, each node
 * once, results kept by what they depend on. May import all of {@code workflow}
 * but its facade, {@code engine} and {@code provenance}.
 */

package org.latentj.workflow.run;
