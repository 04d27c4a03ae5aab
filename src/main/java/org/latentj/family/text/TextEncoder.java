
package org.latentj.family.text;

import java.util.Map;

import org.latentj.control.StopSignal;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.sampling.conditioning.Conditioning;

/**
 * Turns a prompt into a conditioning, as a family does it with one text encoder
 * or several. A prompt that comes again, as for each slice of a stack, is
 * encoded once.
 */
public interface TextEncoder extends OpenNetwork {

	/**
	 * Encodes a prompt in ComfyUI's syntax.
	 *
	 * @param clipSkip 1 = the last layer, 2 = the one before, ...
	 * @return of 77 tokens for each chunk of up to 75 tokens of text
	 */
	default Conditioning encode(final String prompt, final int clipSkip,
		final StopSignal stop)
	{
		return encode(prompt, Map.of(), clipSkip, stop);
	}

	/**
	 * Likewise, where some of a family's networks read another text: then all get
	 * as many chunks, as in ComfyUI's CLIPTextEncodeSDXL.
	 *
	 * @param others texts by the key of the network that reads it, as in
	 *          {@link Clip#key}; those of networks that there are not are passed
	 *          over
	 */
	Conditioning encode(String prompt, Map<String, String> others, int clipSkip,
		StopSignal stop);

	/**
	 * The same encoder with embeddings, which prompts name with
	 * {@code embedding:name}. It is closed together with this one. Files are read
	 * when they are named; one that cannot be used is an
	 * {@link java.io.UncheckedIOException}.
	 *
	 * @param embeddings files by name
	 */
	TextEncoder withEmbeddings(EmbeddingFiles embeddings);

	/**
	 * How many prompts the network has encoded so far; those that came again are
	 * not among them.
	 */
	long encodings();
}
