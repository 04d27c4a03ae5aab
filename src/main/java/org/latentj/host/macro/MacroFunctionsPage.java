
package org.latentj.host.macro;

import java.util.List;
import java.util.Map;

/**
 * What is shown to somebody who clicks on the entry that is meant for macros:
 * the functions of {@code MacroFunctions}, and how a macro gets them.
 */
public final class MacroFunctionsPage {

	/** Title of its window. */
	public static final String TITLE = "LatentJ Macro Extensions";

	private static final String BEGINNING =
		"""
				This entry is for macros: it gives them functions. A macro has them after
				this line, which the recorder writes when the entry is clicked:

				  run("LatentJ Macro Extensions");

				For example:

				  run("LatentJ Macro Extensions");
				  id = Ext.txt2img("", "many green nuclei", "", 128, 128, "42");
				  selectImage(parseInt(id));

				The first five give the id of the new image, or a batch's report, as text. A
				checkpoint of "" is the first one. A seed is text, or "random". What stands
				behind the seed may be left out. Options are what else the command has, as in
				"clipskip=2 batch=3".
				""";

	private static final String END = """

			Ext.seed()
			  the seed of the current picture
			Ext.provenance()
			  its record as JSON; "" if it has none
			Ext.checkpoints()
			Ext.vaes()
			Ext.loras()
			Ext.embeddings()
			Ext.controlnets()
			Ext.samplers()
			Ext.schedulers()
			  lists, a name a line
			Ext.loaded()
			  what is loaded and how large, a part a line
			Ext.compute(options)
			  chooses where and how networks are computed, as Compute... does, and
			  tells it, as in Ext.compute("threads=2"); Ext.compute("") only tells it
			Ext.attention(checkpoint, prompt, words, options)
			  maps of words in the current image, as Attention Maps... makes them;
			  gives their id
			Ext.similarity(checkpoint, phrases, options)
			  compares the current image with phrases, as Similarity... does; gives
			  the table as text, as in Ext.similarity("", "nuclei; a circle", "")
			Ext.providers()
			  where networks can be computed here, a name a line
			Ext.option(text)
			  the text as it can stand in brackets in the options of run(...)""";

	private MacroFunctionsPage() {}

	/** @param parameters of those functions that run commands, in this order */
	public static String text(final Map<String, List<String>> parameters) {
		final StringBuilder text = new StringBuilder(BEGINNING);
		parameters.forEach((name, each) -> text.append("\nExt.").append(name)
			.append("(").append(String.join(", ", each)).append(")"));
		return text.append('\n').append(END).toString();
	}
}
