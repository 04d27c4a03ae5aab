/**
 * API. Model files on disk: where they lie, by which names, and what their
 * headers tell. {@link org.latentj.engine.folder.ModelFolder} finds them. May
 * import {@code family}, {@code checkpoint}, {@code sampling}, {@code control}.
 */

package org.latentj.engine.folder;
