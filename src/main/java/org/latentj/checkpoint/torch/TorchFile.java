
package org.latentj.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;
import org.latentj.checkpoint.FileState;
import org.latentj.pickle.PickleException;
import org.latentj.pickle.Unpickler;
import org.latentj.tensor.Tensor;

/**
 * A file that PyTorch's {@code save} wrote: {@code .pt}, {@code .bin},
 * {@code .ckpt}. Nothing of it is run. Of its two forms, that of today is a zip
 * archive of a pickle and the storages; that before PyTorch 1.6 five pickles
 * and then the storages.
 *
 * @param state the file as it was just before it was read
 * @param value what was saved, as {@link Unpickler} and {@link TorchTensor}
 *          have it
 */
public record TorchFile(FileState state, Object value) {

	/** What is said to do instead. */
	public static final String OTHERWISE =
		"; choose the same model's .safetensors file";

	/**
	 * Reads a file's structure, no tensors.
	 *
	 * @throws CheckpointException if it is damaged, no such file, or asks for
	 *           anything but tensors; it names the file, the place and what would
	 *           be valid
	 */
	public static TorchFile open(final Path file) throws IOException {
		final FileHead head = FileHead.of(file);
		final FileState state = FileState.of(head.file());
		try (FileChannel channel = FileChannel.open(head.file())) {
			final Map<String, TorchStorage> storages = new LinkedHashMap<>();
			final TorchGlobals globals = new TorchGlobals((type, id) -> storages
				.computeIfAbsent((String) id.get(2), k -> new TorchStorage(type,
					(Long) id.get(4))));
			final Object value = head.startsWith("PK") ? TorchZip.read(channel,
				globals, storages) : TorchLegacy.read(channel, globals, storages);
			return new TorchFile(state, value);
		}
		catch (final PickleException e) {
			throw new CheckpointException(head.file(), "", e.getMessage() + OTHERWISE,
				e);
		}
	}

	/** A tensor's numbers, in single precision. */
	public Tensor read(final TorchTensor tensor) throws IOException {
		return tensor.info("", state).read();
	}

	/** Some bytes of a file, which the caller knows to be few. */
	static ByteBuffer bytes(final FileChannel channel, final long from,
		final long count) throws IOException
	{
		if (from < 0 || count < 0 || count > Unpickler.LONGEST || from > channel
			.size() - count)
		{
			throw new PickleException("bytes " + from + " to " + (from + count) +
				" are needed, but the file has " + channel.size() +
				", and pickles of up to " + Unpickler.LONGEST + " bytes are read");
		}
		final ByteBuffer bytes = ByteBuffer.allocate((int) count).order(
			ByteOrder.LITTLE_ENDIAN);
		while (bytes.hasRemaining()) {
			if (channel.read(bytes, from + bytes.position()) < 0) {
				throw new PickleException("the file was cut short while it was read");
			}
		}
		return bytes.flip();
	}
}
