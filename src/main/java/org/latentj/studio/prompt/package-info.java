/**
 * Internal. A prompt while it is typed: how long it is for CLIP, and keys that
 * change the weight of a word.
 */

package org.latentj.studio.prompt;
