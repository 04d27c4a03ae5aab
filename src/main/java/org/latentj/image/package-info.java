/**
 * API. Scientific images and tensors: {@link org.latentj.image.ImageTensors}
 * maps planes of 8, 16 and 32 bit and RGB to the [N, 3, H, W] tensors of the
 * networks and back, {@link org.latentj.image.Mask} says where a picture may
 * change, {@link org.latentj.image.Compositing} changes it there and nowhere
 * else, {@link org.latentj.image.Canvas} makes any size fit. May import
 * {@code tensor} and ImgLib2.
 */

package org.latentj.image;
