
package org.latentj.setting;

/**
 * With which others a dialog has a setting, behind a heading. Macros have their
 * options in this order; sections of one heading are one in dialogs.
 */
public enum Section {

		/** What is done. */
		WORK("What to do"),

		/** With which files. */
		MODEL("Model"),

		/** What is shown. */
		PROMPT("What to show"),

		/** How large. */
		SIZE("Picture"),

		/** How many. */
		COUNT("Picture"),

		/** From which noise. */
		SEED("Picture"),

		/** How noise becomes a picture. */
		SAMPLING("Sampling"),

		/** How the prompt is read. */
		ENCODING("Sampling"),

		/** Which images steer it. */
		CONTROL("Control"),
		/** How it is made larger and sampled once more. */
		SECOND_PASS("Second pass"),

		/** What this operation has alone. */
		OWN("Further settings"),

		/** Which part of a picture is made anew, and how it goes back. */
		MASK("Mask"),

		/** How much larger a picture becomes. */
		RESIZE("Enlargement"),

		/**
		 * What only some model families are told. NB: behind all that is called
		 * {@code width}: ImageJ's recorder would find that in {@code sizewidth}.
		 */
		FAMILY("Conditioning"),

		/** Which pictures of an image are worked on. */
		STACK("From the image"),

		/** What is given beside pictures. */
		OUTPUT("Output");

	private final String heading;

	Section(final String heading) {
		this.heading = heading;
	}

	/** What dialogs write before it. */
	public String heading() {
		return heading;
	}
}
