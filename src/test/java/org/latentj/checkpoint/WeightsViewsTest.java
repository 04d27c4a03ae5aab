
package org.latentj.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.checkpoint.format.SafetensorsFile.entry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.tensor.Tensor;

/** Views of {@link Weights}: renamed, in parts, patched, of several files. */
class WeightsViewsTest {

	@TempDir
	Path folder;

	/** A model of one attention, its three weights in one. */
	private Weights fused;

	/** What another program calls it. */
	private static final Naming FUSED = new Naming() {

		@Override
		public String canonical(final String name) {
			return name.replace("attn.proj.", "attention.out.");
		}

		@Override
		public Map<String, Rows> parts(final String name, final long[] shape) {
			final long third = shape[0] / 3;
			return !name.endsWith("attn.qkv.weight") ? Map.of() : Map.of(name(name,
				"q"), new Rows(0, third), name(name, "k"), new Rows(third, 2 * third),
				name(name, "v"), new Rows(2 * third, shape[0]));
		}

		private String name(final String fused, final String part) {
			return fused.replace("attn.qkv.", "attention." + part + ".");
		}

		@Override
		public String description() {
			return "also as 'attn.qkv'";
		}
	};

	@BeforeEach
	void write() throws IOException {
		fused = open("fused", "model.attn.qkv.weight", "[3,2]", 1, 2, 3, 4, 5, 6)
			.renamed(FUSED);
	}

	private Weights open(final String file, final String name, final String shape,
		final float... numbers) throws IOException
	{
		final int length = 4 * numbers.length;
		final ByteBuffer data = ByteBuffer.allocate(length).order(
			ByteOrder.LITTLE_ENDIAN);
		data.asFloatBuffer().put(numbers);
		return CheckpointFormats.open(SafetensorsFile.write(folder.resolve(file +
			".safetensors"), "{\"__metadata__\":{\"of\":\"" + file + "\"}," + entry(
				name, "F32", shape, 0, length) + "}", data.array())).weights();
	}

	@Test
	void seesPartsOfAFusedTensorInTheirPlace() throws IOException {
		final Weights attention = fused.at("model").at("attention");
		assertEquals(Set.of("q.weight", "k.weight", "v.weight"), Set.copyOf(
			attention.names()));
		final TensorInfo k = attention.get("k.weight", new long[] { 1, 2 });
		assertEquals(attention.get("q.weight").offset() + 8, k.offset());
		assertEquals(8, k.length());
		assertFalse(fused.has("model.attn.qkv.weight"));
		assertArrayEquals(new float[] { 3, 4 }, attention.read("k.weight").data());
		assertArrayEquals(new float[] { 5, 6 }, attention.read("v.weight").data());
		assertEquals(6, fused.parameters());
		assertEquals(0, fused.computedBytes());
	}

	@Test
	void namesTheFilesOwnNameAndWhatElseWasLookedFor() {
		final String file = folder.resolve("fused.safetensors").toString();
		assertEquals(file +
			": there is no tensor 'model.attention.out.weight' (also as 'attn.qkv')",
			assertThrows(IllegalArgumentException.class, () -> fused.at(
				"model.attention").get("out.weight")).getMessage());
		assertEquals(file +
			": 'model.attn.qkv.weight': has the shape [1, 2], [2, 2] fits",
			assertThrows(IllegalArgumentException.class, () -> fused.at("model").get(
				"attention.k.weight", new long[] { 2, 2 })).getMessage());
	}

	/** A patch sees the names of what it is laid over; what it computes, too. */
	@Test
	void viewsAPatchInAnyOrder() throws IOException {
		final Weights file = open("whole", "model.attn.qkv.weight", "[3,2]", 1, 2,
			3, 4, 5, 6);
		final Patch whole = new Doubled("attn.qkv.weight");
		final Patch part = new Doubled("model.attention.k.weight");
		for (final Weights view : List.of(//
			file.at("model").patched(whole).renamed(FUSED).at("attention"), //
			file.at("model").renamed(FUSED).patched(new Doubled("attention.k.weight"))
				.at("attention"), //
			file.renamed(FUSED).patched(part).at("model").at("attention"), //
			file.renamed(FUSED).at("model").at("attention").patched(new Doubled(
				"k.weight")), //
			file.patched(new Doubled("model.attn.qkv.weight")).renamed(FUSED).at(
				"model.attention"), //
			Weights.joined(List.of(file, open("other", "more", "[1]", 7))).patched(
				new Doubled("model.attn.qkv.weight")).renamed(FUSED).at(
					"model.attention")))
		{
			assertArrayEquals(new float[] { 6, 8 }, view.read("k.weight").data());
			assertArrayEquals(new int[] { 1, 2 }, view.read("k.weight").shape());
			assertTrue(view.get("k.weight").isComputed());
			assertTrue(view.computed("k.weight").isPresent());
			assertThrows(IllegalStateException.class, () -> view.get("k.weight")
				.read());
		}
	}

	@Test
	void laysPatchesOverPatches() throws IOException {
		final Patch patch = new Doubled("model.attention.k.weight");
		final Weights twice = fused.patched(patch).patched(patch);
		assertArrayEquals(new float[] { 12, 16 }, twice.read(
			"model.attention.k.weight").data());
		assertArrayEquals(new float[] { 1, 2 }, twice.read(
			"model.attention.q.weight").data());
		assertEquals(8, twice.computedBytes());
		assertEquals(6, twice.parameters());
		assertFalse(twice.get("model.attention.q.weight").isComputed());
	}

	@Test
	void tellsTheFilesOfAllPatchesOfATensor() throws IOException {
		final String q = "model.attention.q.weight";
		final LowRank first = LowRank.write(folder.resolve("1.safetensors"), 1,
			fused, q, "model.attention.k.weight");
		final LowRank second = LowRank.write(folder.resolve("2.safetensors"), 1,
			fused, q);
		final Weights both = fused.patched(first).patched(second);
		assertEquals(List.of("fused", "1", "2"), files(both.computed(q)
			.orElseThrow().files()));
		assertEquals(List.of("fused", "1"), files(both.computed(
			"model.attention.k.weight").orElseThrow().files()));
		assertEquals(List.of("fused", "1", "2"), files(both.files()));
	}

	private static List<String> files(final Set<FileState> files) {
		return files.stream().map(f -> f.file().getFileName().toString().replace(
			".safetensors", "")).toList();
	}

	/** As stored numbers with a scale, which is no weight. */
	@Test
	void makesTensorsThatNoFileHas() throws IOException {
		final Weights made = fused.patched(new Patch() {

			@Override
			public Map<String, long[]> shapes(final Weights weights) {
				return Map.of("made", new long[] { 2 });
			}

			@Override
			public Tensor compute(final Weights weights, final String name)
				throws IOException
			{
				return weights.read("model.attention.q.weight").reshape(2);
			}

			@Override
			public Set<String> consumed(final Weights weights) {
				return Set.of("model.attention.q.weight");
			}
		});
		assertFalse(made.has("model.attention.q.weight"));
		assertArrayEquals(new float[] { 1, 2 }, made.read("made").data());
		assertEquals(folder.resolve("fused.safetensors") + ": 'made': is odd", made
			.problem("made", "is odd").getMessage());
	}

	@Test
	void noticesAPatchThatGivesAnotherShapeThanItSaid() {
		final Weights wrong = fused.patched(new Doubled(
			"model.attention.k.weight")
		{

			@Override
			public Tensor compute(final Weights weights, final String name) {
				return Tensor.zeros(3);
			}
		});
		assertTrue(assertThrows(IllegalStateException.class, () -> wrong.read(
			"model.attention.k.weight")).getMessage().contains("said [1, 2]"));
	}

	@Test
	void joinsFilesAndNamesTheRightOne() throws IOException {
		final Weights a = open("a", "x.weight", "[2]", 1, 2);
		final Weights b = open("b", "x.bias", "[1]", 3);
		final Weights both = Weights.joined(List.of(a, b)).at("x");
		assertEquals(List.of("weight", "bias"), both.names());
		assertArrayEquals(new float[] { 3 }, both.read("bias").data());
		assertEquals("b.safetensors", both.get("bias").file().file().getFileName()
			.toString());
		assertEquals(2, both.files().size());
		assertEquals("a", both.metadata("of").orElseThrow());
		assertTrue(both.metadata("to").isEmpty());
		final String first = folder.resolve("a.safetensors").toString();
		final String second = folder.resolve("b.safetensors").toString();
		assertEquals(second + ": 'x.bias': is odd", both.problem("bias", "is odd")
			.getMessage());
		assertEquals(first + " and " + second + ": there is no tensor 'x.y'",
			assertThrows(IllegalArgumentException.class, () -> both.get("y"))
				.getMessage());
		assertEquals(first + " and " + second + ": both are odd", both.problem(
			"both are odd").getMessage());
	}

	@Test
	void refusesToJoinTensorsOfOneName() throws IOException {
		final Weights a = open("a", "x", "[1]", 1);
		final Weights b = open("b", "x", "[1]", 1);
		assertEquals(folder.resolve("b.safetensors") + ": 'x': is in " + folder
			.resolve("a.safetensors") +
			", too; each tensor may be in one of the files", assertThrows(
				IllegalArgumentException.class, () -> Weights.joined(List.of(a, b)))
				.getMessage());
		assertThrows(IllegalArgumentException.class, () -> Weights.joined(List
			.of()));
	}

	@Test
	void takesRowsOfATensorThatAreThere() throws IOException {
		final TensorInfo whole = open("a", "x", "[3,2]", 1, 2, 3, 4, 5, 6).get("x");
		assertArrayEquals(new float[] { 5, 6 }, whole.rows(1, 3).rows(1, 2).read()
			.data());
		assertArrayEquals(new long[] { 0, 2 }, whole.rows(3, 3).shape());
		for (final long[] bad : new long[][] { { -1, 2 }, { 2, 1 }, { 0, 4 } }) {
			assertThrows(IllegalArgumentException.class, () -> whole.rows(bad[0],
				bad[1]));
		}
	}

	/** Twice a tensor. */
	private static class Doubled implements Patch {

		private final String name;

		Doubled(final String name) {
			this.name = name;
		}

		@Override
		public Map<String, long[]> shapes(final Weights weights) {
			return Map.of(name, weights.get(name).shape());
		}

		@Override
		public Tensor compute(final Weights weights, final String touched)
			throws IOException
		{
			return weights.read(touched).times(2);
		}
	}
}
