
package org.latentj.setting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values of settings, each of its setting's type. Never changed. */
public final class SettingValues {

	private final Map<String, Object> values;

	private SettingValues(final Map<String, Object> values) {
		this.values = values;
	}

	/** No values. */
	public static SettingValues none() {
		return new SettingValues(Map.of());
	}

	/**
	 * These and another one, in the place of that which the setting had.
	 *
	 * @throws IllegalArgumentException if it is out of its range
	 */
	public <T> SettingValues with(final Setting<T> setting, final T value) {
		final Map<String, Object> more = new LinkedHashMap<>(values);
		more.put(setting.id(), setting.check(value));
		return new SettingValues(more);
	}

	/** These without that of a setting. */
	public SettingValues without(final Setting<?> setting) {
		final Map<String, Object> less = new LinkedHashMap<>(values);
		less.remove(setting.id());
		return new SettingValues(less);
	}

	/**
	 * The value of a setting.
	 *
	 * @throws IllegalArgumentException if there is none
	 */
	public <T> T get(final Setting<T> setting) {
		return find(setting).orElseThrow(() -> new IllegalArgumentException(setting
			.id() + " is missing, it must be " + setting.type().valid()));
	}

	/** The value of a setting, if there is one. */
	@SuppressWarnings("unchecked")
	public <T> Optional<T> find(final Setting<T> setting) {
		// NB: with() lets in nothing but the setting's type.
		return Optional.ofNullable((T) values.get(setting.id()));
	}
}
