
package org.latentj.workflow.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

/** Workflows with a tiny checkpoint, against the latents that ComfyUI makes. */
class WorkflowGoldenTest {

	private static final String TINY = "tiny_sd1.safetensors";

	@TempDir
	private static Path folder;

	private static Bench bench;

	private static Weights golden;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("e2e.safetensors");
		bench = new Bench(folder).with("checkpoints", TINY, Golden.file(TINY)).with(
			"loras", "kohya.safetensors", Golden.file("lora_kohya.safetensors")).with(
				"image.png", image("image_u8"), Optional.of(golden.read("mask_u8")
					.reshape(1, 48, 64).map(v -> 1 - v)));
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	private static Tensor image(final String name) throws IOException {
		final Tensor bytes = golden.read(name);
		final int height = bytes.size(1);
		final int width = bytes.size(2);
		final Tensor image = Tensor.zeros(1, 3, height, width);
		for (int i = 0; i < bytes.length(); i++) {
			image.data()[i % 3 * height * width + i / 3] = bytes.data()[i] / 255;
		}
		return image;
	}

	private static void assertLatent(final String name, final Flow flow)
		throws IOException
	{
		final boolean isKnown = name.startsWith("txt2img") || name.startsWith(
			"frombatch");
		assertClose(name, golden.read(name), bench.run(flow), 1e-3 + (isKnown
			? Golden.rounding(name) : 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "euler", "euler_ancestral", "dpmpp_2m", "ddim",
		"uni_pc" })
	void makesPicturesOfText(final String sampler) throws IOException {
		final Flow flow = new Flow();
		final Object model = Flow.of(flow.cat(TINY));
		assertLatent("txt2img/" + sampler, flow.taking(flow.sampler(model, flow
			.empty(64, 48, 1), "sampler_name", sampler)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "karras", "beta", "sgm_uniform" })
	void samplesByGivenNoiseLevels(final String scheduler) throws IOException {
		final Flow flow = new Flow();
		final Object model = Flow.of(flow.cat(TINY));
		final String sampler = flow.node("KSamplerSelect", "sampler_name",
			"dpmpp_2m");
		final String sigmas = flow.node("BasicScheduler", "model", model,
			"scheduler", scheduler, "steps", 5, "denoise", 1);
		assertLatent("txt2img_sched/" + scheduler, flow.taking(flow.node(
			"SamplerCustom", "model", model, "add_noise", true, "noise_seed", 7,
			"cfg", 6, "positive", flow.positive(), "negative", flow.negative(),
			"sampler", Flow.of(sampler), "sigmas", Flow.of(sigmas), "latent_image",
			flow.empty(64, 48, 1))));
	}

	@Test
	void encodesDecodesAndShowsPictures() throws IOException {
		final Flow flow = new Flow();
		final String model = flow.cat(TINY);
		final String image = flow.node("LoadImage", "image", "image.png");
		final String latent = flow.node("VAEEncode", "pixels", Flow.of(image),
			"vae", Flow.of(model, 2));
		final String sampled = flow.sampler(Flow.of(model), Flow.of(latent),
			"denoise", 0.5);
		flow.taking(sampled);
		flow.showing(flow.node("VAEDecode", "samples", Flow.of(sampled), "vae", Flow
			.of(model, 2)));
		final List<WorkflowRun.Shown> shown = bench.result(flow).shown();
		assertClose("latent", golden.read("img2img/0.5"), shown.get(0).images(),
			1e-3);
		assertClose("pixels", image("img2img/0.5/image_u8"), shown.get(1).images(),
			1.0 / 255 + 1e-3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "euler", "ddim", "dpmpp_2m", "uni_pc" })
	void inpaints(final String sampler) throws IOException {
		final Flow flow = new Flow();
		final String model = flow.cat(TINY);
		final String image = flow.node("LoadImage", "image", "image.png");
		final String latent = flow.node("VAEEncodeForInpaint", "pixels", Flow.of(
			image), "vae", Flow.of(model, 2), "mask", Flow.of(image, 1),
			"grow_mask_by", 6);
		assertLatent("inpaint_vaeencode/" + sampler, flow.taking(flow.sampler(Flow
			.of(model), Flow.of(latent), "sampler_name", sampler)));
	}

	@Test
	void paintsOverUnderAMask() throws IOException {
		final Flow flow = new Flow();
		final String model = flow.cat(TINY);
		final String image = flow.node("LoadImage", "image", "image.png");
		final String mask = flow.node("LoadImageMask", "image", "image.png [input]",
			"channel", "alpha");
		final String latent = flow.node("SetLatentNoiseMask", "samples", Flow.of(
			flow.node("VAEEncode", "pixels", Flow.of(image), "vae", Flow.of(model,
				2))), "mask", Flow.of(mask));
		assertLatent("setnoisemask/euler_0.6", flow.taking(flow.sampler(Flow.of(
			model), Flow.of(latent), "denoise", 0.6)));
	}

	@Test
	void samplesTwiceWithAnUpscaleBetween() throws IOException {
		final Flow flow = new Flow();
		final Object model = Flow.of(flow.cat(TINY));
		final String first = flow.sampler(model, flow.empty(64, 48, 1), "steps", 3);
		final String larger = flow.node("LatentUpscale", "samples", Flow.of(first),
			"upscale_method", "nearest-exact", "width", 96, "height", 72, "crop",
			"disabled");
		flow.taking(first).taking(flow.sampler(model, Flow.of(larger), "seed", 43,
			"sampler_name", "dpmpp_2m", "scheduler", "karras", "denoise", 0.55));
		final List<WorkflowRun.Shown> shown = bench.result(flow).shown();
		assertClose("first", golden.read("hires/first"), shown.get(0).images(),
			1e-3);
		assertClose("second", golden.read("hires/second"), shown.get(1).images(),
			1e-3);
	}

	@Test
	void samplesInTwoPartsWithLeftoverNoise() throws IOException {
		final Flow flow = new Flow();
		final Object model = Flow.of(flow.cat(TINY));
		final String half = advanced(flow, model, flow.empty(64, 48, 1), "enable",
			0, 3, "enable");
		final String whole = advanced(flow, model, Flow.of(half), "disable", 3,
			10_000, "disable");
		flow.taking(half).taking(whole);
		final List<WorkflowRun.Shown> shown = bench.result(flow).shown();
		assertClose("0-3", golden.read("advanced/0-3_leftover"), shown.get(0)
			.images(), 1e-3);
		assertClose("3-end", golden.read("advanced/3-end"), shown.get(1).images(),
			1e-3);
	}

	private static String advanced(final Flow flow, final Object model,
		final Object latent, final String noise, final int start, final int end,
		final String leftover)
	{
		return flow.node("KSamplerAdvanced", "model", model, "add_noise", noise,
			"noise_seed", 42, "steps", 6, "cfg", 6, "sampler_name", "euler",
			"scheduler", "normal", "positive", flow.positive(), "negative", flow
				.negative(), "latent_image", latent, "start_at_step", start,
			"end_at_step", end, "return_with_leftover_noise", leftover);
	}

	@Test
	void givesAnItemOfABatchItsNoise() throws IOException {
		final Flow flow = new Flow();
		final Object model = Flow.of(flow.cat(TINY));
		final String item = flow.node("LatentFromBatch", "samples", flow.empty(64,
			64, 3), "batch_index", 1, "length", 1);
		assertLatent("frombatch_1of3/euler", flow.taking(flow.sampler(model, Flow
			.of(item), "steps", 2)));
	}

	/** NB: an area as small as the reference's is none of ComfyUI's node. */
	@Test
	void combinesConditionings() throws IOException {
		for (final String how : List.of("combine", "condmask")) {
			final Flow flow = new Flow();
			final String model = flow.cat(TINY);
			final Object dog = Flow.of(flow.node("CLIPTextEncode", "text", "dog",
				"clip", Flow.of(model, 1)));
			final String both = flow.node("ConditioningCombine", "conditioning_1",
				flow.positive(), "conditioning_2", how.equals("combine") ? dog : masked(
					flow, dog));
			assertLatent(how + "/euler", flow.taking(flow.sampler(Flow.of(model), flow
				.empty(64, 48, 1), "steps", 2, "positive", Flow.of(both))));
		}
	}

	private static Object masked(final Flow flow, final Object dog) {
		final Tensor alpha = Tensor.full(1, 1, 48, 64);
		for (int i = 0; i < alpha.length(); i++) {
			final int x = i % 64;
			final int y = i / 64;
			alpha.data()[i] = x >= 20 && x < 48 && y >= 8 && y < 40 ? 0 : 1;
		}
		bench.with("mask.png", Tensor.zeros(1, 3, 48, 64), Optional.of(alpha));
		final String mask = flow.node("LoadImageMask", "image", "mask.png",
			"channel", "alpha");
		return Flow.of(flow.node("ConditioningSetMask", "conditioning", dog, "mask",
			Flow.of(mask), "strength", 1, "set_cond_area", "default"));
	}

	@Test
	void samplesOnOtherSchedules() throws IOException {
		final Flow flow = new Flow();
		final Object model = Flow.of(flow.cat(TINY));
		final String lcm = flow.node("ModelSamplingDiscrete", "model", model,
			"sampling", "lcm", "zsnr", false);
		assertLatent("lcm_sampling/lcm", flow.taking(flow.sampler(Flow.of(lcm), flow
			.empty(64, 48, 1), "cfg", 1.5, "sampler_name", "lcm", "scheduler",
			"sgm_uniform")));
	}

	@Test
	void predictsVelocitiesAndRescalesGuidance() throws IOException {
		final Flow flow = new Flow();
		final Object model = Flow.of(flow.cat(TINY));
		final String zsnr = flow.node("ModelSamplingDiscrete", "model", model,
			"sampling", "v_prediction", "zsnr", true);
		final String rescaled = flow.node("RescaleCFG", "model", Flow.of(zsnr),
			"multiplier", 0.7);
		final Tensor latent = bench.run(flow.taking(flow.sampler(Flow.of(rescaled),
			flow.empty(64, 48, 1), "steps", 3)));
		assertClose("rescaled", golden.read("vpred_zsnr_rescale/euler"), latent,
			5.5e-3);
	}

	@Test
	void changesWeightsByALora() throws IOException {
		final Flow flow = new Flow();
		final String model = flow.cat(TINY);
		final String lora = flow.node("LoraLoader", "model", Flow.of(model), "clip",
			Flow.of(model, 1), "lora_name", "kohya.safetensors", "strength_model",
			0.8, "strength_clip", 0.6);
		final Object cat = Flow.of(flow.node("CLIPTextEncode", "text",
			"a photo of a cat", "clip", Flow.of(lora, 1)));
		final Object bad = Flow.of(flow.node("CLIPTextEncode", "text",
			"blurry, bad", "clip", Flow.of(lora, 1)));
		assertLatent("lora_kohya/euler", flow.taking(flow.sampler(Flow.of(lora),
			flow.empty(64, 48, 1), "steps", 3, "positive", cat, "negative", bad)));
	}

	@Test
	void readsWithAnotherLayer() throws IOException {
		final Flow flow = new Flow();
		final String model = flow.cat(TINY);
		final String clip = flow.node("CLIPSetLastLayer", "clip", Flow.of(model, 1),
			"stop_at_clip_layer", -2);
		final Object cat = Flow.of(flow.node("CLIPTextEncode", "text",
			"a photo of a cat", "clip", Flow.of(clip)));
		final Object bad = Flow.of(flow.node("CLIPTextEncode", "text",
			"blurry, bad", "clip", Flow.of(clip)));
		assertLatent("clipskip-2/euler", flow.taking(flow.sampler(Flow.of(model),
			flow.empty(64, 48, 1), "steps", 3, "positive", cat, "negative", bad)));
	}

	@Test
	void computesOnlyWhatHasChanged() throws IOException {
		final Map<Integer, List<String>> computed = new TreeMap<>();
		for (final int seed : new int[] { 1, 2, 2 }) {
			final Flow flow = new Flow();
			final Object model = Flow.of(flow.cat(TINY));
			computed.put(computed.size(), bench.result(flow.taking(flow.sampler(model,
				flow.empty(64, 48, 1), "seed", seed, "steps", 1))).computed());
		}
		assertTrue(computed.get(0).contains("5"), computed.toString());
		assertEquals(List.of("5", "6"), computed.get(1));
		assertEquals(List.of(), computed.get(2));
	}
}
