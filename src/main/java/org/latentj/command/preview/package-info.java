/**
 * Internal. The steps of a run as a user sees them: in a window while it runs,
 * and as a stack that is kept.
 */

package org.latentj.command.preview;
