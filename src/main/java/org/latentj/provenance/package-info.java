/**
 * API. How a picture was made: the record, its forms (JSON, text for a PNG,
 * XMP, a methods section), the SHA-256s in it, and how it comes into files; all
 * without ImageJ. May import {@code operation}, {@code pipeline},
 * {@code family}, {@code checkpoint}, {@code sampling}, {@code control} and
 * Gson.
 */

package org.latentj.provenance;
