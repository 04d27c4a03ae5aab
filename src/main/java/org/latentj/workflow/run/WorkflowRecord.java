
package org.latentj.workflow.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.family.model.Component;
import org.latentj.pipeline.Computation;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.UsedPatch;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.format.WorkflowText;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;

/** The records of images that a workflow has made. */
final class WorkflowRecord {

	/** What records call it. */
	private static final String OPERATION = "workflow";

	/** Settings by the names that samplers have for them. */
	private static final Map<String, String> NAMES = Map.of("steps", "steps",
		"cfg", "cfg", "sampler_name", "sampler", "scheduler", "scheduler",
		"denoise", "denoise");

	private final Graph graph;

	private final NodeTypes types;

	private final ModelNames names;

	private final FileHashes hashes;

	private final StopSignal stop;

	WorkflowRecord(final Graph graph, final NodeTypes types,
		final ModelNames names, final FileHashes hashes, final StopSignal stop)
	{
		this.graph = graph;
		this.types = types;
		this.names = names;
		this.hashes = hashes;
		this.stop = stop;
	}

	/**
	 * The record of a node's images.
	 *
	 * @return empty if no model has sampled them: they are not generated
	 */
	Optional<Provenance> of(final Node shown, final DiffusionEngine engine,
		final Provenance.Versions versions, final Optional<Computation> how)
		throws IOException
	{
		final List<Node> above = graph.above(shown.id());
		final Optional<Node> sampler = above.stream().filter(n -> seed(n)
			.isPresent()).findFirst();
		final List<ModelFile> checkpoints = files(above, Kind.CHECKPOINT);
		if (sampler.isEmpty() || checkpoints.isEmpty()) {
			return Optional.empty();
		}
		final List<ModelFile> vaes = files(above, Kind.VAE);
		final Provenance record = new Provenance(OPERATION, settings(sampler.get(),
			above), checkpoints.get(0), vaes.stream().findFirst(), versions, how,
			Optional.empty(), Optional.empty());
		final Path file = names.file(Kind.CHECKPOINT, checkpoints.get(0).name());
		return Optional.of(record.withPatches(patches(above)).withFamily(family(
			engine, file)));
	}

	/** NB: a UNet alone tells it only with the rest of its model. */
	private Optional<String> family(final DiffusionEngine engine,
		final Path file)
	{
		try {
			return Optional.of(engine.ask(new ModelChoice(file, Optional.empty()),
				f -> f.facts().name(), stop));
		}
		catch (IOException | IllegalArgumentException e) {
			return Optional.empty();
		}
	}

	private static Optional<Value.Number> seed(final Node node) {
		return Optional.ofNullable(node.inputs().getOrDefault("seed", node.inputs()
			.get("noise_seed"))).filter(Value.Number.class::isInstance).map(
				Value.Number.class::cast);
	}

	private JsonObject settings(final Node sampler, final List<Node> above)
		throws IOException
	{
		final JsonObject all = new JsonObject();
		all.addProperty("prompt", text(sampler, "positive"));
		all.addProperty("negative", text(sampler, "negative"));
		all.addProperty("seed", Long.toUnsignedString(seed(sampler).orElseThrow()
			.number().toBigInteger().longValue()));
		sampler.inputs().forEach((name, value) -> {
			if (NAMES.containsKey(name) && value instanceof Value.Number number) {
				all.add(NAMES.get(name), new JsonPrimitive(plain(number)));
			}
			else if (NAMES.containsKey(name) && value instanceof Value.Text text) {
				all.addProperty(NAMES.get(name), text.text());
			}
		});
		final List<String> others = new ArrayList<>();
		for (final Kind kind : List.of(Kind.CHECKPOINT, Kind.TEXT_ENCODER,
			Kind.CONTROL_NET, Kind.CLIP_VISION))
		{
			files(above, kind).stream().skip(kind == Kind.CHECKPOINT ? 1 : 0).forEach(
				f -> others.add(f.name() + " (" + kind.noun() + ", SHA-256 " + f
					.sha256() + ")"));
		}
		if (!others.isEmpty()) {
			all.addProperty("models", String.join("; ", others));
		}
		all.addProperty(OPERATION, WorkflowText.write(graph));
		return all;
	}

	private static Number plain(final Value.Number value) {
		final double number = value.number().doubleValue();
		return number == Math.rint(number) ? (Number) (long) number
			: (Number) number;
	}

	/** The text that is nearest above an input; empty if there is none. */
	private String text(final Node sampler, final String input) {
		if (!(sampler.inputs().get(input) instanceof Value.Link link)) {
			return "";
		}
		return graph.above(link.node()).stream().map(n -> n.inputs().getOrDefault(
			"text", n.inputs().get("text_g"))).filter(Value.Text.class::isInstance)
			.map(v -> ((Value.Text) v).text()).findFirst().orElse("");
	}

	/** The files of a kind that nodes name, each once. */
	private List<ModelFile> files(final List<Node> nodes, final Kind kind)
		throws IOException
	{
		final Map<String, ModelFile> files = new LinkedHashMap<>();
		for (final Node node : nodes) {
			for (final String name : named(node, kind)) {
				files.put(name, new ModelFile(name, hashes.sha256(names.file(kind,
					name), stop)));
			}
		}
		return List.copyOf(files.values());
	}

	private List<String> named(final Node node, final Kind kind) {
		return types.find(node.type()).orElseThrow().inputs().stream().filter(i -> i
			.widget().orElse(null) instanceof Input.File f && f.folder() == kind).map(
				i -> node.inputs().get(i.name())).filter(Value.Text.class::isInstance)
			.map(v -> ((Value.Text) v).text()).toList();
	}

	private List<UsedPatch> patches(final List<Node> above) throws IOException {
		final List<UsedPatch> patches = new ArrayList<>();
		for (final Node node : above) {
			for (final ModelFile file : files(List.of(node), Kind.LORA)) {
				final Map<String, Double> strengths = new LinkedHashMap<>();
				put(strengths, Component.DIFFUSION_MODEL.label(), node.inputs().get(
					"strength_model"));
				put(strengths, Component.TEXT_ENCODER.label(), node.inputs().get(
					"strength_clip"));
				patches.add(0, new UsedPatch(file.name(), file.sha256(), "lora",
					strengths));
			}
		}
		return patches;
	}

	private static void put(final Map<String, Double> strengths,
		final String component, final Value value)
	{
		if (value instanceof Value.Number number) {
			strengths.put(component, number.number().doubleValue());
		}
	}
}
