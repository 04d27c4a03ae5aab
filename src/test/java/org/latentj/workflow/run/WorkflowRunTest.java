
package org.latentj.workflow.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.workflow.run.Flow.of;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.control.StopSignal;
import org.latentj.golden.DemoWorkflow;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.Workflow;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.WorkflowException;

/** What is seen and kept of a workflow's run. */
class WorkflowRunTest extends WithDemoBench {

	private static Graph graph(final String settings) {
		return Workflow.parse(DemoWorkflow.json()).with(settings).graph();
	}

	/** Notes stages and phases. */
	private static final class Told implements RunListener {

		private final List<String> lines = new ArrayList<>();

		@Override
		public void onStage(final Stage stage) {
			lines.add(stage.text());
		}

		@Override
		public void onPhase(final Phase phase) {
			lines.add(phase.kind() + " " + phase.number() + " of " + phase.of());
		}

		@Override
		public void onStep(final int step, final int steps, final double sigma,
			final Tensor denoised)
		{}
	}

	@Test
	void namesTheNodeThatIsRun() throws IOException {
		final Told told = new Told();
		bench.workflow().run(graph("5.seed=1"), told, new StopSignal());
		assertTrue(told.lines.contains("Sampling (KSampler)"), told.lines
			.toString());
		assertTrue(told.lines.stream().anyMatch(l -> l.startsWith("node 1 of ")));
	}

	@Test
	void computesNothingTwice() throws IOException {
		bench.workflow().run(graph("5.seed=2"), RunListener.NONE, new StopSignal());
		assertEquals(List.of("5", "6", "7"), bench.workflow().run(graph("5.seed=3"),
			RunListener.NONE, new StopSignal()).computed());
		assertEquals(List.of("3", "5", "6", "7"), bench.workflow().run(graph(
			"5.seed=3; 3.text=red"), RunListener.NONE, new StopSignal()).computed());
	}

	/** What was taken from an earlier run was made by its networks. */
	@Test
	void tellsTheNetworksOfAllNodesAlsoOfThoseThatWereKnown() throws IOException {
		final Computation first = computation("5.seed=31; 2.text=eight");
		assertEquals(Set.of("UNet", "VAE", "text encoder"), first.memory()
			.keySet());
		assertEquals(first, computation("5.seed=32; 2.text=eight"));
		assertEquals(first, computation("5.seed=32; 2.text=eight"));
		assertEquals(first, computation("5.seed=33; 2.text=nine"));
	}

	private Computation computation(final String set) throws IOException {
		return bench.workflow().run(graph(set), RunListener.NONE, new StopSignal())
			.computation();
	}

	@Test
	void encodesNoPromptAgainForAnotherSeed() throws IOException {
		assertEquals(2, encodings("5.seed=21; 2.text=five; 3.text=six"));
		assertEquals(0, encodings("5.seed=22; 2.text=five; 3.text=six"));
		assertEquals(1, encodings("5.seed=22; 2.text=five; 3.text=seven"));
	}

	/** How often a prompt is encoded in a run. */
	private static long encodings(final String settings) throws IOException {
		final Told told = new Told();
		bench.workflow().run(graph(settings), told, new StopSignal());
		return told.lines.stream().filter(l -> l.startsWith("Encoding prompt"))
			.count();
	}

	@Test
	void computesAllAgainWhenAModelIsReplaced() throws IOException {
		bench.workflow().run(graph("5.seed=4"), RunListener.NONE, new StopSignal());
		final Path file = folder.resolve("checkpoints/latentj-demo.safetensors");
		final Path other = Files.copy(file, folder.resolve("new"));
		Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
		assertTrue(bench.workflow().run(graph("5.seed=4"), RunListener.NONE,
			new StopSignal()).computed().containsAll(List.of("1", "2", "3", "5")));
	}

	@Test
	void endsSoonWhenItIsStopped() {
		final StopSignal stop = new StopSignal();
		assertThrows(CancellationException.class, () -> bench.workflow().run(graph(
			"5.seed=5"), (step, steps, sigma, denoised) -> stop.stop(), stop));
	}

	/** The next run, with what was wrong put right, computes the rest. */
	@Test
	void keepsWhatWasComputedBeforeItFailedOrWasStopped() throws IOException {
		final StopSignal stop = new StopSignal();
		assertThrows(CancellationException.class, () -> bench.workflow().run(graph(
			"5.seed=6; 2.text=blue; 3.text=grey"), (step, steps, sigma,
				denoised) -> stop.stop(), stop));
		assertEquals(List.of("5", "6", "7"), bench.workflow().run(graph(
			"5.seed=6; 2.text=blue; 3.text=grey"), RunListener.NONE, new StopSignal())
			.computed());
	}

	@Test
	void namesTheNodeThatRefusesSomething() {
		final Flow flow = new Flow();
		final String blend = flow.node("LatentBlend", "samples1", flow.empty(64, 64,
			3), "samples2", flow.empty(64, 64, 2), "blend_factor", 0.5);
		final String message = assertThrows(WorkflowException.class, () -> bench
			.run(flow.taking(blend))).getMessage();
		assertTrue(message.startsWith("node 3 (LatentBlend): batches of 3 and 2"),
			message);
	}

	/** NB: the last one would have more than 2^32 pictures. */
	@ParameterizedTest
	@CsvSource({ "EmptyLatentImage, RepeatLatentBatch, samples, 64, 6",
		"EmptyImage, RepeatImageBatch, image, 4096, 3" })
	void refusesMorePicturesThanFitIntoMemory(final String empty,
		final String repeat, final String input, final int amount, final int most)
	{
		final Flow flow = new Flow();
		String last = flow.node(empty, "width", 16, "height", 16, "batch_size", 1,
			"color", 0);
		for (int i = 0; i < most; i++) {
			last = flow.node(repeat, input, of(last), "amount", amount);
		}
		assertTooLarge(input.equals("image") ? flow.showing(last) : flow.taking(
			last), repeat);
	}

	@Test
	void refusesLatentsThatDoNotFitIntoMemory() {
		final Flow flow = new Flow();
		String last = flow.empty(64, 64, 1).get(0).toString();
		for (int i = 0; i < 5; i++) {
			last = flow.node("LatentUpscaleBy", "samples", of(last), "upscale_method",
				"bilinear", "scale_by", 8);
		}
		assertTooLarge(flow.taking(last), "LatentUpscaleBy");
		final Flow other = new Flow();
		assertTooLarge(other.taking(other.node("LatentUpscale", "samples", other
			.empty(16, 16384, 1), "upscale_method", "bilinear", "width", 16384,
			"height", 0, "crop", "disabled")), "LatentUpscale");
	}

	private void assertTooLarge(final Flow flow, final String type) {
		final String message = assertThrows(WorkflowException.class, () -> bench
			.run(flow)).getMessage();
		assertTrue(message.matches("node [0-9]+ [(]" + type +
			"[)]: [0-9]+ pictures? of [0-9]+x[0-9]+ pixels cannot be worked on .*"),
			message);
	}

	/** NB: they are known only when the other node has run. */
	@Test
	void refusesValuesOfOtherNodesThatAreOutOfRange() {
		final Flow flow = new Flow();
		final String size = flow.node("GetImageSize", "image", of(flow.node(
			"EmptyImage", "width", 41, "height", 7, "batch_size", 1, "color", 0)));
		final String latent = flow.node("EmptyLatentImage", "width", of(size),
			"height", of(size, 1), "batch_size", of(size, 2));
		assertEquals("node 3 (EmptyLatentImage): 'height' is 7, it must be 16 to " +
			"16384", assertThrows(WorkflowException.class, () -> bench.run(flow
				.taking(latent))).getMessage());
	}

	@Test
	void makesTwoImagesOfTwoNodesWithOnePrefix() throws IOException {
		final Flow flow = new Flow();
		final Object image = of(flow.node("EmptyImage", "width", 8, "height", 8,
			"batch_size", 1, "color", 0));
		flow.node("SaveImage", "images", image, "filename_prefix", "x");
		flow.node("SaveImage", "images", image, "filename_prefix", "x");
		assertEquals(2, bench.result(flow).shown().size());
	}
}
