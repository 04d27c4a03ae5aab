
package org.latentj.onednn;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.latentj.control.StopSignal;

/**
 * Attention of several heads, softmax(q k^T / sqrt(d)) v (Vaswani et al. 2017,
 * equation 1). A plan's threads take one head after the other, or equal shares
 * of a head's queries where there are fewer heads or no whole number for each.
 */
final class Attention implements Step {

	private final int heads;

	/** Of all items. */
	private final long all;

	private final int blocks;

	private final Team<HeadAttention> team;

	/**
	 * @param q [B, S, C], in bf16, as k and v
	 * @param k [B, T, C]
	 * @param v [B, T, C]
	 * @param out [B, S, C]
	 */
	Attention(final Dnnl dnnl, final View q, final View k, final View v,
		final View out, final int heads)
	{
		this.heads = heads;
		all = q.size(0) * heads;
		blocks = HeadAttention.blocks(q, k);
		team = new Team<>(dnnl.threads(), all * blocks, () -> new HeadAttention(
			dnnl, q, k, v, out, heads));
	}

	private List<Primitive> primitives() {
		return team.members().stream().flatMap(m -> m.primitives().stream())
			.toList();
	}

	@Override
	public List<Buffer> buffers() {
		return primitives().stream().flatMap(p -> p.buffers().stream()).toList();
	}

	@Override
	public void bind(final Dnnl dnnl) {
		primitives().forEach(p -> p.bind(dnnl));
	}

	@Override
	public void run(final StopSignal stop) {
		final int members = team.members().size();
		final int shares = members / Threads.parts(all, members);
		final AtomicInteger next = new AtomicInteger();
		team.run(member -> {
			for (int i = next.getAndIncrement(); i < all * shares; i = next
				.getAndIncrement())
			{
				share(member, i / shares, i % shares, shares, stop);
			}
		});
	}

	private void share(final HeadAttention member, final int head,
		final int share, final int shares, final StopSignal stop)
	{
		member.take(head / heads, head % heads);
		for (int i = share * blocks / shares; i < (share + 1) * blocks /
			shares; i++)
		{
			stop.check();
			member.run(head / heads, head % heads, i);
		}
	}
}
