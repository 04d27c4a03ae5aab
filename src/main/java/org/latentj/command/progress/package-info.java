/**
 * Internal. Where a run is and how long it will still take: ImageJ's status
 * line, SciJava's task, ESC.
 */

package org.latentj.command.progress;
