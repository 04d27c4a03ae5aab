
package org.latentj.pipeline;

/**
 * What the picture should show and what it should not, in ComfyUI's prompt
 * syntax.
 *
 * @param positive may be empty
 * @param negative may be empty
 */
public record Prompt(String positive, String negative) {
}
