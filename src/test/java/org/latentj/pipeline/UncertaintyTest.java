
package org.latentj.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.latentj.control.OutsideException;
import org.latentj.control.StopSignal;
import org.latentj.latent.Latent;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Generation;
import org.latentj.operation.Kind;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.SeedSweep;
import org.latentj.operation.Txt2Img;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Tests {@link Uncertainty} and what {@link SeedSweep} accepts. */
class UncertaintyTest {

	private static final Txt2Img CAT = new Txt2Img(new Generation(new Prompt(
		"a cat", ""), 1, 1, new SamplingSettings(-1, 1, 6, Samplers.EULER,
			Schedulers.NORMAL, 1)), 16, 16);

	@Test
	void isMeanAndSampleDeviationOfEachNumber() {
		final Tensor pictures = new Tensor(new float[] { 1, 5, 2, 5, 6, 5 }, 3, 1,
			1, 2);
		final Uncertainty u = Uncertainty.of(pictures);
		assertEquals("Tensor[1, 1, 1, 2]", u.mean().toString());
		assertArrayEquals(new float[] { 3, 5 }, u.mean().data());
		assertArrayEquals(new float[] { (float) Math.sqrt(7), 0 }, u.deviation()
			.data(), 1e-6f);
	}

	@Test
	void needsTwoPictures() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> Uncertainty
			.of(Tensor.zeros(1, 3, 8, 8))).getMessage().contains("at least 2"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new SeedSweep(
			CAT, 0)).getMessage().contains("seeds is 0"));
	}

	@Test
	void refusesMorePicturesThanFitAfterTheFirst() {
		final int[] runs = { 0 };
		final Operation large = new Operation() {

			@Override
			public OperationType<?> type() {
				return Kind.called("large");
			}

			@Override
			public Generation generation() {
				return CAT.generation();
			}

			@Override
			public Operation withGeneration(final Generation other) {
				return this;
			}

			@Override
			public Picture run(final Pipeline pipeline) {
				runs[0]++;
				return new Picture(Tensor.zeros(1, 3, 512, 512), null);
			}
		};
		final String message = assertThrows(IllegalArgumentException.class,
			() -> new SeedSweep(large, 4096).run(new Pipeline(null, RunListener.NONE,
				new StopSignal()))).getMessage();
		assertTrue(message.startsWith("4096 pictures of 512x512"), message);
		assertEquals(1, runs[0]);
	}

	@Test
	void givesTheSeedsBeforeOneThatFails() {
		final Operation failing = new Fails(new OutsideException(
			"the network broke"));
		final Picture two = new SeedSweep(failing, 4).run(new Pipeline(null,
			RunListener.NONE, new StopSignal()));
		assertEquals(2, two.pixels().size(0));
		assertEquals(2, two.latent().samples().size(0));
		assertEquals("seed 1, 3 of 4, failed: the network broke; the 2 before it " +
			"are finished and in the result", two.lack().orElseThrow());
		assertEquals(Optional.empty(), new SeedSweep(failing, 2).run(new Pipeline(
			null, RunListener.NONE, new StopSignal())).lack());
	}

	@Test
	void isCancelledAtALaterSeed() {
		assertThrows(CancellationException.class, () -> new SeedSweep(new Fails(
			new CancellationException()), 3).run(new Pipeline(null, RunListener.NONE,
				new StopSignal())));
	}

	/** At the last of the seeds -1, 0, 1. */
	private record Fails(RuntimeException how, Generation generation)
			implements
				Operation {

		private Fails(final RuntimeException how) {
			this(how, CAT.generation());
		}

		@Override
		public OperationType<?> type() {
			return Kind.called("fails");
		}

		@Override
		public Operation withGeneration(final Generation other) {
			return new Fails(how, other);
		}

		@Override
		public Picture run(final Pipeline pipeline) {
			if (sampling().seed() == 1) {
				throw how;
			}
			return new Picture(Tensor.zeros(1, 3, 8, 8), Latent.of(Tensor.zeros(1, 4,
				1, 1)));
		}
	}

	@Test
	void isRecordedWithItsNumberOfSeeds() {
		final Provenance record = Provenance.of(new SeedSweep(CAT, 4),
			new ModelFile("a", "b"), Optional.empty(), new Provenance.Versions("1",
				"2", "3"));
		assertEquals("txt2img", record.operation());
		assertEquals("4", record.setting("seeds"));
		assertEquals("18446744073709551615", record.setting("seed"));
		assertEquals("a cat", record.setting("prompt"));
	}

	@Test
	void changesTheSeedAndNothingElse() {
		final Txt2Img twice = new Txt2Img(new Generation(CAT.generation().prompt(),
			2, 1, CAT.sampling()), 16, 16, Optional.of(new SecondPass(2,
				ResizeMethod.AREA, 0.5)));
		assertEquals(twice, twice.withSampling(CAT.sampling().withSeed(7))
			.withSampling(CAT.sampling()));
		assertEquals(7, twice.withSampling(CAT.sampling().withSeed(7)).sampling()
			.seed());
	}
}
