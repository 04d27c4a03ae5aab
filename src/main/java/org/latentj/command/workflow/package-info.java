/**
 * Internal. Workflows of ComfyUI from the menu: the pictures that they name,
 * and theirs as images. May import {@code workflow} and rooms of commands.
 */

package org.latentj.command.workflow;
