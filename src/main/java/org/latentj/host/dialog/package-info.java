/**
 * Internal. How a command asks a user: a dialog of ImageJ's made from the
 * command's metadata, the values that were last used, messages.
 */

package org.latentj.host.dialog;
