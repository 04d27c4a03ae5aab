
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.latentj.control.StopSignal;

/** A primitive of oneDNN with what it takes and makes. */
final class Primitive implements Step {

	private final dnnl_primitive primitive;

	private final List<Argument> arguments = new ArrayList<>();

	private final List<dnnl_memory> memories = new ArrayList<>();

	private dnnl_exec_arg_t bound;

	/** @param offset in bytes */
	private record Argument(int number, dnnl_memory_desc described, Buffer buffer,
			long offset) {
	}

	Primitive(final Dnnl dnnl, final dnnl_primitive_desc description) {
		primitive = dnnl.primitive(description);
		final dnnl_memory_desc scratch = dnnl_primitive_desc_query_md(description,
			dnnl_query_scratchpad_md, 0);
		final long bytes = dnnl_memory_desc_get_size(scratch);
		if (bytes > 0) {
			arguments.add(new Argument(DNNL_ARG_SCRATCHPAD, scratch, new Buffer(
				bytes), 0));
		}
	}

	/** With post-operations, whose operands are taken, too. */
	Primitive(final Dnnl dnnl, final dnnl_primitive_desc description,
		final List<PostOperation> after)
	{
		this(dnnl, description);
		for (int i = 0; i < after.size(); i++) {
			final PostOperation one = after.get(i);
			if (one.described() != null) {
				with(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1) | DNNL_ARG_SRC_1, one
					.described(), one.operand());
			}
		}
	}

	/** Copies numbers, whatever types and orders are. */
	static Primitive copy(final Dnnl dnnl, final View from, final View to) {
		return copy(dnnl, from, to.described(dnnl), to);
	}

	/** The same into a form of oneDNN's own. */
	static Primitive copy(final Dnnl dnnl, final View from,
		final dnnl_memory_desc form, final View to)
	{
		final dnnl_memory_desc source = from.described(dnnl);
		return new Primitive(dnnl, dnnl.describe("copy", List.of(), (d,
			a) -> dnnl_reorder_primitive_desc_create(d, source, Dnnl.engine(), form,
				Dnnl.engine(), a))).with(DNNL_ARG_FROM, source, from).with(DNNL_ARG_TO,
					form, to);
	}

	Primitive with(final int number, final dnnl_memory_desc described,
		final View view)
	{
		arguments.add(new Argument(number, described, view.buffer(), view.offset() *
			Dnnl.bytes(view.type())));
		return this;
	}

	Primitive with(final int number, final WeightStore.Held held) {
		arguments.add(new Argument(number, held.described(), Buffer.at(held
			.address()), 0));
		return this;
	}

	@Override
	public List<Buffer> buffers() {
		return arguments.stream().map(Argument::buffer).toList();
	}

	@Override
	public void bind(final Dnnl dnnl) {
		bound = new dnnl_exec_arg_t(arguments.size());
		final dnnl_exec_arg_t all = bound;
		dnnl.own(all::deallocate);
		memories.clear();
		for (int i = 0; i < arguments.size(); i++) {
			final Argument one = arguments.get(i);
			final dnnl_memory memory = dnnl.memory(one.described, one.buffer
				.address() + one.offset);
			memories.add(memory);
			bound.position(i).arg(one.number);
			bound.position(i).memory(memory);
		}
		bound.position(0);
	}

	/** Binds one that is no step of a plan: what has no place gets one. */
	Primitive bindAlone(final Dnnl dnnl) {
		buffers().stream().filter(b -> !b.isPlaced()).forEach(b -> b.placeAt(dnnl
			.allocate(b.bytes())));
		bind(dnnl);
		return this;
	}

	/** Takes another place for an argument from now on. */
	void move(final int number, final long address) {
		for (int i = 0; i < arguments.size(); i++) {
			if (arguments.get(i).number == number) {
				Dnnl.check("memory", dnnl_memory_set_data_handle(memories.get(i),
					new Dnnl.Address(address)));
			}
		}
	}

	@Override
	public void run(final StopSignal stop) {
		run();
	}

	void run() {
		Dnnl.check("primitive", dnnl_primitive_execute(primitive, Dnnl.stream(),
			arguments.size(), bound));
	}
}
