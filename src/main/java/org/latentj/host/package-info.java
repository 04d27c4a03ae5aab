/**
 * What it takes to be at home in ImageJ: commands in plain ImageJ 1.x, macro
 * options, the recorder, macro functions. It knows nothing of diffusion; the
 * commands are met through their metadata. May import {@code command},
 * {@code service}, {@code sampling}, SciJava and ImageJ.
 */

package org.latentj.host;
