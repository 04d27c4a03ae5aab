
package org.latentj.workflow.export;

import static org.latentj.workflow.export.GraphBuilder.slot;

import java.util.Map;

import org.latentj.family.model.Component;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.UsedPatch;
import org.latentj.workflow.graph.Value;

/**
 * The loaders of a record's files.
 *
 * @param model the diffusion model
 * @param clip the text encoder, at the layer that is taken
 * @param vae the autoencoder
 */
record ModelNodes(Value.Link model, Value.Link clip, Value.Link vae) {

	/** The layer that a text encoder is read at if nothing is said. */
	private static final Map<String, String> USUAL_SKIP = Map.of(
		"Stable Diffusion 1.x", "1", "Stable Diffusion 2.x", "2",
		"Stable Diffusion XL", "2");

	/** Adds those of a record. */
	static ModelNodes of(final GraphBuilder graph, final Provenance record) {
		final ModelNodes own = checkpoint(graph, record.checkpoint().name());
		Value.Link model = own.model;
		Value.Link clip = own.clip;
		for (final UsedPatch lora : record.patches()) {
			model = graph.add("LoraLoader", "model", model, "clip", clip, "lora_name",
				lora.name(), "strength_model", strength(lora,
					Component.DIFFUSION_MODEL), "strength_clip", strength(lora,
						Component.TEXT_ENCODER));
			clip = slot(model, 1);
		}
		final Value.Link vae = record.vae().map(v -> graph.add("VAELoader",
			"vae_name", v.name())).orElse(own.vae);
		return new ModelNodes(model, skipping(graph, record, clip), vae);
	}

	/** Adds those of another checkpoint that makes a record's last steps. */
	static ModelNodes refiner(final GraphBuilder graph, final Provenance record,
		final String name)
	{
		final ModelNodes own = checkpoint(graph, name);
		return new ModelNodes(own.model, skipping(graph, record, own.clip),
			own.vae);
	}

	private static ModelNodes checkpoint(final GraphBuilder graph,
		final String name)
	{
		final Value.Link model = graph.add("CheckpointLoaderSimple", "ckpt_name",
			name);
		return new ModelNodes(model, slot(model, 1), slot(model, 2));
	}

	private static double strength(final UsedPatch lora,
		final Component component)
	{
		return lora.strength().getOrDefault(component.label(), 0.0);
	}

	private static Value.Link skipping(final GraphBuilder graph,
		final Provenance record, final Value.Link clip)
	{
		final String skip = record.setting("clipskip");
		return skip.isEmpty() || skip.equals(record.family().map(USUAL_SKIP::get)
			.orElse("")) ? clip : graph.add("CLIPSetLastLayer", "clip", clip,
				"stop_at_clip_layer", -Integer.parseInt(skip));
	}
}
