
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.latentj.onnx.runtime.InferenceException;

/**
 * oneDNN's objects that belong together, and the door to its C interface. Who
 * opens it closes it: all that was made with it goes then, in the reverse
 * order.
 */
final class Dnnl implements AutoCloseable {

	static final int BF16 = dnnl_bf16;

	static final int F32 = dnnl_f32;

	/** What a place of memory should begin at a multiple of. */
	private static final long ALIGNMENT = 64;

	/** NB: the processor's engine and stream keep nothing of what they ran. */
	private static final class Holder {

		static final dnnl_engine ENGINE = new dnnl_engine();

		static final dnnl_stream STREAM = new dnnl_stream();

		static {
			check("engine", dnnl_engine_create(ENGINE, dnnl_cpu, 0));
			check("stream", dnnl_stream_create(STREAM, ENGINE,
				dnnl_stream_default_flags));
		}

		private Holder() {}
	}

	private final Deque<Runnable> owned = new ArrayDeque<>();

	private final int threads;

	/** Makes the description of a primitive. */
	interface Description {

		int make(dnnl_primitive_desc description, dnnl_primitive_attr attributes);
	}

	/** A place in memory. */
	static final class Address extends Pointer {

		Address(final long address) {
			super((Pointer) null);
			this.address = address;
		}
	}

	/** For what is done in the thread that does it. */
	Dnnl() {
		this(1);
	}

	/** @param threads in which what is made with it will be run */
	Dnnl(final int threads) {
		this.threads = threads;
	}

	int threads() {
		return threads;
	}

	static dnnl_engine engine() {
		return Holder.ENGINE;
	}

	static dnnl_stream stream() {
		return Holder.STREAM;
	}

	/** @throws InferenceException unless the status is that of success */
	static void check(final String what, final int status) {
		if (status == dnnl_out_of_memory) {
			throw new OutOfMemoryError("oneDNN found no memory for its " + what);
		}
		if (status != dnnl_success) {
			throw new InferenceException("oneDNN's " + what + " failed (status " +
				status + ")");
		}
	}

	/** Bytes of a number. */
	static int bytes(final int type) {
		return type == F32 ? Float.BYTES : Short.BYTES;
	}

	/** What closes with the others. */
	void own(final Runnable close) {
		owned.push(close);
	}

	/** Memory that is not initialised. */
	long allocate(final long bytes) {
		final Pointer all = Pointer.malloc(bytes + ALIGNMENT);
		if (all == null || all.isNull()) {
			throw new OutOfMemoryError("oneDNN's engine found no " + bytes +
				" bytes of memory");
		}
		own(() -> Pointer.free(all));
		return (all.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	}

	/** The same for Java, in the processor's order. */
	ByteBuffer buffer(final long count) {
		return new BytePointer(new Address(allocate(count))).capacity(count)
			.asByteBuffer().order(ByteOrder.nativeOrder());
	}

	/** How numbers lie in memory. */
	dnnl_memory_desc described(final int type, final long[] shape,
		final long[] strides)
	{
		final dnnl_memory_desc made = new dnnl_memory_desc();
		check("description of memory", dnnl_memory_desc_create_with_strides(made,
			shape.length, shape, type, strides));
		own(() -> dnnl_memory_desc_destroy(made));
		return made;
	}

	/** Numbers that lie as oneDNN likes them best. */
	dnnl_memory_desc free(final int type, final long... shape) {
		final dnnl_memory_desc made = new dnnl_memory_desc();
		check("description of memory", dnnl_memory_desc_create_with_tag(made,
			shape.length, shape, type, dnnl_format_tag_any));
		own(() -> dnnl_memory_desc_destroy(made));
		return made;
	}

	/** A place of memory that is described so. */
	dnnl_memory memory(final dnnl_memory_desc description, final long address) {
		final dnnl_memory made = new dnnl_memory();
		check("memory", dnnl_memory_create(made, description, engine(), new Address(
			address)));
		own(() -> dnnl_memory_destroy(made));
		return made;
	}

	/** Describes a primitive whose scratch memory is given to it. */
	dnnl_primitive_desc describe(final String what,
		final List<PostOperation> after, final Description description)
	{
		final dnnl_primitive_desc made = tried(after, description);
		if (made == null) {
			throw new InferenceException("oneDNN has no " + what +
				" for such numbers");
		}
		return made;
	}

	/** The same; {@code null} where oneDNN has none. */
	dnnl_primitive_desc tried(final List<PostOperation> after,
		final Description description)
	{
		final dnnl_primitive_attr attributes = new dnnl_primitive_attr();
		check("attributes", dnnl_primitive_attr_create(attributes));
		final dnnl_post_ops operations = new dnnl_post_ops();
		check("post-operations", dnnl_post_ops_create(operations));
		try {
			for (final PostOperation one : after) {
				one.append(operations);
			}
			check("post-operations", dnnl_primitive_attr_set_post_ops(attributes,
				operations));
			check("attributes", dnnl_primitive_attr_set_scratchpad_mode(attributes,
				dnnl_scratchpad_mode_user));
			final dnnl_primitive_desc made = new dnnl_primitive_desc();
			if (description.make(made, attributes) != dnnl_success) {
				return null;
			}
			own(() -> dnnl_primitive_desc_destroy(made));
			return made;
		}
		finally {
			dnnl_post_ops_destroy(operations);
			dnnl_primitive_attr_destroy(attributes);
		}
	}

	/** Makes a primitive of its description. */
	dnnl_primitive primitive(final dnnl_primitive_desc description) {
		final dnnl_primitive made = new dnnl_primitive();
		check("primitive", dnnl_primitive_create(made, description));
		own(() -> dnnl_primitive_destroy(made));
		return made;
	}

	/** The name of what oneDNN has chosen to compute it with. */
	static String implementation(final dnnl_primitive_desc description) {
		try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
			check("query", dnnl_primitive_desc_query(description,
				dnnl_query_impl_info_str, 0, name));
			return name.get(BytePointer.class, 0).getString();
		}
	}

	@Override
	public void close() {
		while (!owned.isEmpty()) {
			owned.pop().run();
		}
	}
}
