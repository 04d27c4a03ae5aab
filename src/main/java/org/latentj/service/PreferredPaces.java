
package org.latentj.service;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.latentj.control.Pace;
import org.scijava.prefs.PrefService;

/**
 * How fast runs were, by checkpoint and way of computing: of this session, and
 * in the preferences of earlier ones.
 */
public final class PreferredPaces {

	/** Null if there are none. */
	private final PrefService preferences;

	private final Map<String, Pace> known = new ConcurrentHashMap<>();

	PreferredPaces(final PrefService preferences) {
		this.preferences = preferences;
	}

	/**
	 * Keeps how fast a run was.
	 *
	 * @param way of computing, in a few words
	 */
	public void put(final String checkpoint, final String way, final Pace pace) {
		final String key = key(checkpoint, way);
		known.put(key, pace);
		if (preferences != null) {
			preferences.put(PreferredPaces.class, key, pace.toText());
		}
	}

	/**
	 * How fast the last run was that computed in the same way; empty if none is
	 * known.
	 */
	public Optional<Pace> get(final String checkpoint, final String way) {
		final String key = key(checkpoint, way);
		return Optional.ofNullable(known.get(key)).or(() -> preferences == null
			? Optional.empty() : Pace.ofText(preferences.get(PreferredPaces.class,
				key, "")));
	}

	/** NB: preferences take short names only; a stranger's pace does no harm. */
	private static String key(final String checkpoint, final String way) {
		return String.format(Locale.ROOT, "%08x %s", checkpoint.hashCode(), way);
	}
}
