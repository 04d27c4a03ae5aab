/**
 * Internal. What programs call the same tensors: one
 * {@link org.latentj.checkpoint.Naming} for each way. May import
 * {@code checkpoint}.
 */

package org.latentj.checkpoint.naming;
