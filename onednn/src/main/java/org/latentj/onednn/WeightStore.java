
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;
import org.latentj.onnx.graph.ComputedWeight;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.InferenceException;

/**
 * The weights of a graph in bf16, each as the primitive that takes it likes it
 * best; what is small and added or multiplied is in 32 bits. They are held from
 * when they are first asked for until the store is closed, and have their
 * numbers as soon as it is filled.
 */
final class WeightStore implements AutoCloseable {

	/** So many weights are read at once at most, each of up to 120 MB. */
	private static final int MOST = 8;

	private final OnnxModel model;

	private final Dnnl dnnl = new Dnnl();

	private final Map<String, List<Held>> held = new HashMap<>();

	private final Map<String, View> singles = new HashMap<>();

	/** What is held and has no numbers yet. */
	private final List<Runnable> unfilled = new ArrayList<>();

	/**
	 * A weight in memory.
	 *
	 * @param described how it lies
	 * @param address where
	 */
	record Held(dnnl_memory_desc described, long address) {
	}

	/**
	 * Numbers of a weight.
	 *
	 * @param bytes little endian
	 * @param stored ONNX's number of their type
	 */
	private record Numbers(ByteBuffer bytes, int stored) {

		/** oneDNN's number of it. */
		int type(final Initializer weight) {
			return switch (stored) {
				case Initializer.FLOAT -> dnnl_f32;
				case Initializer.BFLOAT16 -> dnnl_bf16;
				case Initializer.FLOAT16 -> dnnl_f16;
				default -> throw new InferenceException("the weight '" + weight.name() +
					"' is stored in the type " + ElementType.named(stored) +
					", which the engine of bf16 does not read; FLOAT, FLOAT16 and BFLOAT16 are valid");
			};
		}
	}

	WeightStore(final OnnxModel model) {
		this.model = model;
	}

	/** The first form in which a weight is held, or {@code null}. */
	synchronized dnnl_memory_desc known(final Initializer weight) {
		final List<Held> all = held.get(weight.name());
		return all == null ? null : all.get(0).described;
	}

	/**
	 * A weight in some form.
	 *
	 * @param shape as its taker sees it
	 * @param strides of its numbers in the file
	 */
	synchronized Held get(final Initializer weight, final dnnl_memory_desc wanted,
		final long[] shape, final long[] strides)
	{
		final List<Held> all = held.computeIfAbsent(weight.name(),
			k -> new ArrayList<>());
		for (final Held one : all) {
			if (dnnl_memory_desc_equal(one.described, wanted) != 0) {
				return one;
			}
		}
		final dnnl_memory_desc own = new dnnl_memory_desc();
		Dnnl.check("description of memory", dnnl_memory_desc_clone(own, wanted));
		dnnl.own(() -> dnnl_memory_desc_destroy(own));
		final Held made = new Held(own, dnnl.allocate(dnnl_memory_desc_get_size(
			own)));
		unfilled.add(() -> put(weight, shape, strides, made));
		all.add(made);
		return made;
	}

	/**
	 * Reads what was asked for since it was last called, on all cores. NB: memory
	 * that it takes meanwhile does not wait for Java's collector. If reading
	 * fails, the next call begins anew.
	 */
	synchronized void fill() {
		final Queue<Runnable> left = new ConcurrentLinkedQueue<>(unfilled);
		Threads.run(1, Collections.nCopies(Math.min(Math.min(Threads.all(), MOST),
			left.size()), () -> {
				for (Runnable one = left.poll(); one != null; one = left.poll()) {
					one.run();
				}
			}));
		unfilled.clear();
	}

	/** A weight of few numbers in 32 bits, as it lies in the file. */
	synchronized View single(final Initializer weight, final long... shape) {
		return singles.computeIfAbsent(weight.name() + Arrays.toString(shape),
			k -> {
				final long[] strides = View.plain(shape);
				final Held made = get(weight, dnnl.described(Dnnl.F32, shape, strides),
					shape, strides);
				return new View(Buffer.at(made.address), Dnnl.F32, shape, strides, 0);
			});
	}

	private void put(final Initializer weight, final long[] shape,
		final long[] strides, final Held to)
	{
		final ComputedWeight computed = model.computed().get(weight.stored());
		try (Dnnl once = new Dnnl()) {
			final Numbers read = rounded(once, computed == null ? new Numbers(stored(
				weight), weight.type()) : new Numbers(computed(once, computed),
					Initializer.FLOAT), weight);
			copy(once, new Held(once.described(read.type(weight), shape, strides),
				new Pointer(read.bytes).address()), to);
			Reference.reachabilityFence(read.bytes);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** NB: sums are rounded once, when they are copied. */
	private static Numbers rounded(final Dnnl once, final Numbers read,
		final Initializer weight)
	{
		if (weight.phase().isPresent()) {
			read.type(weight);
			return new Numbers(EnlargedKernel.of(read.bytes, read.stored, weight
				.phase().get()), Initializer.FLOAT);
		}
		if (read.stored != Initializer.FLOAT16) {
			return read;
		}
		final ByteBuffer made = once.buffer(read.bytes.remaining());
		HalfTable.round(read.bytes, made);
		return new Numbers(made, Initializer.BFLOAT16);
	}

	private static void copy(final Dnnl once, final Held from, final Held to) {
		final dnnl_primitive_desc description = once.describe("copy of weights",
			List.of(), (d, a) -> dnnl_reorder_primitive_desc_create(d, from.described,
				Dnnl.engine(), to.described, Dnnl.engine(), a));
		new Primitive(once, description).with(DNNL_ARG_FROM, from).with(DNNL_ARG_TO,
			to).bindAlone(once).run();
	}

	private static ByteBuffer computed(final Dnnl once,
		final ComputedWeight how)
	{
		final ByteBuffer made = once.buffer(View.count(how.shape()) * Float.BYTES);
		how.put(made.asFloatBuffer());
		return made;
	}

	private ByteBuffer stored(final Initializer weight) throws IOException {
		if (weight.isConstant()) {
			final ByteBuffer made = ByteBuffer.allocateDirect(weight.raw().length);
			made.put(weight.raw()).flip();
			return made;
		}
		final Path file = model.folder().resolve(weight.location());
		try (FileChannel channel = FileChannel.open(file,
			StandardOpenOption.READ))
		{
			final ByteBuffer mapped = channel.map(MapMode.READ_ONLY, weight.offset(),
				weight.length());
			// NB: only now can it not be replaced any more.
			model.requireUnchangedWeights();
			return mapped;
		}
	}

	@Override
	public void close() {
		dnnl.close();
	}
}
