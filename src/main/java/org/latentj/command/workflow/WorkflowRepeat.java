
package org.latentj.command.workflow;

import ij.ImagePlus;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.command.input.RecordedModels;
import org.latentj.command.progress.RunProgress;
import org.latentj.control.StopSignal;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.imageplus.OpenImage;
import org.latentj.imageplus.WorkedImage;
import org.latentj.pipeline.Stage;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.provenance.UsedPatch;
import org.latentj.record.Contradictions;
import org.latentj.record.ImageTitle;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.service.StableDiffusionService;
import org.latentj.workflow.Workflow;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.UsedPicture;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.NodeType;
import org.latentj.workflow.run.WorkflowRun;

/**
 * Makes an image of a workflow again: by the workflow of its record, with the
 * same files and pictures.
 */
public final class WorkflowRepeat {

	/** What a stack's record calls the stack. */
	static final String INPUT = "input";

	/** What it calls the node that gets each slice. */
	static final String LOAD = "load";

	private static final String WORKFLOW = "workflow";

	private final Provenance record;

	private final Call made;

	private final StableDiffusionService service;

	private final StopSignal stop;

	/** @param record {@linkplain #isOf of a workflow} */
	public WorkflowRepeat(final Provenance record,
		final StableDiffusionService service, final StopSignal stop)
	{
		this.record = record;
		this.made = record.call().orElseThrow();
		this.service = service;
		this.stop = stop;
	}

	/** Whether a record is one of a workflow's image. */
	public static boolean isOf(final Provenance record) {
		return record.call().filter(c -> c.command().equals(WorkflowRun.COMMAND))
			.isPresent();
	}

	/**
	 * The image.
	 *
	 * @throws IllegalArgumentException if a file is not there, or a picture not
	 *           open, or another one now
	 */
	public ImagePlus run(final RunProgress progress) throws IOException {
		progress.onStage(Stage.reading("Looking for the models of the record"));
		final String json = record.setting(WORKFLOW);
		if (json.isEmpty()) {
			throw new IllegalArgumentException("the record of this image has no " +
				"workflow, though it says that one made it");
		}
		final Graph graph = found(Workflow.parse(json).graph());
		final WorkflowCall call = new WorkflowCall(new Workflow.Changed(
			new Workflow(graph), Map.of(), List.of()), new RecordedInputs(made
				.images(), UsedPicture.of(graph).map(UsedImage::new)), SamplerNoise.of(
					input(WorkflowRun.NOISE)), service, stop);
		final InputImage stack = made.images().get(INPUT);
		final ImagePlus image = stack == null ? single(call, progress) : stack(call,
			stack, progress);
		ImageTitle.makeUnique(image);
		return image;
	}

	private String input(final String name) {
		return made.inputs().getOrDefault(name, "");
	}

	private ImagePlus single(final WorkflowCall call, final RunProgress progress)
		throws IOException
	{
		final Graph graph = call.graph();
		final Node shown = graph.find(input(WorkflowRun.NODE)).filter(
			n -> NodeTypes.ALL.shows(n.type())).orElseThrow(
				() -> new IllegalArgumentException(
					"the record of this image does not tell which node of its workflow " +
						"has given it"));
		// NB: the other images are not asked for.
		final Graph needed = Graph.of(graph.nodes().values().stream().filter(n -> n
			.id().equals(shown.id()) || !NodeTypes.ALL.shows(n.type())).toList())
			.saying(graph.settings());
		call.require(needed, call.pictures(), List.of());
		final WorkflowRun run = call.run();
		final Optional<Provenance> now = call.describe(run, graph, shown, Optional
			.empty());
		requireSameFiles(now);
		now.flatMap(n -> Contradictions.of(record, n)).ifPresent(c -> progress
			.onWarning(c + ". The workflow is run; Methods Text tells the settings"));
		final WorkflowRun.Result result = run.run(needed, progress, stop);
		return ShownImages.of(shown, result.shown().get(0).images(), call.describe(
			run, graph, shown, Optional.of(result.computation())));
	}

	private ImagePlus stack(final WorkflowCall call, final InputImage wanted,
		final RunProgress progress) throws IOException
	{
		final ImagePlus input = OpenImage.all().filter(i -> WorkedImage.sha256(i)
			.equals(wanted.sha256())).findFirst().orElseThrow(
				() -> new IllegalArgumentException("the image was made from '" + wanted
					.title() + "', whose pixels have the SHA-256 " + wanted.sha256() +
					": " + OpenImage.advice(wanted.title())));
		final PictureWorkflow each = PictureWorkflow.of(call, input(LOAD));
		requireSameFiles(Optional.of(each.shared().record()));
		return new WorkflowStack(each).on(input, progress);
	}

	/** The workflow with the names that its files have now. */
	private Graph found(final Graph graph) throws IOException {
		final RecordedModels models = new RecordedModels(service.models(), service
			.hashes(), stop);
		final Map<Kind, Map<String, String>> names = new HashMap<>();
		names.put(Kind.CHECKPOINT, name(models, Kind.CHECKPOINT, record
			.checkpoint()));
		if (record.vae().isPresent()) {
			names.put(Kind.VAE, name(models, Kind.VAE, record.vae().get()));
		}
		final Map<String, String> loras = new HashMap<>();
		for (final UsedPatch patch : record.patches()) {
			loras.putAll(name(models, Kind.LORA, new ModelFile(patch.name(), patch
				.sha256())));
		}
		names.put(Kind.LORA, loras);
		for (final ModelFile embedding : record.embeddings()) {
			models.require(Kind.EMBEDDING, embedding);
		}
		Graph now = graph;
		for (final Node node : graph.nodes().values()) {
			now = now.with(named(node, names));
		}
		return now;
	}

	private static Map<String, String> name(final RecordedModels models,
		final Kind kind, final ModelFile file) throws IOException
	{
		return Map.of(file.name(), models.name(kind, file));
	}

	private static Node named(final Node node,
		final Map<Kind, Map<String, String>> names)
	{
		Node now = node;
		for (final Input input : NodeTypes.ALL.find(node.type()).map(
			NodeType::inputs).orElse(List.of()))
		{
			if (input.widget().orElse(null) instanceof Input.File file && node
				.inputs().get(input.name()) instanceof Value.Text text)
			{
				final String name = names.getOrDefault(file.folder(), Map.of()).get(text
					.text());
				now = name == null ? now : now.with(input.name(), Value.of(name));
			}
		}
		return now;
	}

	/** NB: of the other files the record has a text alone. */
	private void requireSameFiles(final Optional<Provenance> now) {
		final String before = record.setting("models");
		final String found = now.map(r -> r.setting("models")).orElse("");
		if (!before.equals(found)) {
			throw new IllegalArgumentException(
				"the image was made with other files: " + before +
					". Those of these names are now " + found +
					": put the first ones in their place");
		}
	}
}
