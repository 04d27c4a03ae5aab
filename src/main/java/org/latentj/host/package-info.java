/**
 * Internal. What it takes to be at home in ImageJ: commands in plain ImageJ
 * 1.x, the recorder, macro functions. It knows nothing of diffusion; the
 * commands are met through their metadata. Dialogs are in {@code host.dialog},
 * macro options in {@code host.macro}.
 */

package org.latentj.host;
