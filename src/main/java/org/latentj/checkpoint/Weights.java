
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.latentj.tensor.Tensor;

/**
 * A checkpoint's tensors below a prefix, so that network code reads like the
 * checkpoint's keys: {@code weights.at("mid.block_1").get("conv1.weight")}.
 */
public final class Weights {

	private static final int PIECE = 1 << 20;

	private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

	private static final int MOST_AXES = 64;

	private static final int SHOWN_AXES = 8;

	private final Checkpoint checkpoint;

	/** By the names of this view, which are those of the file or canonical. */
	private final Map<String, TensorInfo> tensors;

	/** Added to names in messages: where in the file the view is, and a note. */
	private final Place place;

	private final String prefix;

	private record Place(String before, String note) {
	}

	Weights(final Checkpoint checkpoint, final String prefix) {
		this(checkpoint, checkpoint.tensors(), new Place("", ""), prefix);
	}

	private Weights(final Checkpoint checkpoint,
		final Map<String, TensorInfo> tensors, final Place place,
		final String prefix)
	{
		this.checkpoint = checkpoint;
		this.tensors = tensors;
		this.place = place;
		this.prefix = prefix;
	}

	/**
	 * The tensors below {@code name}, a path of dotted parts without the last
	 * dot.
	 */
	public Weights at(final String name) {
		return new Weights(checkpoint, tensors, place, prefix + name + ".");
	}

	/**
	 * These tensors under canonical names. Where two have the same one, that
	 * which is called so in the file counts.
	 */
	public Weights renamed(final Naming naming) {
		final Map<String, TensorInfo> renamed = new LinkedHashMap<>();
		for (final String name : names()) {
			final String canonical = naming.canonical(name);
			if (canonical.equals(name)) {
				renamed.put(name, get(name));
			}
			else {
				renamed.putIfAbsent(canonical, get(name));
			}
		}
		return new Weights(checkpoint, Collections.unmodifiableMap(renamed),
			new Place(place.before() + prefix, " (" + naming.description() + ")"),
			"");
	}

	/** Whether there is a tensor of this name. */
	public boolean has(final String name) {
		return tensors.containsKey(prefix + name);
	}

	/** Whether there is any tensor below this name. */
	public boolean hasAny(final String name) {
		final String start = prefix + name + ".";
		return tensors.keySet().stream().anyMatch(k -> k.startsWith(start));
	}

	/**
	 * The tensor of this name; an {@link IllegalArgumentException} names the
	 * missing key and the file.
	 */
	public TensorInfo get(final String name) {
		final TensorInfo info = tensors.get(prefix + name);
		if (info == null) {
			throw new IllegalArgumentException(checkpoint.file() +
				": there is no tensor '" + fullName(name) + "'" + place.note());
		}
		return info;
	}

	/**
	 * The tensor of this name, which has this shape.
	 *
	 * @throws IllegalArgumentException if it is missing or has another shape: it
	 *           names the file, the tensor, its shape and the one that fits
	 */
	public TensorInfo get(final String name, final long[] shape) {
		final TensorInfo info = get(name);
		if (!Arrays.equals(info.shape(), shape)) {
			throw problem(name, "has the shape " + text(info.shape()) + ", " + text(
				shape) + " fits");
		}
		return info;
	}

	/**
	 * The size of one axis of a tensor, at least 1, counted from the first.
	 *
	 * @throws IllegalArgumentException if the tensor is missing, has no such
	 *           axis, is empty, or has more than an int holds; it names the file,
	 *           the tensor and its shape
	 */
	public int size(final String name, final int axis) {
		final long[] shape = get(name).shape();
		if (axis >= shape.length) {
			throw problem(name, "has the shape " + text(shape) +
				", which has too few axes: at least " + (axis + 1) + " are valid");
		}
		if (shape[axis] < 1 || shape[axis] > Integer.MAX_VALUE) {
			throw problem(name, "has the shape " + text(shape) + "; sizes of 1 to " +
				Integer.MAX_VALUE + " are valid");
		}
		return (int) shape[axis];
	}

	/** A shape, of which a file may have thousands of axes. */
	private static String text(final long[] shape) {
		return shape.length <= SHOWN_AXES ? Arrays.toString(shape) : Arrays
			.toString(Arrays.copyOf(shape, SHOWN_AXES)).replace("]", ", ... (" +
				shape.length + " axes)]");
	}

	/**
	 * What is wrong with the tensors of a name, with the file and the full name.
	 */
	public IllegalArgumentException problem(final String name,
		final String problem)
	{
		return new IllegalArgumentException(checkpoint.file() + ": '" + fullName(
			name) + "': " + problem);
	}

	/** As the file has it, or where it has none as it would be. */
	private String fullName(final String name) {
		final TensorInfo info = tensors.get(prefix + name);
		return info != null ? info.name() : place.before() + prefix + name;
	}

	/** Names below the prefix, without it, in the file's order. */
	public List<String> names() {
		return tensors.keySet().stream().filter(k -> k.startsWith(prefix)).map(
			k -> k.substring(prefix.length())).collect(Collectors.toList());
	}

	/** How many numbers all tensors below the prefix hold together. */
	public long parameters() {
		return names().stream().map(this::get).mapToLong(t -> t.length() / t.dtype()
			.bytes()).sum();
	}

	/** The file that holds them. */
	public Checkpoint checkpoint() {
		return checkpoint;
	}

	/**
	 * Reads one tensor's numbers from the file, converted to single precision.
	 *
	 * @throws CheckpointException if the file has become shorter since it was
	 *           opened, if the tensor is too large for an array, or of a type
	 *           that cannot be converted (complex numbers, rare 8-bit floats)
	 */
	public Tensor read(final String name) throws IOException {
		final TensorInfo info = get(name);
		final DType type = info.dtype();
		final long count = info.length() / type.bytes();
		if (!type.isReadable()) {
			throw problem(info, "numbers of type " + type +
				" cannot be read; F64, F32, F16, BF16, F8_E4M3, F8_E5M2 and integers can");
		}
		if (count > LONGEST_ARRAY || info.shape().length > MOST_AXES) {
			throw problem(info, "has " + count + " numbers on " + info.rank() +
				" axes; at most " + LONGEST_ARRAY + " on " + MOST_AXES +
				" can be read at once");
		}
		// NB: a tensor without numbers may have axes of any size.
		if (Arrays.stream(info.shape()).anyMatch(s -> s > LONGEST_ARRAY)) {
			throw problem(info, "has the shape " + text(info.shape()) +
				"; sizes up to " + LONGEST_ARRAY + " can be read");
		}
		final float[] numbers = new float[(int) count];
		readInto(numbers, info);
		return new Tensor(numbers, Arrays.stream(info.shape()).mapToInt(
			Math::toIntExact).toArray());
	}

	private void readInto(final float[] numbers, final TensorInfo info)
		throws IOException
	{
		final int width = info.dtype().bytes();
		final ByteBuffer piece = ByteBuffer.allocate((int) Math.min(info.length(),
			PIECE)).order(ByteOrder.LITTLE_ENDIAN);
		try (FileChannel channel = FileChannel.open(checkpoint.file())) {
			for (int done = 0; done < numbers.length;) {
				final int count = Math.min(piece.capacity() / width, numbers.length -
					done);
				piece.clear().limit(count * width);
				fill(piece, channel, info, info.offset() + (long) done * width);
				info.dtype().decode(piece.flip(), numbers, done, count);
				done += count;
			}
		}
	}

	private void fill(final ByteBuffer piece, final FileChannel channel,
		final TensorInfo info, final long from) throws IOException
	{
		while (piece.hasRemaining()) {
			if (channel.read(piece, from + piece.position()) < 0) {
				throw problem(info, "reaches to byte " + (info.offset() + info
					.length()) + ", but the file now ends at byte " + channel.size() +
					"; it was changed since it was opened: open it again");
			}
		}
	}

	private CheckpointException problem(final TensorInfo info,
		final String problem)
	{
		return new CheckpointException(checkpoint.file(), "tensor " +
			CheckpointException.quote(info.name()), problem);
	}
}
