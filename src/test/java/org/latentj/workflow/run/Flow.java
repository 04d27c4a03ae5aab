
package org.latentj.workflow.run;

import com.google.gson.Gson;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.workflow.format.WorkflowText;
import org.latentj.workflow.graph.Graph;

/** A workflow that a test writes, as JSON of what ComfyUI runs. */
final class Flow {

	private final Map<String, Object> nodes = new LinkedHashMap<>();

	private String cat;

	private String nothing;

	/** An output of a node. */
	static List<Object> of(final String node, final int slot) {
		return List.of(node, slot);
	}

	/** The first output of a node. */
	static List<Object> of(final String node) {
		return of(node, 0);
	}

	/**
	 * Adds a node.
	 *
	 * @param inputs names and values in turn
	 * @return its id
	 */
	String node(final String type, final Object... inputs) {
		final Map<String, Object> given = new LinkedHashMap<>();
		for (int i = 0; i < inputs.length; i += 2) {
			given.put((String) inputs[i], inputs[i + 1]);
		}
		final String id = Integer.toString(nodes.size() + 1);
		nodes.put(id, Map.of("class_type", type, "inputs", given));
		return id;
	}

	/** The checkpoint and the two prompts of most golden numbers. */
	String cat(final String checkpoint) {
		final String model = node("CheckpointLoaderSimple", "ckpt_name",
			checkpoint);
		cat = node("CLIPTextEncode", "text", "a photo of a cat", "clip", of(model,
			1));
		nothing = node("CLIPTextEncode", "text", "blurry, bad", "clip", of(model,
			1));
		return model;
	}

	/** What is encoded of the prompts. */
	List<Object> positive() {
		return of(cat);
	}

	/** Likewise of the negative one. */
	List<Object> negative() {
		return of(nothing);
	}

	/** Nothing to start from. */
	List<Object> empty(final int width, final int height, final int batch) {
		return of(node("EmptyLatentImage", "width", width, "height", height,
			"batch_size", batch));
	}

	/** A sampler with the prompts and the settings of most golden numbers. */
	String sampler(final Object model, final Object latent,
		final Object... others)
	{
		final Map<String, Object> all = new LinkedHashMap<>(Map.of("model", model,
			"seed", 42, "steps", 4, "cfg", 6.0, "sampler_name", "euler", "scheduler",
			"normal", "positive", positive(), "negative", negative(), "latent_image",
			latent));
		all.put("denoise", 1);
		for (int i = 0; i < others.length; i += 2) {
			all.put((String) others[i], others[i + 1]);
		}
		return node("KSampler", all.entrySet().stream().flatMap(e -> List.of(e
			.getKey(), e.getValue()).stream()).toArray());
	}

	/** Shows a latent. */
	Flow taking(final String node) {
		node(Bench.TAKE_LATENT, "samples", of(node));
		return this;
	}

	/** Shows images. */
	Flow showing(final String node) {
		node("PreviewImage", "images", of(node));
		return this;
	}

	String json() {
		return new Gson().toJson(nodes);
	}

	Graph graph() throws IOException {
		return WorkflowText.read(json());
	}
}
