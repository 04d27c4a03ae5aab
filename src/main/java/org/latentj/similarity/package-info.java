/**
 * API. Pictures compared with phrases and with an example picture by CLIP, and
 * the table of that. May import {@code engine}, {@code clip.vision},
 * {@code provenance}, {@code tensor}, {@code control}; Gson.
 */

package org.latentj.similarity;
