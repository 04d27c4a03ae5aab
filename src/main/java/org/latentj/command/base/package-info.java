/**
 * Internal. What a command that runs a model is built on: the parameters that
 * all operations share, a run that shows progress and can be stopped, what is
 * taken for settings that nobody has chosen. Knows no single command.
 */

package org.latentj.command.base;
