/**
 * API. Pictures as images of ImageJ that say how they were made, and the macro
 * that is told where that fails ({@link org.latentj.record.CallingMacro}). May
 * import {@code provenance}, {@code pipeline}, {@code control}, {@code tensor}
 * and ImageJ 1.x.
 */

package org.latentj.record;
