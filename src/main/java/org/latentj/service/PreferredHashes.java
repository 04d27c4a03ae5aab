
package org.latentj.service;

import org.latentj.provenance.FileHashes;
import org.scijava.prefs.PrefService;

/** Keeps SHA-256s in the preferences, for later sessions. */
final class PreferredHashes implements FileHashes.Store {

	private final PrefService preferences;

	PreferredHashes(final PrefService preferences) {
		this.preferences = preferences;
	}

	@Override
	public String get(final String key) {
		return preferences.get(PreferredHashes.class, key, "");
	}

	@Override
	public void put(final String key, final String sha256) {
		preferences.put(PreferredHashes.class, key, sha256);
	}
}
