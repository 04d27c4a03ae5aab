/**
 * Internal. What the command of attention maps asks for, and how pictures are
 * shown to a network.
 */

package org.latentj.command.attention;
