
package org.latentj.workflow.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.latentj.engine.ModelChoice;
import org.latentj.engine.ModelPatch;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.workflow.node.Autoencoder;
import org.latentj.workflow.node.Clip;
import org.latentj.workflow.node.ControlFile;
import org.latentj.workflow.node.ImageEncoder;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.Model;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** Nodes that name files of models. Nothing is loaded before it is used. */
final class LoaderNodes {

	private static final double MOST_STRENGTH = 100;

	private static final String MODEL = "model";

	private static final String LORA = "lora_name";

	private static final String STRENGTH_MODEL = "strength_model";

	private static final NodeType CHECKPOINT_LOADER_SIMPLE = checkpoint(
		"CheckpointLoaderSimple", "Load Checkpoint").callsAll(c -> parts(checkpoint(
			c)));

	private static final NodeType UNCLIP_CHECKPOINT_LOADER = checkpoint(
		"unCLIPCheckpointLoader", "unCLIPCheckpointLoader").out(Kind.CLIP_VISION)
		.callsAll(LoaderNodes::unclip);

	private static final NodeType UNET_LOADER = NodeType.of("UNETLoader",
		"Load Diffusion Model").unet("unet_name").choice("weight_dtype", "default",
			"fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2").later().out(Kind.MODEL)
		.calls(c -> Model.of(c.whole()));

	private static final NodeType CLIP_LOADER = NodeType.of("CLIPLoader",
		"Load CLIP").file("clip_name", ModelFolder.Kind.TEXT_ENCODER).choice("type",
			"stable_diffusion").later().choice("device", "default", "cpu").optional()
		.out(Kind.CLIP).calls(c -> clip(c, "clip_name"));

	private static final NodeType DUAL_CLIP_LOADER = NodeType.of("DualCLIPLoader",
		"DualCLIPLoader").file("clip_name1", ModelFolder.Kind.TEXT_ENCODER).file(
			"clip_name2", ModelFolder.Kind.TEXT_ENCODER).choice("type", "sdxl")
		.choice("device", "default", "cpu").optional().out(Kind.CLIP).calls(
			c -> clip(c, "clip_name1", "clip_name2"));

	private static final NodeType VAE_LOADER = NodeType.of("VAELoader",
		"Load VAE").file("vae_name", ModelFolder.Kind.VAE).out(Kind.VAE).calls(
			LoaderNodes::vae);

	private static final NodeType LORA_LOADER = NodeType.of("LoraLoader",
		"Load LoRA").in(MODEL, Kind.MODEL).in("clip", Kind.CLIP).file(LORA,
			ModelFolder.Kind.LORA).number(STRENGTH_MODEL, -MOST_STRENGTH,
				MOST_STRENGTH, 1).number("strength_clip", -MOST_STRENGTH, MOST_STRENGTH,
					1).out(Kind.MODEL).out(Kind.CLIP).callsAll(LoaderNodes::lora);

	private static final NodeType LORA_LOADER_MODEL_ONLY = NodeType.of(
		"LoraLoaderModelOnly", "LoraLoaderModelOnly").in(MODEL, Kind.MODEL).file(
			LORA, ModelFolder.Kind.LORA).number(STRENGTH_MODEL, -MOST_STRENGTH,
				MOST_STRENGTH, 1).out(Kind.MODEL).calls(LoaderNodes::changed);

	private static final NodeType CONTROL_NET_LOADER = NodeType.of(
		"ControlNetLoader", "Load ControlNet Model").file("control_net_name",
			ModelFolder.Kind.CONTROL_NET).out(Kind.CONTROL_NET).calls(
				LoaderNodes::control);

	private static final NodeType CLIP_VISION_LOADER = NodeType.of(
		"CLIPVisionLoader", "Load CLIP Vision").file("clip_name",
			ModelFolder.Kind.CLIP_VISION).out(Kind.CLIP_VISION).calls(
				c -> new ImageEncoder(Optional.of(c.context().file(
					ModelFolder.Kind.CLIP_VISION, c.text("clip_name"))), Optional
						.empty()));

	static final List<NodeType> ALL = List.of(CHECKPOINT_LOADER_SIMPLE,
		UNCLIP_CHECKPOINT_LOADER, UNET_LOADER, CLIP_LOADER, DUAL_CLIP_LOADER,
		VAE_LOADER, LORA_LOADER, LORA_LOADER_MODEL_ONLY, CONTROL_NET_LOADER,
		CLIP_VISION_LOADER);

	private LoaderNodes() {}

	private static NodeType checkpoint(final String name, final String title) {
		return NodeType.of(name, title).file("ckpt_name",
			ModelFolder.Kind.CHECKPOINT).out(Kind.MODEL).out(Kind.CLIP).out(Kind.VAE);
	}

	private static ModelChoice checkpoint(final NodeCall call) {
		return call.context().checkpoint(call.context().file(
			ModelFolder.Kind.CHECKPOINT, call.text("ckpt_name")));
	}

	private static List<?> parts(final ModelChoice choice) {
		return List.of(Model.of(choice), Clip.of(choice), new Autoencoder(choice));
	}

	private static List<?> unclip(final NodeCall call) {
		final ModelChoice choice = checkpoint(call);
		return List.of(Model.of(choice), Clip.of(choice), new Autoencoder(choice),
			new ImageEncoder(Optional.empty(), Optional.of(choice)));
	}

	private static Clip clip(final NodeCall call, final String... names) {
		final List<Path> files = List.of(names).stream().map(n -> call.context()
			.file(ModelFolder.Kind.TEXT_ENCODER, call.text(n))).toList();
		return Clip.of(call.whole().reading(files));
	}

	private static Autoencoder vae(final NodeCall call) {
		final ModelChoice whole = call.whole();
		return new Autoencoder(new ModelChoice(whole.checkpoint(), Optional.of(call
			.context().file(ModelFolder.Kind.VAE, call.text("vae_name"))), whole
				.embeddings()).reading(whole.texts()));
	}

	private static List<?> lora(final NodeCall call) {
		final Clip clip = call.get("clip", Kind.CLIP);
		return List.of(changed(call), clip.with(clip.choice().patched(patch(call, 0,
			call.number("strength_clip")))));
	}

	private static Model changed(final NodeCall call) {
		final Model model = call.get(MODEL, Kind.MODEL);
		return model.with(model.choice().patched(patch(call, call.number(
			STRENGTH_MODEL), 0)));
	}

	private static ModelPatch patch(final NodeCall call, final double unet,
		final double text)
	{
		final String name = call.text(LORA);
		return ModelPatch.lora(name, call.context().file(ModelFolder.Kind.LORA,
			name), unet, text);
	}

	private static ControlFile control(final NodeCall call) {
		final String name = call.text("control_net_name");
		return new ControlFile(name, call.context().file(
			ModelFolder.Kind.CONTROL_NET, name));
	}
}
