
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Attention of one head at a time, of one block of queries after the other, so
 * that their products stay in the processor's cache. Products of queries and
 * keys are in 32 bits, probabilities in bf16.
 */
final class HeadAttention {

	/** Products of queries and keys of one block, at most, in 32 bits. */
	private static final long BLOCK = 1 << 19;

	private final View q;

	private final View k;

	private final View v;

	private final View out;

	private final int heads;

	private final View keys;

	private final View values;

	private final Primitive keepKeys;

	private final Primitive keepValues;

	private final Block whole;

	/** Fewer queries that are left behind whole blocks, or {@code null}. */
	private final Block rest;

	/** Some queries of one head. */
	private record Block(long rows, Primitive scores, Primitive chances,
			Primitive mixed) {

		List<Primitive> primitives() {
			return List.of(scores, chances, mixed);
		}
	}

	/** What the keys and values of a head must lie like. */
	private record Form(dnnl_memory_desc keys, dnnl_memory_desc values) {
	}

	/**
	 * @param q [B, S, C], in bf16, as k and v
	 * @param k [B, T, C]
	 * @param v [B, T, C]
	 * @param out [B, S, C]
	 */
	HeadAttention(final Dnnl dnnl, final View q, final View k, final View v,
		final View out, final int heads)
	{
		this.q = q;
		this.k = k;
		this.v = v;
		this.out = out;
		this.heads = heads;
		final long rows = rows(q, k);
		final View key = head(k, 0, 0, 0, k.size(1)).transposed(1, 0);
		final View value = head(v, 0, 0, 0, v.size(1));
		final Form form = form(dnnl, rows, key, value);
		keys = held(form.keys);
		values = held(form.values);
		keepKeys = Primitive.copy(dnnl, key, form.keys, keys);
		keepValues = Primitive.copy(dnnl, value, form.values, values);
		whole = block(dnnl, rows, form);
		rest = q.size(1) % rows == 0 ? null : block(dnnl, q.size(1) % rows, form);
	}

	private static long rows(final View q, final View k) {
		return Math.min(q.size(1), Math.max(16, BLOCK / k.size(1) / 16 * 16));
	}

	/** How many blocks the queries of a head are. */
	static int blocks(final View q, final View k) {
		return (int) ((q.size(1) + rows(q, k) - 1) / rows(q, k));
	}

	private Form form(final Dnnl dnnl, final long rows, final View key,
		final View value)
	{
		final dnnl_memory_desc from = head(q, 0, 0, 0, rows).described(dnnl);
		final dnnl_memory_desc to = head(out, 0, 0, 0, rows).described(dnnl);
		final dnnl_memory_desc product = dnnl.described(Dnnl.F32, new long[] { rows,
			k.size(1) }, View.plain(rows, k.size(1)));
		final dnnl_memory_desc chances = dnnl.described(Dnnl.BF16, new long[] {
			rows, k.size(1) }, View.plain(rows, k.size(1)));
		return new Form(liked(dnnl, from, key, product), liked(dnnl, chances, value,
			to));
	}

	private static dnnl_memory_desc liked(final Dnnl dnnl,
		final dnnl_memory_desc from, final View weights, final dnnl_memory_desc to)
	{
		final dnnl_memory_desc any = dnnl.free(Dnnl.BF16, weights.shape());
		return dnnl_primitive_desc_query_md(dnnl.describe("attention", List.of(), (
			d, a) -> dnnl_matmul_primitive_desc_create(d, Dnnl.engine(), from, any,
				null, to, a)), dnnl_query_weights_md, 0);
	}

	private static View held(final dnnl_memory_desc form) {
		final long bytes = dnnl_memory_desc_get_size(form);
		return new View(new Buffer(bytes), Dnnl.BF16, new long[] { bytes / 2 },
			new long[] { 1 }, 0);
	}

	private Block block(final Dnnl dnnl, final long rows, final Form form) {
		final View from = head(q, 0, 0, 0, rows);
		final View to = head(out, 0, 0, 0, rows);
		final View product = View.rows(Dnnl.F32, rows, k.size(1));
		final View chances = View.rows(Dnnl.BF16, rows, k.size(1));
		final PostOperation scale = PostOperation.scale((float) (1 / Math.sqrt(q
			.size(2) / (double) heads)));
		final dnnl_memory_desc p = product.described(dnnl);
		final dnnl_memory_desc c = chances.described(dnnl);
		final dnnl_primitive_desc softmax = dnnl.describe("softmax", List.of(), (d,
			a) -> dnnl_softmax_forward_primitive_desc_create(d, Dnnl.engine(),
				dnnl_forward_inference, dnnl_softmax_accurate, p, c, 1, a));
		return new Block(rows, product(dnnl, List.of(scale), from, form.keys, keys,
			product), new Primitive(dnnl, softmax).with(DNNL_ARG_SRC, p, product)
				.with(DNNL_ARG_DST, c, chances), product(dnnl, List.of(), chances,
					form.values, values, to));
	}

	private static Primitive product(final Dnnl dnnl,
		final List<PostOperation> after, final View from,
		final dnnl_memory_desc form, final View weights, final View to)
	{
		final dnnl_memory_desc source = from.described(dnnl);
		final dnnl_memory_desc target = to.described(dnnl);
		return new Primitive(dnnl, dnnl.describe("attention", after, (d,
			a) -> dnnl_matmul_primitive_desc_create(d, Dnnl.engine(), source, form,
				null, target, a))).with(DNNL_ARG_SRC, source, from).with(
					DNNL_ARG_WEIGHTS, form, weights).with(DNNL_ARG_DST, target, to);
	}

	/** Some rows of a head, [rows, d]. */
	private View head(final View tokens, final long item, final long head,
		final long from, final long to)
	{
		final long width = tokens.size(2) / heads;
		return new View(tokens.buffer(), tokens.type(), new long[] { to - from,
			width }, new long[] { tokens.strides()[1], 1 }, tokens.offset() + item *
				tokens.strides()[0] + from * tokens.strides()[1] + head * width);
	}

	/** All that it does. */
	List<Primitive> primitives() {
		final List<Primitive> all = new ArrayList<>(List.of(keepKeys, keepValues));
		all.addAll(whole.primitives());
		if (rest != null) {
			all.addAll(rest.primitives());
		}
		return all;
	}

	/** Takes keys and values of a head for the blocks that follow. */
	void take(final long item, final long head) {
		keepKeys.move(DNNL_ARG_FROM, head(k, item, head, 0, 1).address());
		keepKeys.run();
		keepValues.move(DNNL_ARG_FROM, head(v, item, head, 0, 1).address());
		keepValues.run();
	}

	/** Computes a block of queries of the head whose keys it has. */
	void run(final long item, final long head, final int number) {
		final long from = number * whole.rows;
		final Block block = from + whole.rows <= q.size(1) ? whole : rest;
		block.scores.move(DNNL_ARG_SRC, head(q, item, head, from, from + 1)
			.address());
		block.mixed.move(DNNL_ARG_DST, head(out, item, head, from, from + 1)
			.address());
		block.primitives().forEach(Primitive::run);
	}
}
