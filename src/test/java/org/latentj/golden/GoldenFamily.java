
package org.latentj.golden;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.latentj.checkpoint.Weights;
import org.latentj.tensor.Tensor;

/**
 * What ComfyUI does with a checkpoint of a model family: its settings, and the
 * numbers that it got.
 *
 * @param name of the family's files in the golden folder
 * @param facts what was asked for
 * @param numbers what came out
 */
public record GoldenFamily(String name, JsonObject facts, Weights numbers) {

	/** Opens one. */
	public static GoldenFamily open(final String name) throws IOException {
		return new GoldenFamily(name, JsonParser.parseString(Files.readString(Golden
			.file("families/" + name + ".json"))).getAsJsonObject(), Golden.open(
				"families/" + name + ".safetensors"));
	}

	/** Its checkpoint; one that must be made is written into the folder. */
	public Path checkpoint(final Path folder) throws IOException {
		final Path file = Golden.file("families/" + facts.get("file")
			.getAsString());
		if (!facts.has("delta") && !facts.has("add_keys") && !facts.has(
			"add_values"))
		{
			return file;
		}
		final Rewritten made = new Rewritten(file);
		if (facts.has("delta")) {
			made.over(Golden.file("families/" + facts.get("delta").getAsString()));
		}
		if (facts.has("add_keys")) {
			facts.getAsJsonObject("add_keys").keySet().forEach(key -> made.with(key,
				"F32", new byte[0], 0));
		}
		if (facts.has("add_values")) {
			facts.getAsJsonObject("add_values").entrySet().forEach(e -> made.with(e
				.getKey(), "F32", ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN)
					.putFloat(e.getValue().getAsFloat()).array()));
		}
		return made.write(folder.resolve(name + ".safetensors"));
	}

	/** The names of its cases. */
	public Stream<String> cases() {
		return facts.getAsJsonObject("cases").keySet().stream();
	}

	/** The settings of a case. */
	public JsonObject of(final String name) {
		return facts.getAsJsonObject("cases").getAsJsonObject(name);
	}

	/**
	 * How far one of a case's results may be from ComfyUI's: ten times as far as
	 * that moves by itself when only the order of its sums changes.
	 *
	 * @param what latent, image_u8, cond, pooled
	 */
	public double tolerance(final String name, final String what) {
		return 10 * of(name).getAsJsonObject("float_noise").get(what).getAsDouble();
	}

	/** Inputs of its network by their names there. */
	public Tensor read(final String tensor) throws IOException {
		return numbers.read(tensor);
	}

	/** Pictures [N, 3, H, W] in 0 to 1 of bytes [N, H, W, 3]. */
	public Tensor pictures(final String tensor) throws IOException {
		final Tensor bytes = read(tensor);
		final int area = bytes.size(1) * bytes.size(2);
		final Tensor pictures = Tensor.zeros(bytes.size(0), 3, bytes.size(1), bytes
			.size(2));
		for (int i = 0; i < bytes.length(); i++) {
			final int pixel = i / 3;
			pictures.data()[(pixel / area * 3 + i % 3) * area + pixel % area] = bytes
				.data()[i] / 255;
		}
		return pictures;
	}
}
