
package org.latentj.engine.memory;

/**
 * The memory of a run that has not begun.
 *
 * @param bytes that it takes at least, in addition to what is there already
 * @param tiled whether the VAE would take its largest picture in tiles now
 */
public record MemoryNeed(long bytes, boolean tiled) {
}
