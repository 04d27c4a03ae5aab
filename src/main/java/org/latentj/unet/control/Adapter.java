
package org.latentj.unet.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.latent.Crop;
import org.latentj.latent.ResizeMethod;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.tensor.Tensor;

/** An open T2I-Adapter (Mou et al. 2023). */
final class Adapter implements OpenControl {

	private final AdapterConfig config;

	private final List<Integer> widths;

	private final OrtModel model;

	private Adapter(final AdapterConfig config, final List<Integer> widths,
		final OrtModel model)
	{
		this.config = config;
		this.widths = widths;
		this.model = model;
	}

	/** @param weights in the authors' naming, without prefix */
	static Adapter open(final Weights weights, final AdapterConfig config,
		final OrtSettings settings)
	{
		return new Adapter(config, AdapterConfig.widths(weights), OrtModel.open(
			AdapterGraph.build(weights, config, settings.chosenPrecision().type()),
			settings));
	}

	@Override
	public ControlNetwork stoppedBy(final StopSignal stop) {
		return new ControlNetwork() {

			@Override
			public Tensor fitted(final Tensor picture, final int height,
				final int width)
			{
				return ResizeMethod.NEAREST_EXACT.resize(picture, whole(
					ControlNet.CELL * width), whole(ControlNet.CELL * height),
					Crop.CENTER);
			}

			@Override
			public Residuals residuals(final Call call, final Tensor pictures) {
				return run(pictures, stop);
			}
		};
	}

	/** So many whole cells that a length fits in, as in ComfyUI. */
	private int whole(final int pixels) {
		return (pixels + config.side() - 1) / config.side() * config.side();
	}

	/** NB: a part of a picture may end within a cell. */
	private Residuals run(final Tensor pictures, final StopSignal stop) {
		final Tensor cells = cells(ResizeMethod.NEAREST_EXACT.resize(pictures,
			whole(pictures.size(3)), whole(pictures.size(2))));
		final Map<String, int[]> shapes = new HashMap<>();
		int height = cells.size(2);
		int width = cells.size(3);
		for (int level = 0; level < AdapterConfig.LEVELS; level++) {
			height = config.halves(level) ? (height + 1) / 2 : height;
			width = config.halves(level) ? (width + 1) / 2 : width;
			shapes.put(config.places().get(level), new int[] { cells.size(0), widths
				.get(level), height, width });
		}
		return new Residuals(model.run(Map.of(AdapterGraph.CELLS, cells), shapes,
			stop));
	}

	/**
	 * The pixels of each cell as channels (PyTorch's PixelUnshuffle); grey is the
	 * mean of red, green and blue.
	 *
	 * @return [n, colours * side * side, h / side, w / side]
	 */
	private Tensor cells(final Tensor pictures) {
		final int side = config.side();
		final int h = pictures.size(2);
		final int w = pictures.size(3);
		final int area = side * side;
		final Tensor out = Tensor.zeros(pictures.size(0), config.colours() * area,
			h / side, w / side);
		for (int i = 0; i < pictures.length(); i++) {
			final int x = i % w;
			final int y = i / w % h;
			final int colour = i / (w * h) % 3;
			final int item = i / (3 * w * h);
			final int channel = (config.colours() == 1 ? 0 : colour) * area + y %
				side * side + x % side;
			out.data()[((item * config.colours() * area + channel) * (h / side) + y /
				side) * (w / side) + x / side] += pictures.data()[i] / (config
					.colours() == 1 ? 3 : 1);
		}
		return out;
	}

	@Override
	public MemoryMode mode() {
		return model.mode();
	}

	@Override
	public Map<String, Integer> onProcessor() {
		return model.onProcessor();
	}

	@Override
	public void close() {
		model.close();
	}
}
