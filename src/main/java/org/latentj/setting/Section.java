
package org.latentj.setting;

/** Where a dialog has a setting: sections come in this order. */
public enum Section {

		/** What is done. */
		WORK,

		/** With which files. */
		MODEL,

		/** What is shown. */
		PROMPT,

		/** How large. */
		SIZE,

		/** How many. */
		COUNT,

		/** From which noise. */
		SEED,

		/** How noise becomes a picture. */
		SAMPLING,

		/** How the prompt is read. */
		ENCODING,

		/** What this operation has alone. */
		OWN,

		/** Which pictures of an image are worked on. */
		STACK,

		/** What is given beside pictures. */
		OUTPUT
}
