
package org.latentj.workflow.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.latentj.clip.vision.SquareFit;
import org.latentj.control.StopSignal;
import org.latentj.engine.ClipSession;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.Session;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.family.model.LoadedFamily;
import org.latentj.pipeline.Estimate;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.node.ImageEncoder;
import org.latentj.workflow.node.LoadedPicture;
import org.latentj.workflow.node.RunContext;

/** What nodes use in a run: an engine's models, leased until it is over. */
final class EngineContext implements RunContext, RunListener {

	private final DiffusionEngine engine;

	private final Session session;

	private final ModelNames names;

	private final Companions companions;

	private final Pictures pictures;

	private final SamplerNoise noise;

	private final Speed speed;

	private final RunListener listener;

	private final StopSignal stop;

	private final Map<ModelChoice, Pipeline> pipelines = new HashMap<>();

	private final Set<String> warnings = new HashSet<>();

	private Node node;

	private Tensor denoised;

	EngineContext(final DiffusionEngine engine, final Session session,
		final Companions companions, final ModelNames names,
		final Pictures pictures, final SamplerNoise noise, final Speed speed,
		final RunListener listener, final StopSignal stop)
	{
		this.engine = engine;
		this.session = session;
		this.names = names;
		this.companions = companions;
		this.pictures = pictures;
		this.noise = noise;
		this.speed = speed;
		this.listener = listener;
		this.stop = stop;
	}

	/** From now on all is done for this node. */
	void begin(final Node next) {
		stop.check();
		node = next;
		listener.onStage(Stage.item(next.title()));
	}

	@Override
	public Pipeline pipeline(final ModelChoice choice) throws IOException {
		Pipeline pipeline = pipelines.get(choice);
		if (pipeline == null) {
			pipeline = session.pipeline(choice.in(speed.quality()), this);
			pipelines.put(choice, pipeline);
		}
		return pipeline;
	}

	@Override
	public <T> T ask(final ModelChoice choice,
		final Function<LoadedFamily, T> question) throws IOException
	{
		return engine.ask(choice, question, stop);
	}

	@Override
	public Path file(final ModelFolder.Kind kind, final String name) {
		return names.file(kind, name);
	}

	@Override
	public ModelChoice checkpoint(final Path file) {
		return new ModelChoice(file, Optional.empty(), names.all(
			ModelFolder.Kind.EMBEDDING));
	}

	@Override
	public ModelChoice whole(final String part) {
		return companions.whole(part);
	}

	@Override
	public Tensor embed(final ImageEncoder encoder, final Tensor pixels,
		final String crop) throws IOException
	{
		onStage(Stage.ENCODING_IMAGE);
		final Path file = encoder.file().orElseGet(() -> encoder.model()
			.orElseThrow().checkpoint());
		final List<Tensor> all = new ArrayList<>();
		for (int k = 0; k < pixels.size(0); k++) {
			all.add(ClipSession.encoder(session, file).embed(pixels.items(k, k + 1),
				SquareFit.of(crop), stop));
		}
		return Tensor.concat(all);
	}

	@Override
	public LoadedPicture picture(final String name) {
		final LoadedPicture picture = pictures.find(name);
		picture.notes().forEach(this::onWarning);
		return picture;
	}

	@Override
	public SamplerNoise noise() {
		return noise;
	}

	@Override
	public Speed speed() {
		return speed;
	}

	@Override
	public Tensor lastDenoised() {
		return denoised;
	}

	@Override
	public void onStage(final Stage stage) {
		listener.onStage(new Stage(stage.kind(), stage.text() + " (" + node
			.title() + ")"));
	}

	@Override
	public void onSampling(final SamplingSettings settings) {
		listener.onSampling(settings);
	}

	@Override
	public void onStep(final int step, final int steps, final double sigma,
		final Tensor estimate)
	{
		denoised = estimate;
		listener.onStep(step, steps, sigma, estimate);
	}

	@Override
	public void onEstimate(final Estimate estimate) {
		listener.onEstimate(estimate);
	}

	@Override
	public void onWarning(final String warning) {
		if (warnings.add(warning)) {
			listener.onWarning(warning);
		}
	}
}
