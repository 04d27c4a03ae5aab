/**
 * Internal. Embeddings (textual inversion, Gal et al. 2022): which file a
 * prompt names by {@code embedding:name}, and the vectors in it. May import
 * {@code clip}, {@code checkpoint}, {@code pickle}, {@code tensor}.
 */

package org.latentj.family.embedding;
