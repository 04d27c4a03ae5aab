
package org.latentj.stack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.latentj.checkpoint.Sha256;
import org.latentj.image.Mask;
import org.latentj.provenance.Provenance.UsedMask;

/** The masks of a run one after the other, for its record. */
final class UsedMasks {

	private final List<String> different = new ArrayList<>();

	/** Adds the mask of the next slice. */
	void add(final Mask mask) {
		final String sha256 = sha256(mask);
		if (different.isEmpty() || !different.get(different.size() - 1).equals(
			sha256))
		{
			different.add(sha256);
		}
	}

	/** What the record says of them; nothing if there was none. */
	Optional<UsedMask> record() {
		if (different.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new UsedMask(different.size() == 1 ? different.get(0)
			: Sha256.of((String.join("\n", different) + "\n").getBytes(
				StandardCharsets.US_ASCII)), different.size()));
	}

	/** See {@link UsedMask#sha256}. */
	private static String sha256(final Mask mask) {
		final MessageDigest digest = Sha256.digest();
		for (final int size : new int[] { mask.width(), mask.height(), 1, 1, 1 }) {
			digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, size));
		}
		for (int y = 0; y < mask.height(); y++) {
			digest.update(mask.row(y));
		}
		return HexFormat.of().formatHex(digest.digest());
	}
}
