/**
 * API. Numbers: a {@link org.latentj.tensor.Tensor} is a {@code float[]} and
 * its shape. The lowest room, it imports nothing.
 */

package org.latentj.tensor;
