
package org.latentj.onnx.graph;

import com.google.protobuf.CodedOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A protobuf message under construction: fields in the order of the calls. ONNX
 * needs seven kinds of message with a handful of fields each, whose numbers
 * stand in the ONNX IR specification ({@code onnx.proto}).
 */
final class Message {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

	Message int64(final int field, final long value) {
		return write(() -> out.writeInt64(field, value));
	}

	Message float32(final int field, final float value) {
		return write(() -> out.writeFloat(field, value));
	}

	Message string(final int field, final String value) {
		return write(() -> out.writeString(field, value));
	}

	Message bytes(final int field, final byte[] value) {
		return write(() -> out.writeByteArray(field, value));
	}

	Message message(final int field, final Message value) {
		return bytes(field, value.toByteArray());
	}

	byte[] toByteArray() {
		write(out::flush);
		return bytes.toByteArray();
	}

	private Message write(final Write write) {
		try {
			write.run();
			return this;
		}
		catch (final IOException e) {
			throw new UncheckedIOException("writing to memory failed", e);
		}
	}

	private interface Write {

		void run() throws IOException;
	}
}
