
package org.latentj.workflow.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

/** The records of images that a workflow has made. */
final class WorkflowRecord {

	/** What records call it. */
	private static final String OPERATION = "workflow";

	/** Settings by the names that samplers have for them. */
	private static final Map<String, String> NAMES = Map.of("steps", "steps",
		"cfg", "cfg", "sampler_name", "sampler", "scheduler", "scheduler",
		"denoise", "denoise");

	/** In plain values. */
	private final Graph graph;

	/** As it was given. */
	private final Graph whole;

	private final NodeTypes types;

	private final ModelNames names;

	private final FileHashes hashes;

	private final StopSignal stop;

	WorkflowRecord(final Graph graph, final NodeTypes types,
		final ModelNames names, final FileHashes hashes, final StopSignal stop)
	{
		this.whole = graph;
		this.graph = PlainValues.of(graph, types);
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
		final Optional<Node> sampler = above.stream().filter(n -> NodeRuns.samples(
			types.find(n.type()).orElseThrow())).findFirst();
		final List<ModelFile> checkpoints = files(above, Kind.CHECKPOINT);
		if (sampler.isEmpty() || checkpoints.isEmpty()) {
			return Optional.empty();
		}
		final List<ModelFile> vaes = files(above, Kind.VAE);
		final Provenance record = new Provenance(OPERATION, settings(sampler.get(),
			above), checkpoints.get(0), vaes.stream().findFirst(), versions, how,
			Optional.empty(), Optional.empty());
		final Path file = names.file(Kind.CHECKPOINT, checkpoints.get(0).name());
		return Optional.of(record.withPatches(patches(above)).withEmbeddings(
			embeddings(above)).withFamily(family(engine, file)));
	}

	/**
	 * SHA-256 of the files that a node's images are made with beside those that
	 * records have a place for, by what they are.
	 */
	Map<String, String> others(final Node shown) throws IOException {
		final Map<String, String> all = new TreeMap<>();
		others(graph.above(shown.id())).forEach((file, kind) -> all.put(kind
			.noun() + " " + file.name(), file.sha256()));
		return all;
	}

	private Map<ModelFile, Kind> others(final List<Node> above)
		throws IOException
	{
		final Map<ModelFile, Kind> all = new LinkedHashMap<>();
		for (final Kind kind : List.of(Kind.CHECKPOINT, Kind.VAE, Kind.TEXT_ENCODER,
			Kind.CONTROL_NET, Kind.CLIP_VISION))
		{
			final boolean first = kind == Kind.CHECKPOINT || kind == Kind.VAE;
			files(above, kind).stream().skip(first ? 1 : 0).forEach(f -> all.put(f,
				kind));
		}
		return all;
	}

	private List<ModelFile> embeddings(final List<Node> above)
		throws IOException
	{
		final List<String> texts = above.stream().flatMap(n -> n.inputs().values()
			.stream()).filter(Value.Text.class::isInstance).map(v -> ((Value.Text) v)
				.text()).toList();
		final List<ModelFile> files = new ArrayList<>();
		for (final Map.Entry<String, Path> file : names.embeddings(texts)
			.entrySet())
		{
			files.add(new ModelFile(file.getKey(), hashes.sha256(file.getValue(),
				stop)));
		}
		return files;
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

	/** The seed of a sampler, or of what gives it noise; 0 if nothing does. */
	private String seed(final Node sampler) {
		return graph.above(sampler.id()).stream().map(n -> n.inputs().getOrDefault(
			"seed", n.inputs().get("noise_seed"))).filter(
				Value.Number.class::isInstance).map(v -> Long.toUnsignedString(
					((Value.Number) v).number().toBigInteger().longValue())).findFirst()
			.orElse("0");
	}

	private JsonObject settings(final Node sampler, final List<Node> above)
		throws IOException
	{
		final JsonObject all = new JsonObject();
		all.addProperty("prompt", text(sampler, "positive"));
		all.addProperty("negative", text(sampler, "negative"));
		all.addProperty("seed", seed(sampler));
		// NB: a sampler may be given its sampling by other nodes.
		graph.above(sampler.id()).forEach(n -> n.inputs().forEach((name, value) -> {
			final String known = NAMES.get(name);
			if (known != null && !all.has(known)) {
				if (value instanceof Value.Number number) {
					all.add(known, new JsonPrimitive(plain(number)));
				}
				else if (value instanceof Value.Text text) {
					all.addProperty(known, text.text());
				}
			}
		}));
		final List<String> others = new ArrayList<>();
		others(above).forEach((file, kind) -> others.add(file.name() + " (" + kind
			.noun() + ", SHA-256 " + file.sha256() + ")"));
		if (!others.isEmpty()) {
			all.addProperty("models", String.join("; ", others));
		}
		GraphSettings.tell(whole, all);
		all.addProperty(OPERATION, WorkflowText.writeAll(whole));
		return all;
	}

	private static Number plain(final Value.Number value) {
		final double number = value.number().doubleValue();
		return number == Math.rint(number) ? (Number) (long) number
			: (Number) number;
	}

	/**
	 * The text that is nearest above an input of the sampler, or of what guides
	 * it; empty if there is none.
	 */
	private String text(final Node sampler, final String input) {
		final List<String> called = List.of(input, input.equals("positive")
			? "conditioning" : input);
		Node node = graph.above(sampler.id()).stream().filter(n -> called.stream()
			.anyMatch(c -> n.inputs().get(c) instanceof Value.Link)).findFirst()
			.orElse(null);
		final Set<String> seen = new HashSet<>();
		// NB: some nodes take both and give both.
		while (node != null && seen.add(node.id())) {
			final Node at = node;
			final Optional<Value.Link> next = called.stream().map(at.inputs()::get)
				.filter(Value.Link.class::isInstance).map(Value.Link.class::cast)
				.findFirst();
			if (next.isEmpty()) {
				return text(at);
			}
			node = graph.nodes().get(next.get().node());
		}
		return "";
	}

	private String text(final Node node) {
		return graph.above(node.id()).stream().map(n -> n.inputs().getOrDefault(
			"text", n.inputs().get("text_g"))).filter(Value.Text.class::isInstance)
			.map(v -> ((Value.Text) v).text()).findFirst().orElse("");
	}

	/** The files of a kind that nodes name, each once. */
	private List<ModelFile> files(final List<Node> nodes, final Kind kind)
		throws IOException
	{
		final Map<String, ModelFile> files = new LinkedHashMap<>();
		for (final Node node : nodes) {
			for (final String name : types.find(node.type()).orElseThrow().files(node,
				kind))
			{
				files.put(name, new ModelFile(name, hashes.sha256(names.file(kind,
					name), stop)));
			}
		}
		return List.copyOf(files.values());
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
