
package org.latentj.workflow.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentj.workflow.run.Flow.of;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.golden.Golden;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.hint.AestheticScore;
import org.latentj.sampling.hint.SizeConditioning;

/** Nodes that encode texts. */
class TextNodesTest {

	private static final String MODEL = "micro.safetensors";

	@TempDir
	private static Path folder;

	private static Bench bench;

	@BeforeAll
	static void open() throws IOException {
		bench = new Bench(folder).with("checkpoints", MODEL, Golden.file(
			"families/micro_sd1.safetensors"));
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	/** NB: what the network is told of both, {@code SdxlRefinerTest} compares. */
	@Test
	void tellsARefinerAScoreAndASize() throws IOException {
		final Flow flow = new Flow();
		final String model = flow.node("CheckpointLoaderSimple", "ckpt_name",
			MODEL);
		final Conditioning made = bench.conditioning(flow, flow.node(
			"CLIPTextEncodeSDXLRefiner", "ascore", 7.5, "width", 1024, "height", 768,
			"text", "a photo of a cat", "clip", of(model, 1))).parts().get(0)
			.conditioning();
		assertEquals(List.of(new AestheticScore(7.5)), made.hints(
			AestheticScore.class));
		final SizeConditioning size = made.hints(SizeConditioning.class).get(0);
		assertEquals(List.of(1024, 768), List.of(size.width(), size.height()));
	}

	@Test
	void putsWhatIsEncodedBehindOther() throws IOException {
		final Flow flow = new Flow();
		final String model = flow.cat(MODEL);
		final Conditioning both = bench.conditioning(flow, flow.node(
			"ConditioningConcat", "conditioning_to", flow.positive(),
			"conditioning_from", flow.negative())).parts().get(0).conditioning();
		assertEquals(154, both.context().size(1), model);
	}
}
