
package org.latentj.checkpoint.format;

import static org.latentj.checkpoint.CheckpointException.cut;
import static org.latentj.checkpoint.CheckpointException.quote;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.control.Utf8;

/**
 * Reads the JSON of a safetensors header, one token after the other and without
 * recursion:
 *
 * <pre>
 * {"__metadata__": {"key": "text"},
 *  "name": {"dtype": "F16", "shape": [1, 16], "data_offsets": [0, 32]}, ...}
 * </pre>
 *
 * Names may not come twice. Further keys of a tensor are skipped, as the
 * reference implementation does.
 */
final class SafetensorsHeader {

	private static final String METADATA = "__metadata__";

	private static final int DEEPEST = 128;

	private final FileState file;

	private final JsonReader in;

	private final Map<String, String> metadata = new LinkedHashMap<>();

	private final List<TensorInfo> tensors = new ArrayList<>();

	private String place = "header";

	private SafetensorsHeader(final FileState file, final JsonReader in) {
		this.file = file;
		this.in = in;
	}

	/**
	 * @param file which the tensors lie in
	 * @param json the header's bytes, all of the backing array
	 */
	static SafetensorsHeader parse(final FileState file, final ByteBuffer json)
		throws IOException
	{
		checkStart(file.file(), json);
		checkUtf8(file.file(), json);
		final JsonReader in = new JsonReader(new InputStreamReader(
			new ByteArrayInputStream(json.array()), StandardCharsets.UTF_8));
		final SafetensorsHeader header = new SafetensorsHeader(file, in);
		try {
			header.readAll();
		}
		catch (final MalformedJsonException | EOFException
				| IllegalStateException e)
		{
			throw new CheckpointException(file.file(), header.place,
				"is not valid JSON" + where(in), e);
		}
		return header;
	}

	private static String where(final JsonReader in) {
		// NB: only its toString tells line, column and path.
		return cut(in.toString().replaceFirst("^JsonReader", ""));
	}

	/** The free text entries. */
	Map<String, String> metadata() {
		return metadata;
	}

	/**
	 * All tensors in the header's order, offsets counted from the end of the
	 * header and not yet checked against anything.
	 */
	List<TensorInfo> tensors() {
		return tensors;
	}

	private static void checkStart(final Path file, final ByteBuffer json)
		throws CheckpointException
	{
		if (json.get(0) != '{') {
			throw new CheckpointException(file, "header", String.format(Locale.ROOT,
				"begins with the byte 0x%02X, but must begin with '{'", json.get(0)));
		}
	}

	private static void checkUtf8(final Path file, final ByteBuffer json)
		throws CheckpointException
	{
		final int valid = Utf8.valid(json);
		if (valid < json.remaining()) {
			throw new CheckpointException(file, "header", "byte " + valid +
				" of it is not valid UTF-8");
		}
	}

	private void readAll() throws IOException {
		final Set<String> seen = new HashSet<>();
		in.beginObject();
		while (in.hasNext()) {
			final String name = in.nextName();
			place = "header, tensor " + quote(name);
			if (!seen.add(name)) {
				throw problem("comes twice; every name may come once");
			}
			if (name.equals(METADATA)) {
				readMetadata();
			}
			else {
				readTensor(name);
			}
			place = "header";
		}
		in.endObject();
		if (in.peek() != JsonToken.END_DOCUMENT) {
			throw problem("only blanks may follow the closing '}'");
		}
	}

	private void readMetadata() throws IOException {
		place = "header, " + METADATA;
		if (in.peek() == JsonToken.NULL) {
			// NB: the reference implementation takes it for no metadata.
			in.nextNull();
			return;
		}
		expect(JsonToken.BEGIN_OBJECT, "an object of texts");
		in.beginObject();
		while (in.hasNext()) {
			final String key = in.nextName();
			place = "header, " + METADATA + ", " + quote(key);
			expect(JsonToken.STRING, "a text");
			if (metadata.put(key, in.nextString()) != null) {
				throw problem("comes twice; every key may come once");
			}
		}
		in.endObject();
	}

	private void readTensor(final String name) throws IOException {
		final String tensorPlace = place;
		DType dtype = null;
		long[] shape = null;
		long[] offsets = null;
		expect(JsonToken.BEGIN_OBJECT,
			"an object of dtype, shape and data_offsets");
		in.beginObject();
		while (in.hasNext()) {
			final String key = in.nextName();
			place = tensorPlace + ", " + quote(key);
			switch (key) {
				case "dtype" -> dtype = once(dtype, readDType());
				case "shape" -> shape = once(shape, readNumbers());
				case "data_offsets" -> offsets = once(offsets, readOffsets());
				default -> skip();
			}
		}
		in.endObject();
		place = tensorPlace;
		if (dtype == null || shape == null || offsets == null) {
			throw problem("has no " + (dtype == null ? "dtype" : shape == null
				? "shape" : "data_offsets") +
				"; dtype, shape and data_offsets are needed");
		}
		tensors.add(new TensorInfo(name, dtype, shape, file, offsets[0],
			offsets[1] - offsets[0]));
	}

	private <T> T once(final T before, final T now) throws CheckpointException {
		if (before != null) {
			throw problem("comes twice; every key may come once");
		}
		return now;
	}

	private DType readDType() throws IOException {
		expect(JsonToken.STRING, "a text");
		final String name = in.nextString();
		for (final DType type : DType.values()) {
			if (type.name().equals(name)) {
				return type;
			}
		}
		throw problem("unknown type " + quote(name) + "; known are " + Arrays
			.toString(DType.values()));
	}

	private long[] readOffsets() throws IOException {
		final long[] offsets = readNumbers();
		if (offsets.length != 2 || offsets[0] > offsets[1]) {
			throw problem((offsets.length == 2 ? Arrays.toString(offsets)
				: offsets.length + " numbers") +
				", but a first byte and the one after the last are needed, as in [0, 16]");
		}
		return offsets;
	}

	private long[] readNumbers() throws IOException {
		expect(JsonToken.BEGIN_ARRAY, "a list of whole numbers");
		final LongStream.Builder numbers = LongStream.builder();
		in.beginArray();
		while (in.hasNext()) {
			expect(JsonToken.NUMBER, "whole numbers");
			numbers.add(wholeNumber(in.nextString()));
		}
		in.endArray();
		return numbers.build().toArray();
	}

	// NB: JsonReader.nextLong would take "3" and 3.0 for 3.
	private long wholeNumber(final String text) throws CheckpointException {
		try {
			if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
				return Long.parseLong(text);
			}
		}
		catch (final NumberFormatException e) {
			// NB: too large; told below.
		}
		throw problem(quote(text) +
			" is not a whole number from 0 to 2^63 - 1 in plain digits");
	}

	/** Passes over one value of any kind, in bounded depth. */
	private void skip() throws IOException {
		int depth = 0;
		do {
			switch (in.peek()) {
				case BEGIN_OBJECT -> {
					in.beginObject();
					depth++;
				}
				case BEGIN_ARRAY -> {
					in.beginArray();
					depth++;
				}
				case END_OBJECT -> {
					in.endObject();
					depth--;
				}
				case END_ARRAY -> {
					in.endArray();
					depth--;
				}
				case NAME -> in.nextName();
				default -> in.skipValue();
			}
			if (depth > DEEPEST) {
				throw problem("is nested deeper than " + DEEPEST +
					" levels, which are allowed");
			}
		}
		while (depth > 0);
	}

	private void expect(final JsonToken token, final String valid)
		throws IOException
	{
		final JsonToken found = in.peek();
		if (found != token) {
			throw problem("is of kind " + found.name().replace("BEGIN_", "")
				.toLowerCase(Locale.ROOT) + ", but must be " + valid);
		}
	}

	private CheckpointException problem(final String problem) {
		return new CheckpointException(file.file(), place, problem);
	}
}
