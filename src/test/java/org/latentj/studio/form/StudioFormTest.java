
package org.latentj.studio.form;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latentj.LatentJ;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.studio.run.CommandRunner;
import org.latentj.studio.run.StudioJob;
import org.latentj.studio.run.StudioListener;
import org.latentj.studio.run.StudioMode;
import org.latentj.studio.run.StudioQueue;
import org.latentj.studio.run.StudioRequest;
import org.scijava.Context;

/** With the bundled checkpoint, on the smallest pictures. */
class StudioFormTest {

	private static Context context;

	private StudioForm form;

	@BeforeAll
	static void open() {
		context = new Context();
	}

	@AfterAll
	static void dispose() {
		context.dispose();
	}

	@BeforeEach
	void fill() {
		form = new StudioForm(context);
		form.putAll(Map.of("prompt", "many green nuclei", "seed", "5", "steps", "2",
			"width", "32", "height", "24"));
	}

	@Test
	void beginsWithWhatSuitsTheCheckpoint() {
		final StudioForm fresh = new StudioForm(context);
		assertEquals("latentj-demo.safetensors", fresh.text("checkpoint"));
		assertEquals("dpmpp_2m", fresh.text("sampler"));
		assertEquals("128", fresh.text("width"));
	}

	@Test
	void takesWhatWasSetFromModeToMode() {
		form.setMode(StudioMode.CHANGE);
		assertEquals("many green nuclei", form.text("prompt"));
		assertEquals("2", form.text("steps"));
		assertEquals("0.75", form.text("denoise"));
		form.put("denoise", "0.4");
		form.put("cfg", "3");
		form.setMode(StudioMode.REPAIR);
		assertEquals("1.0", form.text("denoise"));
		assertEquals("3.0", form.text("cfg"));
		form.setMode(StudioMode.CHANGE);
		assertEquals("0.4", form.text("denoise"));
		assertNull(form.value("width"));
	}

	@Test
	void hasAllThatTheCommandHas() {
		form.setMode(StudioMode.REPAIR);
		final List<String> names = form.parts().stream().flatMap(p -> p.inputs()
			.stream()).toList();
		assertTrue(names.containsAll(List.of("negative", "steps", "cfg", "sampler",
			"scheduler", "clipskip", "vae", "lora", "control", "grow", "feather",
			"encoder", "mask", "range")), names.toString());
		assertFalse(names.contains("prompt"));
		assertFalse(names.contains("preview"));
	}

	@Test
	void refusesWhatIsNoValue() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> form.put(
			"steps", "many")).getMessage().contains("whole number"));
		assertThrows(IllegalArgumentException.class, () -> form.put("checkpoint",
			"//server/absent.safetensors"));
		assertEquals("2", form.text("steps"));
		assertEquals(List.of("cfg is 'x', it must be a number, as in 3.5"), form
			.putAll(Map.of("cfg", "x", "prompt", "red")));
		assertEquals("red", form.text("prompt"));
	}

	@Test
	void goesBackToWhatSuitsTheCheckpoint() {
		form.reset(Set.of("prompt"));
		assertEquals("20", form.text("steps"));
		assertEquals("many green nuclei", form.text("prompt"));
		assertEquals(Map.of("prompt", "many green nuclei"), form.settings());
	}

	/** One picture of a mode, by the queue. */
	private static Map<String, Object> made(final StudioRequest request,
		final boolean cancelled)
	{
		final Heard heard = new Heard();
		heard.cancelled = cancelled;
		try (StudioQueue queue = new StudioQueue(new CommandRunner(context, heard),
			heard, e -> {}))
		{
			heard.queue = queue;
			final StudioJob job = queue.add(request);
			assertTrue(heard.ended.tryAcquire(60, TimeUnit.SECONDS));
			heard.facts.put("job", job);
			return heard.facts;
		}
		catch (final InterruptedException e) {
			throw new CancellationException();
		}
	}

	private static ImagePlus image(final Map<String, Object> made) {
		final ImagePlus image = (ImagePlus) made.get("image");
		assertTrue(image != null, () -> ((StudioJob) made.get("job")).lastWord());
		return image;
	}

	private static Provenance record(final ImagePlus image) {
		return GeneratedImage.provenance(image).orElseThrow();
	}

	@Test
	void makesWhatTheCommandMakes() {
		final ImagePlus made = image(made(StudioRequest.of(StudioMode.NEW, form
			.inputs(), null), false));
		final ImagePlus same = new LatentJ(context).prompt("many green nuclei")
			.seed(5).steps(2).cfg(4).sampler("dpmpp_2m").scheduler("karras").txt2img(
				32, 24);
		assertArrayEquals((int[]) same.getProcessor().getPixels(), (int[]) made
			.getProcessor().getPixels());
		assertEquals("Txt2Img...", record(made).call().orElseThrow().command());
	}

	@Test
	void worksOnTheImageAsItWasAskedFor() {
		final ImagePlus source = new ImagePlus("cells", new ColorProcessor(32, 24));
		source.setRoi(8, 4, 12, 10);
		form.setMode(StudioMode.REPAIR);
		final StudioRequest request = StudioRequest.of(StudioMode.REPAIR, form
			.inputs(), source);
		source.deleteRoi();
		source.getProcessor().invert();
		final Map<String, Object> all = made(request, false);
		final ImagePlus made = image(all);
		assertEquals(0xff000000, made.getProcessor().getPixel(30, 22) | 0xff000000);
		assertEquals("cells", record(made).call().orElseThrow().images().get(
			"input").title());
		assertEquals(new Rectangle(8, 4, 12, 10), all.get("place"));
	}

	@Test
	void saysWhatIsWrong() {
		form.setMode(StudioMode.CHANGE);
		assertThrows(IllegalArgumentException.class, () -> StudioRequest.of(
			StudioMode.CHANGE, form.inputs(), null));
		final Map<String, Object> inputs = new LinkedHashMap<>(form.inputs());
		inputs.put("steps", 0);
		final StudioJob job = (StudioJob) made(new StudioRequest(StudioMode.CHANGE,
			inputs, StudioRequest.of(StudioMode.CHANGE, inputs, new ImagePlus("a",
				new ColorProcessor(16, 16))).image()), false).get("job");
		assertEquals(StudioJob.State.FAILED, job.state());
		assertTrue(job.lastWord().contains("steps"), job.lastWord());
	}

	@Test
	void isCancelledInTheMidst() {
		form.put("steps", "500");
		final Map<String, Object> made = made(StudioRequest.of(StudioMode.NEW, form
			.inputs(), null), true);
		assertEquals("cancelled", ((StudioJob) made.get("job")).lastWord());
		assertNull(made.get("image"));
	}

	@Test
	void takesSettingsOfARecord() {
		final ImagePlus made = image(made(StudioRequest.of(StudioMode.NEW, form
			.inputs(), null), false));
		final RecordedSettings taken = RecordedSettings.of(record(made));
		assertEquals(StudioMode.NEW, taken.mode().orElseThrow());
		assertEquals("5", taken.seed());
		final StudioForm other = new StudioForm(context);
		assertEquals(List.of(), other.putAll(taken.values()));
		assertEquals(form.inputs(), other.inputs());
	}

	private static final class Heard implements StudioListener {

		private final Map<String, Object> facts = new HashMap<>();

		private final List<String> texts = new ArrayList<>();

		private final Semaphore ended = new Semaphore(0);

		private boolean cancelled;

		private StudioQueue queue;

		@Override
		public void changed(final StudioJob job) {
			texts.add(job.message());
			if (job.state().isEnd()) {
				ended.release();
			}
		}

		@Override
		public void step(final StudioJob job, final ImageProcessor look,
			final Rectangle place)
		{
			facts.put("place", place);
			if (cancelled) {
				queue.cancel(job);
			}
		}

		@Override
		public void made(final StudioJob job, final ImagePlus image) {
			facts.put("image", image);
		}
	}
}
