
package org.latentj.workflow.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.latent.Latent;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.LoadedPicture;
import org.latentj.workflow.node.NodeType;

/** An engine with a folder of models and pictures, for workflows of tests. */
final class Bench implements AutoCloseable {

	/** A type of nodes that is added, whose images are latents. */
	static final String TAKE_LATENT = "TakeLatent";

	private static final NodeType TAKES = takes();

	/** Another one, which gives a latent by its name. */
	static final String GIVE_LATENT = "GiveLatent";

	/** Another one, which keeps a conditioning. */
	static final String TAKE_CONDITIONING = "TakeConditioning";

	private ConditioningSet taken;

	private final Map<String, Latent> latents = new TreeMap<>();

	private final DiffusionEngine engine = new DiffusionEngine();

	private final ResultCache cache = new ResultCache();

	private final Map<String, LoadedPicture> pictures = new TreeMap<>();

	private final Path folder;

	private SamplerNoise noise = SamplerNoise.UP_TO_0_6;

	/** @param folder gets the models */
	Bench(final Path folder) {
		this.folder = folder;
	}

	private static NodeType takes() {
		final NodeType type = NodeType.of(TAKE_LATENT, "Take Latent").in("samples",
			Kind.LATENT);
		return new NodeType(type.name(), type.title(), type.inputs(), List.of(),
			true, c -> List.of(c.get("samples", Kind.LATENT).samples()));
	}

	/** Puts a file into a folder of its kind. */
	Bench with(final String kind, final String name, final Path file)
		throws IOException
	{
		final Path to = folder.resolve(kind).resolve(name);
		Files.createDirectories(to.getParent());
		Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
		return this;
	}

	/** Has a picture. */
	Bench with(final String name, final Tensor pixels,
		final Optional<Tensor> alpha)
	{
		pictures.put(name, new LoadedPicture(pixels, alpha));
		return this;
	}

	/** Has a latent. */
	Bench with(final String name, final Latent latent) {
		latents.put(name, latent);
		return this;
	}

	private NodeType gives() {
		return NodeType.of(GIVE_LATENT, "Give Latent").text("name", "").out(
			Kind.LATENT).calls(c -> latents.get(c.text("name")));
	}

	private NodeType keeps() {
		final NodeType type = NodeType.of(TAKE_CONDITIONING, "Take Conditioning")
			.in("conditioning", Kind.CONDITIONING);
		return new NodeType(type.name(), type.title(), type.inputs(), List.of(),
			true, c -> {
				taken = c.get("conditioning", Kind.CONDITIONING);
				return List.of(taken.parts().get(0).conditioning().context());
			});
	}

	/** The conditioning that a workflow makes. */
	ConditioningSet conditioning(final Flow flow, final String node)
		throws IOException
	{
		flow.node(TAKE_CONDITIONING, "conditioning", Flow.of(node));
		run(flow);
		return taken;
	}

	/** Samplers add another ComfyUI's noise. */
	Bench with(final SamplerNoise other) {
		noise = other;
		return this;
	}

	WorkflowRun workflow() {
		return new WorkflowRun(engine, new ModelFolder(List.of(folder)),
			this::picture, noise, cache, NodeTypes.ALL.with(TAKES).with(gives()).with(
				keeps()));
	}

	private LoadedPicture picture(final String name) {
		return Optional.ofNullable(pictures.get(name)).orElseThrow(
			() -> new IllegalArgumentException("there is no image '" + name + "'"));
	}

	/** What a workflow gives. */
	WorkflowRun.Result result(final Flow flow) throws IOException {
		return workflow().run(flow.graph(), RunListener.NONE, new StopSignal());
	}

	/** The first that a workflow shows. */
	Tensor run(final Flow flow) throws IOException {
		return result(flow).shown().get(0).images();
	}

	@Override
	public void close() {
		engine.close();
	}
}
