
package org.latentj.sampling.conditioning;

/** What a conditioning is for. Some networks are told of it. */
public enum PromptRole {

		/** What the picture shall show. */
		POSITIVE,

		/** What it shall not show. */
		NEGATIVE
}
