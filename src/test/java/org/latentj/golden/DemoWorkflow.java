
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
