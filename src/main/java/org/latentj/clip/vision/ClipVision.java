
package org.latentj.clip.vision;

import java.util.Map;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.OpenClipVisionNaming;
import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/**
 * An open CLIP picture encoder: pictures to vectors in the space in which texts
 * lie, too (Radford et al. 2021). ComfyUI's CLIPVisionEncode.
 */
public final class ClipVision implements OpenNetwork {

	/** Where its weights lie in a file of its own, without the last dot. */
	public static final String PREFIX = "vision_model";

	/** Where the projection's weight lies beside them. */
	public static final String PROJECTION = "visual_projection";

	private final ClipVisionConfig config;

	private final OrtModel model;

	private ClipVision(final ClipVisionConfig config, final OrtModel model) {
		this.config = config;
		this.model = model;
	}

	/** Whether these are the weights of one, in a naming that is known. */
	public static boolean isIn(final Weights file) {
		return file.has(PREFIX + "." + ClipVisionConfig.PATCHES) || file.has(
			"visual.conv1.weight");
	}

	/**
	 * The graph.
	 *
	 * @param file weights in transformers' naming ({@value #PREFIX} and
	 *          {@value #PROJECTION}) or in OpenCLIP's ({@code visual})
	 * @throws IllegalArgumentException if a tensor is missing or does not fit; it
	 *           names file, tensor and what is valid
	 */
	public static OnnxModel graph(final Weights file) {
		final Weights canonical = canonical(file);
		return ClipVisionGraph.build(canonical, ClipVisionConfig.of(canonical));
	}

	/** What the weights tell, taken as {@link #graph} takes them. */
	public static ClipVisionConfig config(final Weights file) {
		return ClipVisionConfig.of(canonical(file));
	}

	private static Weights canonical(final Weights file) {
		return file.hasAny("visual") ? file.renamed(new OpenClipVisionNaming())
			: file;
	}

	/**
	 * Opens the encoder.
	 *
	 * @param file as {@link #graph} takes it
	 */
	public static ClipVision open(final Weights file,
		final OrtSettings settings)
	{
		return new ClipVision(config(file), OrtModel.open(graph(file), settings));
	}

	/** What the weights told. */
	public ClipVisionConfig config() {
		return config;
	}

	@Override
	public MemoryMode mode() {
		return model.mode();
	}

	@Override
	public Map<String, Integer> onProcessor() {
		return model.onProcessor();
	}

	/**
	 * The vectors of pictures.
	 *
	 * @param pictures [N, 3, H, W] in 0 to 1, of any size
	 * @param fit what is done with those that are no square
	 * @return [N, projection], not normalised
	 */
	public Tensor embed(final Tensor pictures, final SquareFit fit,
		final StopSignal stop)
	{
		return model.run(Map.of(ClipVisionGraph.PIXELS, fit.pixels(pictures, config
			.size())), ClipVisionGraph.EMBEDDING, new int[] { pictures.size(0), config
				.projection() }, stop);
	}

	/**
	 * The states behind the last layer, before its normalisation: one of the
	 * picture, then one of each patch, row by row.
	 *
	 * @param pictures [N, 3, H, W] in 0 to 1, of any size
	 * @return [N, 1 + patches, width]
	 */
	public Tensor lastStates(final Tensor pictures, final SquareFit fit,
		final StopSignal stop)
	{
		return states(ClipVisionGraph.LAST, pictures, fit, stop);
	}

	/** Likewise behind the layer before the last. */
	public Tensor penultimateStates(final Tensor pictures, final SquareFit fit,
		final StopSignal stop)
	{
		return states(ClipVisionGraph.PENULTIMATE, pictures, fit, stop);
	}

	private Tensor states(final String output, final Tensor pictures,
		final SquareFit fit, final StopSignal stop)
	{
		final int side = config.size() / config.patch();
		return model.run(Map.of(ClipVisionGraph.PIXELS, fit.pixels(pictures, config
			.size())), output, new int[] { pictures.size(0), 1 + side * side, config
				.width() }, stop);
	}

	@Override
	public void close() {
		model.close();
	}
}
