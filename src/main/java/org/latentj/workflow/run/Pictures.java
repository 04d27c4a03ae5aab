
package org.latentj.workflow.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import org.latentj.checkpoint.Sha256;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.node.LoadedPicture;

/** The pictures that a workflow names, each looked for once. */
final class Pictures {

	private final LoadedPicture.Finder finder;

	private final Map<String, LoadedPicture> known = new HashMap<>();

	Pictures(final LoadedPicture.Finder finder) {
		this.finder = finder;
	}

	/**
	 * A picture.
	 *
	 * @param name as ComfyUI has it, perhaps with its folder behind it
	 */
	LoadedPicture find(final String name) {
		return known.computeIfAbsent(LoadedPicture.plain(name), finder::find);
	}

	/** See {@link WorkflowRun#digest}. */
	String digest(final String name) {
		return digest(find(name));
	}

	static String digest(final LoadedPicture picture) {
		final String pixels = digest(picture.pixels());
		return picture.alpha().isEmpty() ? pixels : Sha256.of((pixels + digest(
			picture.alpha().get())).getBytes(StandardCharsets.US_ASCII));
	}

	private static String digest(final Tensor tensor) {
		try {
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(Arrays.toString(tensor.shape()).getBytes());
			final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
			for (final float number : tensor.data()) {
				if (!bytes.hasRemaining()) {
					digest.update(bytes.flip());
					bytes.clear();
				}
				bytes.putFloat(number);
			}
			digest.update(bytes.flip());
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("this Java has no SHA-256", e);
		}
	}
}
