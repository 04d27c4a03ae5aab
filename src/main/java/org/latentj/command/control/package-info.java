/**
 * Internal. The command that makes images for ControlNets to steer by, and what
 * records say of such images. May import {@code command.input},
 * {@code engine.folder}, {@code imageplus}, {@code imageplus.hint},
 * {@code operation.conditioning}, {@code provenance}.
 */

package org.latentj.command.control;
