
package org.latentj.golden;

/** A workflow with the bundled checkpoint, in ComfyUI's API format. */
public final class DemoWorkflow {

	private DemoWorkflow() {}

	/** A picture is loaded by node 9, and painted over. */
	public static String paintingOver() {
		return json().replace(
			"\"4\": {\"class_type\": \"EmptyLatentImage\", \"inputs\": {",
			"\"9\": {\"class_type\": \"LoadImage\", \"inputs\": {\"image\": " +
				"\"missing.png\"}}, \"4\": {\"class_type\": \"VAEEncode\", " +
				"\"inputs\": {\"pixels\": [\"9\", 0], \"vae\": [\"1\", 2],")
			.replaceFirst("\\s*\"width\".*", "\"x\": 0}},").replace(
				"\"denoise\": 1.0", "\"denoise\": 0.5");
	}

	/**
	 * The same picture of seed 77, which a node of its own gives, by a sampler
	 * whose noise, guide and steps are nodes.
	 */
	public static String advanced() {
		final String json = json();
		return json.substring(0, json.indexOf("\"5\": {")).replace("\"text\": \"\"",
			"\"text\": \"red\"") + """
					"10": {"class_type": "PrimitiveInt", "inputs": {"value": 77}},
					"11": {"class_type": "RandomNoise", "inputs": {
						"noise_seed": ["10", 0]}},
					"12": {"class_type": "CFGGuider", "inputs": {"model": ["1", 0],
						"positive": ["2", 0], "negative": ["3", 0], "cfg": 7.0}},
					"13": {"class_type": "KSamplerSelect", "inputs": {
						"sampler_name": "euler"}},
					"14": {"class_type": "BasicScheduler", "inputs": {
						"model": ["1", 0], "scheduler": "normal", "steps": 2,
						"denoise": 1.0}},
					"5": {"class_type": "SamplerCustomAdvanced", "inputs": {
						"noise": ["11", 0], "guider": ["12", 0], "sampler": ["13", 0],
						"sigmas": ["14", 0], "latent_image": ["4", 0]}},
					""" + json.substring(json.indexOf("\"6\": {"));
	}

	/** A small picture in two steps, of seed 42. */
	public static String json() {
		return """
				{
					"1": {"class_type": "CheckpointLoaderSimple", "inputs": {
						"ckpt_name": "latentj-demo.safetensors"}},
					"2": {"class_type": "CLIPTextEncode", "inputs": {
						"clip": ["1", 1], "text": "many green nuclei"}},
					"3": {"class_type": "CLIPTextEncode", "inputs": {
						"clip": ["1", 1], "text": ""}},
					"4": {"class_type": "EmptyLatentImage", "inputs": {
						"width": 32, "height": 24, "batch_size": 1}},
					"5": {"class_type": "KSampler", "inputs": {
						"model": ["1", 0], "positive": ["2", 0], "negative": ["3", 0],
						"latent_image": ["4", 0], "seed": 42, "steps": 2, "cfg": 7.0,
						"sampler_name": "euler", "scheduler": "normal", "denoise": 1.0}},
					"6": {"class_type": "VAEDecode", "inputs": {
						"samples": ["5", 0], "vae": ["1", 2]}},
					"7": {"class_type": "SaveImage", "inputs": {
						"images": ["6", 0], "filename_prefix": "sub/nuclei"},
						"_meta": {"title": "Save it"}}
				}
				""";
	}
}
