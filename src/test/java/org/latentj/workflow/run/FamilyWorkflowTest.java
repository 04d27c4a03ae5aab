
package org.latentj.workflow.run;

import static org.latentj.golden.Golden.assertClose;
import static org.latentj.workflow.run.Flow.of;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.clip.vision.ClipVisionConfig;
import org.latentj.golden.DiffusersUNet;
import org.latentj.golden.FamilyFolder;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenFamily;
import org.latentj.golden.GoldenPixels;
import org.latentj.golden.Rewritten;
import org.latentj.tensor.Tensor;

/** Workflows with models of all families, against what ComfyUI makes. */
class FamilyWorkflowTest {

	@TempDir
	private static Path folder;

	private static Bench bench;

	@BeforeAll
	static void open() throws IOException {
		bench = new Bench(folder.resolve("models"));
		for (final String lora : List.of("one", "two", "dora")) {
			bench.with("loras", lora + ".safetensors", Golden.file(
				"families/lora/micro_" + lora + ".safetensors"));
		}
		for (final String net : List.of("a", "b")) {
			bench.with("controlnet", net + ".safetensors", Golden.file(
				"families/controlnet/micro_cn_" + net + ".safetensors"));
		}
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	/** NB: shapes do not tell heads and activation of so small an encoder. */
	private static Path checkpoint(final GoldenFamily golden) throws IOException {
		final Path file = folder.resolve(golden.name() + ".safetensors");
		final Path tiny = Golden.file("tiny_sd1.safetensors");
		return switch (golden.name()) {
			case "sd1_inpaint9" -> new Rewritten(tiny).with(Golden.file(
				"tiny_inpaint9_delta.safetensors")).write(file);
			case "sd1_ip2p8" -> new Rewritten(tiny).with(Golden.file(
				"families/tiny_ip2p8_delta.safetensors")).write(file);
			case "unclip" -> new Rewritten(golden.checkpoint(Files.createDirectories(
				folder.resolve("whole")))).saying(ClipVisionConfig.HEADS, "2").saying(
					ClipVisionConfig.ACTIVATION, "gelu").write(file);
			default -> golden.checkpoint(folder);
		};
	}

	/** A case of a family and the workflow that is written for it. */
	private record Case(GoldenFamily golden, String name, JsonObject asked,
			Flow flow, String model) {

		static Case of(final String family, final String name) throws IOException {
			final GoldenFamily golden = GoldenFamily.open(family);
			final String file = family + ".safetensors";
			if (!Files.exists(folder.resolve("models/checkpoints/" + file))) {
				bench.with("checkpoints", file, checkpoint(golden));
			}
			final Flow flow = new Flow();
			return new Case(golden, name, golden.of(name), flow, flow.node(
				"CheckpointLoaderSimple", "ckpt_name", file));
		}

		Object text(final String text, final Object clip) {
			return Flow.of(flow.node("CLIPTextEncode", "text", text, "clip", clip));
		}

		Object positive() {
			return text(asked.get("prompt").getAsString(), Flow.of(model, 1));
		}

		Object negative() {
			return text(asked.get("negative").getAsString(), Flow.of(model, 1));
		}

		Object empty(final int batch) {
			return flow.empty(asked.get("width").getAsInt(), asked.get("height")
				.getAsInt(), batch);
		}

		double number(final String key, final double usual) {
			final JsonElement value = asked.get(key);
			return value == null ? usual : value.getAsDouble();
		}

		/** Samples, decodes and compares. */
		void check(final Object unet, final Object positive, final Object negative,
			final Object latent) throws IOException
		{
			final String sampler = flow.node("KSampler", "model", unet, "seed", asked
				.get("seed"), "steps", asked.get("steps"), "cfg", asked.get("cfg"),
				"sampler_name", asked.get("sampler"), "scheduler", asked.get(
					"scheduler"), "positive", positive, "negative", negative,
				"latent_image", latent, "denoise", number("denoise", 1));
			flow.taking(sampler);
			flow.showing(flow.node("VAEDecode", "samples", Flow.of(sampler), "vae",
				Flow.of(model, 2)));
			final List<WorkflowRun.Shown> shown = bench.result(flow).shown();
			assertClose(name, golden.read(name + "/latent"), shown.get(0).images(),
				golden.tolerance(name, "latent"));
			GoldenPixels.assertPicture(name, golden.pictures(name + "/image_u8"),
				shown.get(1).images());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "weighted_karras", "sdxl_node", "clipskip1",
		"img2img" })
	void samplesSdxl(final String name) throws IOException {
		final Case c = Case.of("sdxl", name);
		final Flow flow = c.flow;
		if (name.equals("sdxl_node")) {
			c.check(of(c.model), sized(c, "prompt"), sized(c, "negative"), c.empty(
				1));
			return;
		}
		Object clip = of(c.model, 1);
		if (c.asked.has("clipskip")) {
			clip = of(flow.node("CLIPSetLastLayer", "clip", clip,
				"stop_at_clip_layer", -c.asked.get("clipskip").getAsInt()));
		}
		c.check(of(c.model), c.text(c.asked.get("prompt").getAsString(), clip), c
			.text(c.asked.get("negative").getAsString(), clip), name.equals("img2img")
				? encoded(c, c.golden.pictures("image_u8")) : c.empty(1));
	}

	private static Object sized(final Case c, final String prompt) {
		final List<Integer> all = List.of("size", "crop", "target").stream()
			.flatMap(k -> c.asked.getAsJsonArray(k).asList().stream()).map(
				JsonElement::getAsInt).toList();
		return of(c.flow.node("CLIPTextEncodeSDXL", "clip", of(c.model, 1), "width",
			all.get(0), "height", all.get(1), "crop_w", all.get(2), "crop_h", all.get(
				3), "target_w", all.get(4), "target_h", all.get(5), "text_g", c.asked
					.get(prompt), "text_l", c.asked.get(prompt + "_l")));
	}

	private static Object image(final Case c, final Tensor picture) {
		final String title = c.golden.name() + "-" + c.name;
		bench.with(title, picture, Optional.empty());
		return of(c.flow.node("LoadImage", "image", title));
	}

	private static Object encoded(final Case c, final Tensor picture) {
		return of(c.flow.node("VAEEncode", "pixels", image(c, picture), "vae", of(
			c.model, 2)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "clipskip1" })
	void samplesSd2(final String name) throws IOException {
		final Case c = Case.of("sd2_v", name);
		final Object clip = name.equals("plain") ? of(c.model, 1) : of(c.flow.node(
			"CLIPSetLastLayer", "clip", of(c.model, 1), "stop_at_clip_layer", -1));
		c.check(of(c.model), c.text(c.asked.get("prompt").getAsString(), clip), c
			.text(c.asked.get("negative").getAsString(), clip), c.empty(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "imc_noisemaskTrue", "imc_noisemaskFalse",
		"imc_batch2", "vaeinpaint_grow6", "vaeinpaint_grow0",
		"vaeinpaint_denoise0.7", "setnoisemask", "txt2img_without_mask" })
	void inpaintsWithAModelForIt(final String name) throws IOException {
		final Case c = Case.of("sd1_inpaint9", name);
		final Flow flow = c.flow;
		if (name.startsWith("txt2img")) {
			c.check(of(c.model), c.positive(), c.negative(), c.empty(1));
			return;
		}
		bench.with("masked", c.golden.pictures("image_u8"), Optional.of(c.golden
			.read("mask").map(v -> 1 - v)));
		final String loaded = flow.node("LoadImage", "image", "masked");
		final Object vae = of(c.model, 2);
		if (name.startsWith("imc")) {
			final String told = flow.node("InpaintModelConditioning", "positive", c
				.positive(), "negative", c.negative(), "vae", vae, "pixels", of(loaded),
				"mask", of(loaded, 1), "noise_mask", !name.endsWith("False"));
			final Object latent = name.endsWith("2") ? of(flow.node(
				"RepeatLatentBatch", "samples", of(told, 2), "amount", 2)) : of(told,
					2);
			c.check(of(c.model), of(told), of(told, 1), latent);
			return;
		}
		final Object latent = name.startsWith("vae") ? of(flow.node(
			"VAEEncodeForInpaint", "pixels", of(loaded), "vae", vae, "mask", of(
				loaded, 1), "grow_mask_by", c.asked.get("grow_mask_by"))) : of(flow
					.node("SetLatentNoiseMask", "samples", of(flow.node("VAEEncode",
						"pixels", of(loaded), "vae", vae)), "mask", of(loaded, 1)));
		c.check(of(c.model), c.positive(), c.negative(), latent);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ip2p", "ip2p_img2img" })
	void editsPictures(final String name) throws IOException {
		final Case c = Case.of("sd1_ip2p8", name);
		final Object image = image(c, c.golden.pictures("image_u8"));
		final String told = c.flow.node("InstructPixToPixConditioning", "positive",
			c.positive(), "negative", c.negative(), "vae", of(c.model, 2), "pixels",
			image);
		c.check(of(c.model), of(told), of(told, 1), name.equals("ip2p") ? of(told,
			2) : of(c.flow.node("VAEEncode", "pixels", image, "vae", of(c.model,
				2))));
	}

	/** NB: the negative one is told no picture. */
	@Test
	void editsPicturesByTwoScales() throws IOException {
		final Case c = Case.of("sd1_ip2p8", "ip2p_dualcfg");
		final Flow flow = c.flow;
		final Object negative = c.negative();
		final String told = flow.node("InstructPixToPixConditioning", "positive", c
			.positive(), "negative", negative, "vae", of(c.model, 2), "pixels", image(
				c, c.golden.pictures("image_u8")));
		final String guider = flow.node("DualCFGGuider", "model", of(c.model),
			"cond1", of(told), "cond2", of(told, 1), "negative", negative,
			"cfg_conds", c.asked.get("cfg_conds"), "cfg_cond2_negative", c.asked.get(
				"cfg_cond2_negative"));
		final String sigmas = flow.node("BasicScheduler", "model", of(c.model),
			"scheduler", c.asked.get("scheduler"), "steps", c.asked.get("steps"),
			"denoise", 1);
		final String sampler = flow.node("SamplerCustomAdvanced", "noise", of(flow
			.node("RandomNoise", "noise_seed", c.asked.get("seed"))), "guider", of(
				guider), "sampler", of(flow.node("KSamplerSelect", "sampler_name",
					c.asked.get("sampler"))), "sigmas", of(sigmas), "latent_image", of(
						told, 2));
		assertClose(c.name, c.golden.read(c.name + "/latent"), bench.run(flow
			.taking(sampler)), c.golden.tolerance(c.name, "latent"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "one_0", "one_aug", "two" })
	void showsWhatPicturesShow(final String name) throws IOException {
		final Case c = Case.of("unclip", name);
		final String loader = c.flow.node("unCLIPCheckpointLoader", "ckpt_name",
			"unclip.safetensors");
		Object positive = c.positive();
		for (final JsonElement one : c.asked.getAsJsonArray("unclip")) {
			final JsonObject facts = one.getAsJsonObject();
			final String title = "seen-" + facts.get("image");
			bench.with(title, c.golden.pictures("image" + facts.get("image") + "_u8"),
				Optional.empty());
			final String seen = c.flow.node("CLIPVisionEncode", "clip_vision", of(
				loader, 3), "image", of(c.flow.node("LoadImage", "image", title)),
				"crop", "center");
			positive = of(c.flow.node("unCLIPConditioning", "conditioning", positive,
				"clip_vision_output", of(seen), "strength", facts.get("strength"),
				"noise_augmentation", facts.get("noise_augmentation")));
		}
		c.check(of(c.model), positive, c.negative(), c.empty(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a_full", "a_range", "chain_a_b", "simple_node",
		"positive_only" })
	void steersByControlNets(final String name) throws IOException {
		final Case c = Case.of("controlnet_sd1", name);
		Object positive = c.positive();
		Object negative = c.negative();
		for (final String net : name.equals("chain_a_b") ? List.of("a", "b") : List
			.of("a"))
		{
			final JsonObject facts = c.asked.has(net) ? c.asked.getAsJsonObject(net)
				: c.asked;
			final String hint = "hint" + (net.equals("b") || c.asked.get("hint")
				.getAsString().equals("hint2") ? 2 : 1);
			bench.with(hint, c.golden.pictures(hint + "_u8"), Optional.empty());
			final String[] made = steered(c, positive, negative, net, hint, facts);
			positive = of(made[0]);
			negative = made[1].isEmpty() || name.equals("positive_only") ? negative
				: of(made[1], 1);
		}
		c.check(of(c.model), positive, negative, c.empty(1));
	}

	private static String[] steered(final Case c, final Object positive,
		final Object negative, final String net, final String hint,
		final JsonObject facts)
	{
		final Object loaded = of(c.flow.node("ControlNetLoader", "control_net_name",
			net + ".safetensors"));
		final Object image = of(c.flow.node("LoadImage", "image", hint));
		if (c.name.equals("simple_node")) {
			return new String[] { c.flow.node("ControlNetApply", "conditioning",
				positive, "control_net", loaded, "image", image, "strength", facts.get(
					"strength")), "" };
		}
		final String both = c.flow.node("ControlNetApplyAdvanced", "positive",
			positive, "negative", negative, "control_net", loaded, "image", image,
			"strength", facts.get("strength"), "start_percent", facts.get("start"),
			"end_percent", facts.get("end"));
		return new String[] { both, both };
	}

	@ParameterizedTest
	@ValueSource(strings = { "one_0.7_0.3", "two_stacked", "dora_then_one",
		"clip_only" })
	void changesWeightsByLoras(final String name) throws IOException {
		final Case c = Case.of("lora_sd1", name);
		Object unet = of(c.model);
		Object clip = of(c.model, 1);
		for (final JsonElement one : c.asked.getAsJsonArray("loras")) {
			final JsonObject facts = one.getAsJsonObject();
			final String lora = c.flow.node("LoraLoader", "model", unet, "clip", clip,
				"lora_name", facts.get("lora").getAsString() + ".safetensors",
				"strength_model", facts.get("strength_model"), "strength_clip", facts
					.get("strength_clip"));
			unet = of(lora);
			clip = of(lora, 1);
		}
		c.check(unet, c.text(c.asked.get("prompt").getAsString(), clip), c.text(
			c.asked.get("negative").getAsString(), clip), c.empty(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aug0.1", "scale3" })
	void enlargesPictures(final String name) throws IOException {
		final Case c = Case.of("x4_upscaler", name);
		final String told = c.flow.node("SD_4XUpscale_Conditioning", "images",
			image(c, c.golden.pictures("image_u8")), "positive", c.positive(),
			"negative", c.negative(), "scale_ratio", c.asked.get("scale_ratio"),
			"noise_augmentation", c.asked.get("noise_augmentation"));
		c.check(of(c.model), of(told), of(told, 1), of(told, 2));
	}

	/** A UNet, two text encoders and a VAE in files of their own. */
	@Test
	void loadsModelsInParts() throws IOException {
		final Case c = Case.of("sdxl", "plain");
		final FamilyFolder parts = FamilyFolder.write(c.golden.checkpoint(folder),
			new DiffusersUNet(1, "add_embedding"), Optional.empty(), folder.resolve(
				"parts"));
		bench.with("diffusion_models", "u.safetensors", parts.part("unet")).with(
			"vae", "v.safetensors", parts.part("vae")).with("text_encoders",
				"g.safetensors", parts.texts().get(0)).with("text_encoders",
					"l.safetensors", parts.texts().get(1));
		final Flow flow = c.flow;
		final String unet = flow.node("UNETLoader", "unet_name", "u.safetensors",
			"weight_dtype", "default");
		final Object clip = of(flow.node("DualCLIPLoader", "clip_name1",
			"l.safetensors", "clip_name2", "g.safetensors", "type", "sdxl"));
		final String vae = flow.node("VAELoader", "vae_name", "v.safetensors");
		final String sampler = flow.node("KSampler", "model", of(unet), "seed", 42,
			"steps", 4, "cfg", 6, "sampler_name", "euler", "scheduler", "normal",
			"positive", c.text("a photo of a cat", clip), "negative", c.text(
				"text, watermark", clip), "latent_image", c.empty(1), "denoise", 1);
		flow.taking(sampler).showing(flow.node("VAEDecode", "samples", of(sampler),
			"vae", of(vae)));
		final List<WorkflowRun.Shown> shown = bench.result(flow).shown();
		assertClose("latent", c.golden.read("plain/latent"), shown.get(0).images(),
			c.golden.tolerance("plain", "latent"));
		GoldenPixels.assertPicture("plain", c.golden.pictures("plain/image_u8"),
			shown.get(1).images());
	}
}
