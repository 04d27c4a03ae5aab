
package org.latentj.omezarr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.batch.Batch;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchReport;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.control.StopSignal;
import org.latentj.image.Mask;
import org.latentj.latent.Latent;
import org.latentj.omezarr.OmeFile;
import org.latentj.omezarr.OmeImage;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.operation.Source;
import org.latentj.operation.conditioning.ControlImage;
import org.latentj.operation.conditioning.Controls;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.inpainting.Repair;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.setting.SettingValues;
import org.latentj.stack.OnePicture;
import org.latentj.tensor.Tensor;
import org.latentj.zarr.ZarrArray;
import org.latentj.zarr.ZarrFiles;
import org.latentj.zarr.store.FolderStore;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/** Batches from an OME-Zarr into another one, by a network that inverts. */
class OmeTaskTest {

	@TempDir
	private static Path folder;

	private static Path plate;

	@TempDir
	private Path temporary;

	private Path output;

	private final List<Long> seeds = new ArrayList<>();

	private int failing = Integer.MAX_VALUE;

	@BeforeAll
	static void unpack() {
		plate = ZarrFiles.unpack("zarr_python_2.zip", folder).resolve(
			"plate.ome.zarr");
	}

	@BeforeEach
	void nameOutput() {
		output = temporary.resolve("out.ome.zarr");
	}

	private Picture run(final Operation operation) throws IOException {
		seeds.add(operation.sampling().seed());
		if (seeds.size() >= failing) {
			throw new IOException("no more");
		}
		final Tensor pixels = ((Source.OfPicture) Operations.ALL.of(operation
			.name()).values(operation).get(Source.IMAGE)).image();
		return new Picture(pixels.map(v -> 1 - v), Latent.of(Tensor.zeros(1, 4, 1,
			1)));
	}

	private OmeTask task(final OmeChoice choice, final OperationType<?> type)
		throws IOException
	{
		return new OmeTask(new OmeSource(OmeFile.open(plate), choice), new OmeWork(
			type, values(type), SeedRule.SAME, this::run, operation -> Provenance.of(
				operation, new ModelFile("m.safetensors", "00"), Optional.empty(),
				new Provenance.Versions("1", "1", "17"))), Map.of("checkpoint", "00"));
	}

	static SettingValues values(final OperationType<?> type) {
		final Generation generation = new Generation(new Prompt("nuclei", ""), 1, 1,
			new SamplingSettings(7, 1, 1, Samplers.EULER, Schedulers.NORMAL, 1));
		final Tensor picture = Tensor.zeros(1, 3, 8, 8);
		return type.values(type == Inpaint.TYPE ? new Inpaint(generation, picture,
			Mask.whole(8, 8), new Repair(InpaintEncoder.KEEP, 0, 0)) : new Img2Img(
				generation, new Source.OfPicture(picture)));
	}

	private static OmeChoice of(final String image, final String mask) {
		return new OmeChoice(image, 0, true, "1", "", "", "0-1000", mask);
	}

	private static BatchPlan plan(final OmeTask task) throws IOException {
		return new BatchPlan(task.source().items(), Map.of("a", "b"), 7,
			SeedRule.DERIVED, Shard.WHOLE);
	}

	private BatchReport run(final OmeTask task, final Path to)
		throws IOException
	{
		ResultTree.requireFree(to);
		return new Batch(plan(task), task, to).run(BatchListener.NONE,
			new StopSignal());
	}

	private static int[] plane(final Path zarr, final String array, final int c,
		final int z) throws IOException
	{
		final ZarrArray opened = ZarrArray.open(new FolderStore(zarr), array);
		final int h = (int) opened.spec().shape()[3];
		final int w = (int) opened.spec().shape()[4];
		final byte[] bytes = opened.read(new long[] { 0, c, z, 0, 0 }, new int[] {
			1, 1, 1, h, w });
		final int size = opened.spec().type().bytes();
		final int[] all = new int[h * w];
		Arrays.setAll(all, i -> size == 1 ? bytes[i] : (bytes[2 * i] & 0xff) |
			(bytes[2 * i + 1] & 0xff) << 8);
		return all;
	}

	@Test
	void makesAPlateLikeTheOneThatItReads() throws IOException {
		final OmeTask task = task(of("", ""), Img2Img.TYPE);
		assertEquals("A/1/0 c=1 z=1 t=1", task.source().items().get(0).name());
		final BatchReport report = run(task, output);
		assertEquals(8, report.made(), report.text());
		assertEquals(List.of(), task.finish(plan(task), output));
		final OmeFile made = OmeFile.open(output);
		assertEquals(OmeFile.open(plate).images(), made.images());
		final OmeImage image = OmeImage.open(made.store(), "B/2/1");
		final OmeImage before = OmeImage.open(new FolderStore(plate), "B/2/1");
		assertEquals(before.axes(), image.axes());
		assertEquals(before.name(), image.name());
		assertArrayEquals(before.level(0).calibration().scale(), image.level(0)
			.calibration().scale());
		assertEquals(before.channels().subList(0, 1), image.channels());
		final int[] old = plane(plate, "B/2/1/0", 0, 1);
		assertArrayEquals(Arrays.stream(old).map(v -> 1000 - v).toArray(), plane(
			output, "B/2/1/0", 0, 1));
		assertEquals(List.of("generated"), image.labels());
		assertTrue(Arrays.stream(plane(output, "B/2/1/labels/generated/0", 0, 1))
			.allMatch(v -> v == 1));
		final Provenance record = Provenance.fromJson(image.attribute("latentj")
			.orElseThrow().toString());
		assertEquals("nuclei", record.setting("prompt"));
		assertTrue(record.toJson().contains("\"c=1 z=2 t=1\": \"" + Long
			.toUnsignedString(SeedRule.derived(7, "B/2/1 c=1 z=2 t=1")) + "\""),
			record.toJson());
	}

	@Test
	void goesOnWhereItStoppedToTheSameBytes() throws IOException {
		final OmeTask task = task(of("A/1", ""), Img2Img.TYPE);
		final Path whole = temporary.resolve("whole.ome.zarr");
		run(task, whole);
		task.finish(plan(task), whole);
		seeds.clear();
		failing = 3;
		assertEquals(2, run(task, output).failed().size());
		assertEquals(1, task.finish(plan(task), output).size());
		assertThrows(IOException.class, () -> OmeFile.open(output));
		// NB: half of a result, as a kill leaves it.
		Files.createDirectories(output.resolve("latentj-batch.unfinished/x/A"));
		failing = Integer.MAX_VALUE;
		final BatchReport report = run(task, output);
		assertEquals(2, report.made());
		assertEquals(List.of(), task.finish(plan(task), output));
		assertEquals(files(whole), files(output));
		assertEquals(0, run(task, output).made());
		// NB: a chunk that was changed is made anew.
		Files.write(output.resolve("A/1/0/0/0/0/0/0/0"), new byte[3]);
		assertEquals(1, run(task, output).made());
		task.finish(plan(task), output);
		assertEquals(files(whole), files(output));
	}

	private static Map<String, List<Byte>> files(final Path top)
		throws IOException
	{
		final Map<String, List<Byte>> all = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(top)) {
			for (final Path file : paths.filter(Files::isRegularFile).toList()) {
				final String name = top.relativize(file).toString();
				if (!name.startsWith("latentj-batch")) {
					final List<Byte> bytes = new ArrayList<>();
					for (final byte b : Files.readAllBytes(file)) {
						bytes.add(b);
					}
					all.put(name, bytes);
				}
			}
		}
		return all;
	}

	@Test
	void makesAnewWhatALabelImageSays() throws IOException {
		// NB: a result has a label image that another batch can take.
		final OmeTask first = task(of("A/1/0", ""), Img2Img.TYPE);
		final Path mask = temporary.resolve("mask.ome.zarr");
		run(first, mask);
		first.finish(plan(first), mask);
		final ZarrArray labels = ZarrArray.open(new FolderStore(mask),
			"A/1/0/labels/generated/0");
		final byte[] some = new byte[48 * 64];
		Arrays.fill(some, 640, 1280, (byte) 5);
		labels.write(new long[5], new int[] { 1, 1, 1, 48, 64 }, some);
		labels.write(new long[] { 0, 0, 1, 0, 0 }, new int[] { 1, 1, 1, 48, 64 },
			new byte[48 * 64]);
		final OmeTask task = new OmeTask(new OmeSource(OmeFile.open(mask), of("",
			"generated")), new OmeWork(Inpaint.TYPE, values(Inpaint.TYPE),
				SeedRule.SAME, this::run, first.work().recorder()), Map.of());
		assertEquals(2, run(task, output).made());
		assertEquals(List.of(), task.finish(plan(task), output));
		final int[] old = plane(mask, "A/1/0/0", 0, 0);
		final int[] now = plane(output, "A/1/0/0", 0, 0);
		final int[] generated = plane(output, "A/1/0/labels/generated/0", 0, 0);
		for (int i = 0; i < old.length; i++) {
			final boolean made = i >= 640 && i < 1280;
			assertEquals(made ? 1000 - old[i] : old[i], now[i], "pixel " + i);
			assertEquals(made ? 1 : 0, generated[i]);
		}
		assertArrayEquals(plane(mask, "A/1/0/0", 0, 1), plane(output, "A/1/0/0", 0,
			1));
	}

	@Test
	void steersATileByItsPart() throws IOException {
		final OmeTask first = task(of("A/1/0", ""), Img2Img.TYPE);
		run(first, output);
		first.finish(plan(first), output);
		final byte[] some = new byte[48 * 64];
		Arrays.fill(some, 20 * 64 + 10, 20 * 64 + 14, (byte) 1);
		ZarrArray.open(new FolderStore(output), "A/1/0/labels/generated/0").write(
			new long[5], new int[] { 1, 1, 1, 48, 64 }, some);
		final OmeSource source = new OmeSource(OmeFile.open(output), of("A/1/0",
			""));
		final OmeSource.Picture picture = source.picture(source.items().get(0));
		final Interval tile = FinalInterval.createMinSize(8, 16, 24, 16);
		final ControlImage.Named steering = OmeWork.steered(values(Img2Img.TYPE),
			picture, tile, new OnePicture(picture.stack(), 0, tile)).get(
				Controls.IMAGES);
		final Tensor all = picture.stack().read(0, Mask.whole(64, 48), picture
			.stack().all());
		final Tensor own = steering.of("").picture(0);
		final Tensor marked = steering.of("generated").picture(0);
		for (int y = 0; y < 16; y++) {
			for (int x = 0; x < 24; x++) {
				assertEquals(all.data()[(16 + y) * 64 + 8 + x], own.data()[y * 24 + x]);
				assertEquals(y == 4 && x >= 2 && x < 6 ? 1 : 0, marked.data()[2 * 384 +
					y * 24 + x]);
			}
		}
	}

	@Test
	void replacesNothingThatIsNoBatchs() throws IOException {
		Files.createDirectories(output);
		Files.writeString(output.resolve(".zgroup"), "{\"zarr_format\":2}");
		assertThrows(IOException.class, () -> ResultTree.requireFree(output));
		assertFalse(Files.exists(output.resolve("latentj-batch.jsonl")));
	}
}
