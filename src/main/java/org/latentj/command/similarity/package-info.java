/**
 * Internal. The command {@code Similarity...}: an image's pictures, or those of
 * a folder, compared with phrases and with an example picture. May import
 * {@code similarity}, {@code command.base}, {@code command.batch},
 * {@code command.input}, {@code command.progress} and what they may.
 */

package org.latentj.command.similarity;
