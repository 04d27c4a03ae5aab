/**
 * Internal. Small files of PyTorch's {@code save}, of today and before 1.6,
 * read as data: nothing in them is run. What they may name is a closed list.
 * May import {@code checkpoint} and {@code pickle}.
 */

package org.latentj.checkpoint.torch;
