
package org.latentj.workflow.run;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeType;

/**
 * What belongs together of models that a workflow loads in parts: a UNet, text
 * encoders and a VAE of files of their own. Of several the nearest one counts,
 * by how many links lie between, whichever way they go.
 */
final class Companions {

	private final Graph graph;

	private final NodeTypes types;

	private final ModelNames names;

	private final Map<String, Set<String>> neighbours = new HashMap<>();

	Companions(final Graph graph, final NodeTypes types, final ModelNames names) {
		this.graph = graph;
		this.types = types;
		this.names = names;
		for (final Node node : graph.nodes().values()) {
			for (final Value.Link link : node.links()) {
				join(node.id(), link.node());
				join(link.node(), node.id());
			}
		}
	}

	private void join(final String one, final String other) {
		neighbours.computeIfAbsent(one, k -> new LinkedHashSet<>()).add(other);
	}

	/**
	 * The whole model that a part belongs to.
	 *
	 * @throws IllegalArgumentException if the workflow loads no UNet
	 */
	ModelChoice whole(final String part) {
		final Node model = nearest(part, Kind.MODEL, ModelFolder.Kind.CHECKPOINT)
			.orElseThrow(() -> new IllegalArgumentException(
				"the workflow uses no checkpoint and no diffusion model with it, " +
					"by which its family is known"));
		final ModelChoice choice = new ModelChoice(files(model,
			ModelFolder.Kind.CHECKPOINT).get(0), Optional.empty(), names.all(
				ModelFolder.Kind.EMBEDDING));
		return isWhole(model) ? choice : completed(model, choice);
	}

	private boolean isWhole(final Node loader) {
		return types.find(loader.type()).orElseThrow().outputs().stream().anyMatch(
			o -> o.kind() == Kind.CLIP);
	}

	private ModelChoice completed(final Node model, final ModelChoice unet) {
		final List<Path> texts = nearest(model.id(), Kind.CLIP,
			ModelFolder.Kind.TEXT_ENCODER).map(n -> files(n,
				ModelFolder.Kind.TEXT_ENCODER)).orElse(List.of());
		final Optional<Path> vae = nearest(model.id(), Kind.VAE,
			ModelFolder.Kind.VAE).map(n -> files(n, ModelFolder.Kind.VAE).get(0)).or(
				() -> nearest(model.id(), Kind.VAE, ModelFolder.Kind.CHECKPOINT).map(
					n -> files(n, ModelFolder.Kind.CHECKPOINT).get(0)));
		return new ModelChoice(unet.checkpoint(), vae, unet.embeddings()).reading(
			texts);
	}

	/** The nearest node that loads such files and gives such a value. */
	private Optional<Node> nearest(final String from, final Kind<?> gives,
		final ModelFolder.Kind folder)
	{
		final Set<String> seen = new LinkedHashSet<>(List.of(from));
		final Deque<String> open = new ArrayDeque<>(seen);
		while (!open.isEmpty()) {
			final String id = open.remove();
			final Node node = graph.nodes().get(id);
			if (node != null && loads(node, gives, folder)) {
				return Optional.of(node);
			}
			neighbours.getOrDefault(id, Set.of()).stream().filter(seen::add).forEach(
				open::add);
		}
		return Optional.empty();
	}

	private boolean loads(final Node node, final Kind<?> gives,
		final ModelFolder.Kind folder)
	{
		final NodeType type = types.find(node.type()).orElse(null);
		return type != null && type.outputs().stream().anyMatch(o -> o
			.kind() == gives) && !files(node, folder).isEmpty();
	}

	/** The files of a kind that a node names. */
	private List<Path> files(final Node node, final ModelFolder.Kind folder) {
		return types.find(node.type()).orElseThrow().files(node, folder).stream()
			.map(name -> names.file(folder, name)).toList();
	}

}
