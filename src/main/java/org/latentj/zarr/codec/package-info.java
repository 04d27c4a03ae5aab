/**
 * Internal. What the bytes of a chunk of Zarr go through: compression and
 * checksums. A decoder never gives more bytes than its caller expects. May
 * import {@code control}.
 */

package org.latentj.zarr.codec;
