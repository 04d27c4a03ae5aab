
package org.latentj.golden;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code micro_sd1} as folders of diffusers, under the names that the reference
 * has given its tensors ({@code micro_diffusers_keys.json}).
 */
public final class DiffusersFolders {

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private static final String UNET = "unet/diffusion_pytorch_model";

	private DiffusersFolders() {}

	/** One file for each part. */
	public static Path write(final Path folder) throws IOException {
		index(folder);
		part("unet").write(folder.resolve(UNET + ".safetensors"));
		part("vae").write(folder.resolve(
			"vae/diffusion_pytorch_model.safetensors"));
		part("text_encoder").write(folder.resolve(
			"text_encoder/model.safetensors"));
		return folder;
	}

	/** The UNet in three shards, the others in .fp16. and .bin files. */
	public static Path writeSharded(final Path folder) throws IOException {
		index(folder);
		final List<String> names = new ArrayList<>(keys("unet").keySet());
		final JsonObject map = new JsonObject();
		for (int shard = 1; shard <= 3; shard++) {
			final String file = "diffusion_pytorch_model-0000" + shard +
				"-of-00003.safetensors";
			final int third = shard;
			part("unet").without(n -> names.indexOf(n) % 3 != third - 1).write(folder
				.resolve("unet").resolve(file));
			names.stream().filter(n -> names.indexOf(n) % 3 == third - 1).forEach(
				n -> map.addProperty(n, file));
		}
		final JsonObject json = new JsonObject();
		json.add("weight_map", map);
		Files.writeString(folder.resolve(UNET + ".safetensors.index.json"), json
			.toString());
		part("vae").renamed(n -> n.replace(".to_q.", ".query.").replace(".to_k.",
			".key.").replace(".to_v.", ".value.").replace(".to_out.0.",
				".proj_attn.")).write(folder.resolve(
					"vae/diffusion_pytorch_model.fp16.safetensors"));
		final Path text = part("text_encoder").write(folder.resolve("text.tmp"));
		TorchArchive.of(text).write(folder.resolve(
			"text_encoder/pytorch_model.bin"));
		Files.delete(text);
		return folder;
	}

	private static void index(final Path folder) throws IOException {
		for (final String part : List.of("unet", "vae", "text_encoder",
			"scheduler"))
		{
			Files.createDirectories(folder.resolve(part));
		}
		Files.writeString(folder.resolve("model_index.json"), new Gson().toJson(Map
			.of("_class_name", "StableDiffusionPipeline")));
		Files.writeString(folder.resolve("scheduler/scheduler_config.json"),
			"{\"beta_schedule\": \"scaled_linear\", \"num_train_timesteps\": 1000}");
	}

	/** Canonical name of each tensor of a part by its name in the folder. */
	public static Map<String, String> keys(final String part) throws IOException {
		final Map<String, String> keys = new TreeMap<>();
		JsonParser.parseString(Files.readString(Golden.file(
			"families/micro_diffusers_keys.json"))).getAsJsonObject().getAsJsonObject(
				part).entrySet().forEach(e -> keys.put(e.getKey(), e.getValue()
					.getAsString()));
		return keys;
	}

	private static Rewritten part(final String part) throws IOException {
		final Map<String, String> names = new HashMap<>();
		keys(part).forEach((name, canonical) -> names.put(canonical, name));
		return new Rewritten(MICRO).without(n -> !names.containsKey(n)).renamed(
			names::get);
	}
}
