/**
 * Internal. What is given to a command: inputs that are refused, what is looked
 * at before a dialog and after it, a call that another command makes.
 */

package org.latentj.command.input;
