
package org.latentj.workflow.run;

import static org.latentj.golden.Golden.assertClose;
import static org.latentj.workflow.run.Flow.of;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.latent.Latent;
import org.latentj.tensor.Tensor;

/** Nodes that change latents, against what ComfyUI's give. */
class LatentNodesTest {

	@TempDir
	private static Path folder;

	private static Bench bench;

	private static Weights golden;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("upscale.safetensors");
		bench = new Bench(folder).with("a", Latent.of(golden.read("latent"))).with(
			"b", Latent.of(golden.read("comp_from")));
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	/**
	 * A node on the reference's latent.
	 *
	 * @param name of what it gives
	 * @param inputs names and values in turn
	 */
	private static void assertGives(final String name, final String type,
		final Object... inputs) throws IOException
	{
		final Flow flow = new Flow();
		final List<Object> all = new ArrayList<>(List.of("samples", of(flow.node(
			Bench.GIVE_LATENT, "name", "a"))));
		all.addAll(List.of(inputs));
		assertClose(name, golden.read(name), bench.run(flow.taking(flow.node(type,
			all.toArray()))), 1e-5);
	}

	private static void assertOfTwo(final String type) throws IOException {
		final Flow flow = new Flow();
		final String node = flow.node(type, "samples1", of(flow.node(
			Bench.GIVE_LATENT, "name", "a")), "samples2", of(flow.node(
				Bench.GIVE_LATENT, "name", "b")));
		assertClose(type, golden.read(type), bench.run(flow.taking(node)), 1e-5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nearest-exact", "bilinear", "area", "bicubic",
		"bislerp" })
	void resizes(final String method) throws IOException {
		assertGives("LatentUpscale/" + method + "/center/200x72", "LatentUpscale",
			"upscale_method", method, "width", 200, "height", 72, "crop", "center");
		assertGives("LatentUpscale/" + method + "/disabled/0x160", "LatentUpscale",
			"upscale_method", method, "width", 0, "height", 160, "crop", "disabled");
		assertGives("LatentUpscaleBy/" + method + "/0.77", "LatentUpscaleBy",
			"upscale_method", method, "scale_by", 0.77);
	}

	@Test
	void turnsFlipsAndCuts() throws IOException {
		for (final String how : List.of("x-axis: vertically",
			"y-axis: horizontally"))
		{
			assertGives("LatentFlip/" + how, "LatentFlip", "flip_method", how);
		}
		for (final String how : List.of("90 degrees", "180 degrees",
			"270 degrees"))
		{
			assertGives("LatentRotate/" + how, "LatentRotate", "rotation", how);
		}
		assertGives("RepeatLatentBatch/2", "RepeatLatentBatch", "amount", 2);
	}

	@Test
	void pastesWithAndWithoutATransition() throws IOException {
		for (final int feather : new int[] { 0, 16 }) {
			final Flow flow = new Flow();
			final String name = "LatentComposite/x16y24f" + feather;
			assertClose(name, golden.read(name), bench.run(flow.taking(flow.node(
				"LatentComposite", "samples_to", of(flow.node(Bench.GIVE_LATENT, "name",
					"a")), "samples_from", of(flow.node(Bench.GIVE_LATENT, "name", "b")),
				"x", 16, "y", 24, "feather", feather))), 1e-5);
		}
	}

	@Test
	void addsAndSubtracts() throws IOException {
		assertOfTwo("LatentAdd");
		assertOfTwo("LatentSubtract");
		final Flow flow = new Flow();
		final String half = flow.node("LatentBlend", "samples1", of(flow.node(
			Bench.GIVE_LATENT, "name", "a")), "samples2", of(flow.node(
				Bench.GIVE_LATENT, "name", "a")), "blend_factor", 0.25);
		final Tensor a = golden.read("latent");
		assertClose("blend", a, bench.run(flow.taking(half)), 1e-5);
	}
}
