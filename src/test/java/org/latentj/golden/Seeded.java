
package org.latentj.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

import org.latentj.sampling.noise.TorchNoise;

/**
 * A checkpoint of random weights, told by the seeds of its tensors instead of
 * the numbers, which would be some megabytes: {@code name.seeded} is a packed
 * JSON object with the file's header as it is, and for each tensor the scale
 * and offset of PyTorch's normally distributed numbers, which are rounded to
 * half precision if the header says so (a third number multiplies the sum, a
 * fourth divides the random numbers before); its seed is the CRC-32 of prefix
 * and name, or of another name of the same tensor, XOR'ed. The few that were
 * made in another way stand in it as they are. The file is made once, equal to
 * the original bit for bit.
 */
final class Seeded {

	private static final String ENDING = ".seeded";

	private static final Path MADE = Path.of("target", "golden");

	private Seeded() {}

	/**
	 * The file of a name.
	 *
	 * @param stored where it would lie in the resources
	 * @return that, or if there is its description instead, the file made of it
	 */
	static synchronized Path file(final String name, final Path stored) {
		final Path description = stored.resolveSibling(stored.getFileName()
			.toString().replaceFirst("\\.\\w+$", ENDING));
		if (Files.exists(stored) || !Files.exists(description)) {
			return stored;
		}
		final Path made = MADE.resolve(name);
		try {
			Files.createDirectories(made.getParent());
			// NB: other processes of tests look for it, too, and hold what they find.
			try (FileChannel lock = FileChannel.open(made.resolveSibling(made
				.getFileName() + ".lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock held = lock.lock())
			{
				if (!Files.exists(made) || Files.getLastModifiedTime(made).compareTo(
					Files.getLastModifiedTime(description)) < 0)
				{
					final Path part = Files.createTempFile(made.getParent(), "part", "");
					Files.write(part, bytes(description));
					Files.move(part, made, StandardCopyOption.ATOMIC_MOVE,
						StandardCopyOption.REPLACE_EXISTING);
				}
			}
			return made;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static byte[] bytes(final Path description) throws IOException {
		final JsonObject all;
		try (Reader in = new InputStreamReader(new GZIPInputStream(Files
			.newInputStream(description)), StandardCharsets.UTF_8))
		{
			all = JsonParser.parseReader(in).getAsJsonObject();
		}
		final byte[] header = all.get("header").getAsString().getBytes(
			StandardCharsets.UTF_8);
		final JsonObject tensors = JsonParser.parseString(all.get("header")
			.getAsString()).getAsJsonObject();
		tensors.remove("__metadata__");
		long size = 0;
		for (final Map.Entry<String, JsonElement> t : tensors.entrySet()) {
			size = Math.max(size, offset(t.getValue(), 1));
		}
		final ByteBuffer out = ByteBuffer.allocate((int) (Long.BYTES +
			header.length + size)).order(ByteOrder.LITTLE_ENDIAN);
		out.putLong(header.length).put(header);
		final int start = out.position();
		for (final Map.Entry<String, JsonElement> t : tensors.entrySet()) {
			out.position(start + (int) offset(t.getValue(), 0));
			fill(out, all, t.getKey(), t.getValue().getAsJsonObject());
		}
		return out.array();
	}

	private static long offset(final JsonElement tensor, final int end) {
		return tensor.getAsJsonObject().getAsJsonArray("data_offsets").get(end)
			.getAsLong();
	}

	private static void fill(final ByteBuffer out, final JsonObject all,
		final String name, final JsonObject tensor)
	{
		final JsonArray rule = all.getAsJsonObject("rules").getAsJsonArray(name);
		if (rule == null) {
			out.put(Base64.getDecoder().decode(all.getAsJsonObject("literals").get(
				name).getAsString()));
			return;
		}
		int count = 1;
		for (final JsonElement axis : tensor.getAsJsonArray("shape")) {
			count *= axis.getAsInt();
		}
		final CRC32 crc = new CRC32();
		final JsonObject names = all.getAsJsonObject("names");
		crc.update((all.get("prefix").getAsString() + (names == null || !names.has(
			name) ? name : names.get(name).getAsString())).getBytes(
				StandardCharsets.UTF_8));
		final float scale = (float) rule.get(0).getAsDouble();
		final float offset = (float) rule.get(1).getAsDouble();
		final float factor = rule.size() < 3 ? 1 : (float) rule.get(2)
			.getAsDouble();
		final float divisor = rule.size() < 4 ? 1 : (float) rule.get(3)
			.getAsDouble();
		final boolean single = tensor.get("dtype").getAsString().equals("F32");
		for (final float n : new TorchNoise(crc.getValue() ^ all.get("xor")
			.getAsLong()).randn(count).data())
		{
			final float number = (n / divisor * scale + offset) * factor;
			if (single) {
				out.putFloat(number);
			}
			else {
				out.putShort(half(number));
			}
		}
	}

	/** Rounded to half precision, halves to the even number. */
	private static short half(final float x) {
		final int sign = x < 0 || 1 / x < 0 ? 0x8000 : 0;
		final double size = Math.abs((double) x);
		final int exponent = Math.max(-14, size == 0 ? -14 : Math.getExponent(
			size));
		final long steps = (long) Math.rint(Math.scalb(size, 10 - exponent));
		return (short) (sign | (exponent + 14 << 10) + (int) steps);
	}
}
