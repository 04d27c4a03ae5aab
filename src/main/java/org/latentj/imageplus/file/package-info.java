/**
 * Internal. Images of ImageJ in files: opened without dialogs, saved with their
 * record. May import {@code imageplus.planes}, {@code record},
 * {@code provenance}, {@code batch} (for results that it writes),
 * {@code control} and ImageJ 1.x.
 */

package org.latentj.imageplus.file;
