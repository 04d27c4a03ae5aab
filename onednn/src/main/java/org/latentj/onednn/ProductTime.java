
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;

/**
 * How long a product of matrices takes in bf16 on a core of this processor,
 * beside one in 32 bits. NB: that it has the instruction says nothing of that.
 * Cores of Intel without AMX make 0.5 to 0.7 as many products as in 32 bits,
 * those of AMD about twice as many (BENCHMARKS.md).
 */
final class ProductTime {

	/**
	 * Of a linear layer of SD 1.5's. NB: of few rows, so that many rounds end
	 * before another program gets the core.
	 */
	private static final long ROWS = 128;

	private static final long WIDTH = 640;

	/** NB: of each the shortest counts. */
	private static final int ROUNDS = 16;

	/** 0.747 in either type. NB: some other numbers take longer than most. */
	private static final int BYTE = 0x3f;

	/** Measured when it is first asked for: it takes some tens of ms. */
	private static final class Once {

		static final OptionalDouble RATIO = tried(ProductTime::measured);

		private Once() {}
	}

	private ProductTime() {}

	/**
	 * Of what 32 bits take, the same in each call of a process.
	 *
	 * @return above 0; empty if it cannot be measured
	 */
	static OptionalDouble ratio() {
		return Once.RATIO;
	}

	/** Whatever fails: the time is no reason to. */
	static OptionalDouble tried(final DoubleSupplier measuring) {
		final List<Double> told = new ArrayList<>();
		try {
			Threads.run(1, List.of(() -> told.add(measuring.getAsDouble())));
			return OptionalDouble.of(told.get(0));
		}
		catch (final RuntimeException | OutOfMemoryError | LinkageError e) {
			return OptionalDouble.empty();
		}
	}

	/** Measures it in this thread. */
	static double measured() {
		try (Dnnl dnnl = new Dnnl()) {
			final Primitive rounded = product(dnnl, Dnnl.BF16);
			final Primitive single = product(dnnl, Dnnl.F32);
			long least = Long.MAX_VALUE;
			long beside = Long.MAX_VALUE;
			for (int i = 0; i < ROUNDS; i++) {
				least = Math.min(least, nanos(rounded));
				beside = Math.min(beside, nanos(single));
			}
			return (double) least / beside;
		}
	}

	/** NB: a coarse clock may see nothing of a short time. */
	private static long nanos(final Primitive product) {
		final long begun = System.nanoTime();
		product.run();
		return Math.max(1, System.nanoTime() - begun);
	}

	private static Primitive product(final Dnnl dnnl, final int type) {
		final dnnl_memory_desc rows = dnnl.described(type, new long[] { ROWS,
			WIDTH }, View.plain(ROWS, WIDTH));
		final dnnl_memory_desc any = dnnl.free(type, WIDTH, WIDTH);
		final dnnl_primitive_desc description = dnnl.describe("product", List.of(),
			(d, a) -> dnnl_matmul_primitive_desc_create(d, Dnnl.engine(), rows, any,
				null, rows, a));
		return new Primitive(dnnl, description).with(DNNL_ARG_SRC, filled(dnnl,
			rows)).with(DNNL_ARG_WEIGHTS, filled(dnnl, dnnl_primitive_desc_query_md(
				description, dnnl_query_weights_md, 0))).with(DNNL_ARG_DST, filled(dnnl,
					rows)).bindAlone(dnnl);
	}

	private static WeightStore.Held filled(final Dnnl dnnl,
		final dnnl_memory_desc described)
	{
		final long bytes = dnnl_memory_desc_get_size(described);
		final long address = dnnl.allocate(bytes);
		Pointer.memset(new Dnnl.Address(address), BYTE, bytes);
		return new WeightStore.Held(described, address);
	}
}
