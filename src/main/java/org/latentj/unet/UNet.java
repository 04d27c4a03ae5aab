
package org.latentj.unet;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.onnx.engine.GraphEngines;
import org.latentj.onnx.engine.GraphModel;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.tensor.Tensor;

/** An open UNet. */
public final class UNet implements OpenNetwork {

	private final UNetConfig config;

	private final GraphModel model;

	private final CallSize calls;

	private final ControlPlaces places;

	private final AttentionLevels attention;

	private final TextKeys texts;

	/** Its shallow layers alone, if its deep ones may rest. */
	private final Optional<Shallow> shallow;

	/** @param channels that the deep layers give to it */
	private record Shallow(GraphModel model, int channels) {
	}

	private UNet(final UNetConfig config, final GraphModel model,
		final TextKeys texts, final CallSize calls, final ControlPlaces places,
		final AttentionLevels attention, final Optional<Shallow> shallow)
	{
		this.texts = texts;
		this.shallow = shallow;
		this.attention = attention;
		this.places = places;
		this.config = config;
		this.model = model;
		this.calls = calls;
	}

	/** The graph for weights in LDM naming, of latents of so many channels. */
	public static OnnxModel graph(final Weights unet, final int latentChannels) {
		return graph(unet, latentChannels, Precision.SINGLE);
	}

	/** The same, computing in a precision other than {@link Precision#AUTO}. */
	public static OnnxModel graph(final Weights unet, final int latentChannels,
		final Precision precision)
	{
		return UNetGraph.build(unet, UNetConfig.of(unet, latentChannels),
			OrtSettings.DEFAULT.with(precision));
	}

	/** Bytes of what is made of a text of 77 tokens and kept with a network. */
	public static long textBytes(final Weights unet, final UNetConfig config) {
		return TextKeysGraph.bytes(unet, config);
	}

	/** Opens the network. */
	public static UNet open(final Weights unet, final int latentChannels,
		final OrtSettings settings)
	{
		return open(unet, latentChannels, AttentionOutputs.NONE, settings);
	}

	/** The same, giving out what it attends to beside its prediction. */
	public static UNet open(final Weights unet, final int latentChannels,
		final AttentionOutputs outputs, final OrtSettings settings)
	{
		return open(unet, latentChannels, settings, ControlPlaces.none(), outputs);
	}

	/** The same, to which control networks may add something in each call. */
	public static UNet openControlled(final Weights unet,
		final int latentChannels, final OrtSettings settings)
	{
		return openControlled(unet, latentChannels, AttentionOutputs.NONE,
			settings);
	}

	/** The same, giving out what it attends to beside its prediction. */
	public static UNet openControlled(final Weights unet,
		final int latentChannels, final AttentionOutputs outputs,
		final OrtSettings settings)
	{
		return open(unet, latentChannels, settings, ControlPlaces.all(), outputs);
	}

	private static UNet open(final Weights unet, final int latentChannels,
		final OrtSettings settings, final ControlPlaces places,
		final AttentionOutputs outputs)
	{
		final UNetConfig config = UNetConfig.of(unet, latentChannels);
		final UNetGraph.Built built = UNetGraph.build(unet, config, settings,
			places, outputs);
		final GraphModel model = GraphEngines.open(built.model(), settings);
		final TextKeys texts = TextKeys.beside(model, built.texts(), settings);
		return new UNet(config, model, texts, calls(config, texts, settings),
			places, built.attention(), Optional.empty());
	}

	private static CallSize calls(final UNetConfig config, final TextKeys texts,
		final OrtSettings settings)
	{
		final CallSize usual = new CallSize(config, texts.bytes(), settings
			.memory());
		return settings.precision() == Precision.INTEGER ? usual.alone() : usual;
	}

	/** The same, whose deep layers may rest: a second graph without them. */
	public static UNet openReusing(final Weights unet, final int latentChannels,
		final OrtSettings settings)
	{
		final UNetConfig config = UNetConfig.of(unet, latentChannels);
		final UNetGraph.Built whole = UNetGraph.build(unet, config, settings,
			UNetGraph.Extent.GIVING_DEEP);
		final UNetGraph.Built part = UNetGraph.build(unet, config, settings,
			UNetGraph.Extent.SHALLOW);
		final GraphModel shallow = GraphEngines.open(part.model(), settings);
		try {
			final GraphModel model = GraphEngines.open(whole.model(), settings);
			final TextKeys texts = TextKeys.beside(model, whole.texts(), settings);
			return new UNet(config, model, texts, calls(config, texts, settings),
				ControlPlaces.none(), whole.attention(), Optional.of(new Shallow(
					shallow, part.deepChannels())));
		}
		catch (final RuntimeException e) {
			shallow.close();
			throw e;
		}
	}

	/**
	 * The same network for a run that has only so much memory: the items of an
	 * evaluation go in as many calls as it asks for. It is closed together with
	 * this one.
	 *
	 * @param free memory that could be had now, in bytes
	 */
	public UNet within(final LongSupplier free) {
		return new UNet(config, model, texts, calls.within(free), places, attention,
			shallow);
	}

	/** What the weights told. */
	public UNetConfig config() {
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

	/** The network as a run sees it: it stops when told to. */
	public DiffusionModel stoppedBy(final StopSignal stop) {
		return observedBy(AttentionListener.NONE, stop);
	}

	/**
	 * The same, whose attention is told.
	 *
	 * @param listener asks for what this network was opened to give out, or for
	 *          nothing
	 */
	public DiffusionModel observedBy(final AttentionListener listener,
		final StopSignal stop)
	{
		return new RunningUNet(this, calls, listener, stop);
	}

	/** {@link #textBytes(Weights, UNetConfig)} of this one, as it was opened. */
	long textBytes() {
		return texts.bytes();
	}

	/** Whether its deep layers may rest. */
	boolean canReuse() {
		return shallow.isPresent();
	}

	/** One evaluation, in which they rest or are heard of. */
	Tensor predict(final Tensor x, final Tensor times,
		final Map<NetworkInput, Tensor> inputs, final DeepFeatures.Items found,
		final StopSignal stop)
	{
		final Map<String, Tensor> all = all(x, times, inputs);
		final int[] prediction = { x.size(0), config.outChannels(), x.size(2), x
			.size(3) };
		if (!found.isWhole()) {
			all.put(UNetGraph.DEEP, found.next());
			return texts.run(shallow.orElseThrow().model(), all, Map.of(
				UNetGraph.PREDICTION, prediction), stop).get(UNetGraph.PREDICTION);
		}
		final Map<String, Tensor> outputs = texts.run(model, all, Map.of(
			UNetGraph.PREDICTION, prediction, UNetGraph.DEEP, new int[] { x.size(0),
				shallow.orElseThrow().channels(), x.size(2), x.size(3) }), stop);
		found.add(outputs.get(UNetGraph.DEEP));
		return outputs.get(UNetGraph.PREDICTION);
	}

	/** What the graph is given, but for residuals. */
	private Map<String, Tensor> all(final Tensor x, final Tensor times,
		final Map<NetworkInput, Tensor> inputs)
	{
		if (x.rank() != 4 || x.size(1) != config.latentChannels()) {
			throw new IllegalArgumentException("this UNet takes [batch, " + config
				.latentChannels() + ", height, width], not " + x);
		}
		final Map<String, Tensor> all = new HashMap<>(Map.of(UNetGraph.LATENT, x,
			UNetGraph.TIME, times));
		config.check(x, inputs);
		inputs.forEach((input, tensor) -> all.put(input.id(), tensor));
		return all;
	}

	/**
	 * One evaluation with a text alone.
	 *
	 * @param x [B, C, H, W] latents, H and W at least 1
	 * @param times [B], in training steps
	 * @param context [B, S, width]
	 * @return [B, C, H, W]
	 */
	public Tensor predict(final Tensor x, final Tensor times,
		final Tensor context, final StopSignal stop)
	{
		return predict(x, times, Map.of(NetworkInput.CONTEXT, context), stop);
	}

	/**
	 * One evaluation.
	 *
	 * @param x [B, C, H, W] latents, H and W at least 1
	 * @param times [B], in training steps
	 * @param inputs all that the configuration names, [B, ...]
	 * @return [B, C, H, W]
	 * @throws IllegalArgumentException if one is missing, not known or of another
	 *           shape
	 */
	public Tensor predict(final Tensor x, final Tensor times,
		final Map<NetworkInput, Tensor> inputs, final StopSignal stop)
	{
		return predict(x, times, inputs, Residuals.NONE, stop);
	}

	/** The same with something added inside, if it was opened for it. */
	public Tensor predict(final Tensor x, final Tensor times,
		final Map<NetworkInput, Tensor> inputs, final Residuals residuals,
		final StopSignal stop)
	{
		return predict(x, times, inputs, residuals, AttentionListener.NONE, stop);
	}

	/** The same, telling a listener what it attends to. */
	Tensor predict(final Tensor x, final Tensor times,
		final Map<NetworkInput, Tensor> inputs, final Residuals residuals,
		final AttentionListener listener, final StopSignal stop)
	{
		final Map<String, Tensor> all = all(x, times, inputs);
		all.putAll(places.inputs(residuals, x));
		final int[] shape = x.shape();
		shape[1] = config.outChannels();
		final Map<String, int[]> shapes = new HashMap<>(Map.of(UNetGraph.PREDICTION,
			shape));
		final Tensor context = inputs.get(NetworkInput.CONTEXT);
		if (listener.outputs().isAny()) {
			shapes.putAll(attention.shapes(x, context.size(1)));
		}
		final Map<String, Tensor> outputs = texts.run(model, all, shapes, stop);
		if (listener.outputs().isAny()) {
			listener.onAttention(context, attention.of(x, outputs));
		}
		return outputs.get(UNetGraph.PREDICTION);
	}

	@Override
	public void rest(final boolean much) {
		shallow.ifPresent(s -> s.model().rest(much));
		model.rest(much);
		calls.rest(much);
	}

	@Override
	public long heldBytes() {
		return texts.heldBytes();
	}

	@Override
	public void close() {
		shallow.ifPresent(s -> s.model().close());
		texts.close();
		model.close();
	}
}
