
package org.latentj.command.input;

import org.scijava.command.Command;

/**
 * A command of LatentJ's menu: SciJava finds all of them as plugins of this
 * type. {@code plugins.config} names each by the simple name of its class.
 */
public interface MenuCommand extends Command {}
