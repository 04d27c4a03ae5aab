
package org.latentj.workflow.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.family.model.LoadedFamily;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.tensor.Tensor;

/** What a node may use in a run. */
public interface RunContext {

	/** The stages of a model. */
	Pipeline pipeline(ModelChoice choice) throws IOException;

	/** What a model's family says of it; nothing is loaded. */
	<T> T ask(ModelChoice choice, Function<LoadedFamily, T> question)
		throws IOException;

	/** The file of a model. */
	Path file(ModelFolder.Kind kind, String name);

	/** A checkpoint with what prompts may name. */
	ModelChoice checkpoint(Path file);

	/**
	 * The whole model to which a part belongs that a node loads: the text
	 * encoders, the UNet or the VAE that the workflow uses with it.
	 *
	 * @param node id of the node
	 */
	ModelChoice whole(String node);

	/** What pictures show, [N, width]. */
	Tensor embed(ImageEncoder encoder, Tensor pixels, String crop)
		throws IOException;

	/** A picture that the workflow names. */
	LoadedPicture picture(String name);

	/** Which ComfyUI's noise samplers add. */
	SamplerNoise noise();

	/** How fast networks are run that sample. */
	Speed speed();

	/** The denoised latent of the last step, in the network's scale. */
	Tensor lastDenoised();
}
