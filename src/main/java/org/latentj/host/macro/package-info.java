/**
 * Internal. Options of macros and inputs of commands: one from the other. Knows
 * commands through their metadata only.
 */

package org.latentj.host.macro;
