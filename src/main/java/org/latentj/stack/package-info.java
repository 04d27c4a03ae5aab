/**
 * API. Runs over many pictures, wherever they are: a
 * {@link org.latentj.stack.PictureStack} is read, a
 * {@link org.latentj.stack.PictureSink} takes what is made of it, a
 * {@link org.latentj.stack.StackRun} is the loop between. Knows neither ImageJ
 * nor SciJava, so that it runs on a cluster, too. May import
 * {@code provenance}, {@code operation}, {@code pipeline}, {@code batch} (for
 * seeds), {@code checkpoint} (for SHA-256), {@code image}, {@code sampling},
 * {@code control}, {@code tensor} and ImgLib2.
 */

package org.latentj.stack;
