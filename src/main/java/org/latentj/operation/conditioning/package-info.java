/**
 * API. What networks of some families can be told beside the prompt, as
 * settings of operations. May import {@code setting}, {@code pipeline},
 * {@code sampling}, {@code control}.
 */

package org.latentj.operation.conditioning;
