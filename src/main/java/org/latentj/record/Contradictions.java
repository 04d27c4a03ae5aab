
package org.latentj.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.operation.Refiner;
import org.latentj.operation.SeedSweep;
import org.latentj.operation.attention.ObservePicture;
import org.latentj.operation.conditioning.Controls;
import org.latentj.operation.conditioning.UnclipPictures;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.UsedZarr;
import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * What a record says in two ways: once as the settings of its operation, and
 * once as the call of a command, by which it is made again. LatentJ writes both
 * alike; but a record is text, which anybody can change.
 */
public final class Contradictions {

	/** Letters of a value that are told, and of what is alike before. */
	private static final int TOLD = 60;

	private static final int ALIKE = 20;

	private static final String SEED = "seed";

	/** Settings of workflows that do not name files. */
	private static final List<String> TOLD_OF_WORKFLOWS = List.of("prompt",
		"negative", SEED, "steps", "cfg", "sampler", "scheduler", "denoise");

	private static final String MORE = "...";

	private final Provenance record;

	private final Call call;

	private final OperationType<?> type;

	/** What the call gives of the operation's settings. */
	private SettingValues called = SettingValues.none();

	private Contradictions(final Provenance record, final Call call,
		final OperationType<?> type)
	{
		this.record = record;
		this.call = call;
		this.type = type;
		type.asked().forEach(this::take);
	}

	/**
	 * A sentence of what differs in a record or in those of the steps before,
	 * without its full stop.
	 *
	 * @return empty if nothing does
	 */
	public static Optional<String> of(final Provenance record) {
		final List<String> all = new ArrayList<>();
		for (int i = 0; i < record.before().size(); i++) {
			final String step = "in step " + (i + 1) + " ";
			between(record.before().get(i)).forEach(d -> all.add(step + d));
		}
		all.addAll(between(record));
		return sentence(all);
	}

	/**
	 * The same of a record of a workflow's image.
	 *
	 * @param made what the workflow that is in it makes
	 */
	public static Optional<String> of(final Provenance record,
		final Provenance made)
	{
		final List<String> all = TOLD_OF_WORKFLOWS.stream().filter(s -> record.has(
			s) && made.has(s)).flatMap(s -> difference(s, record.setting(s), made
				.setting(s)).stream()).map(d -> d.replaceFirst("command$", "workflow"))
			.toList();
		return sentence(all);
	}

	private static Optional<String> sentence(final List<String> all) {
		return all.isEmpty() ? Optional.empty() : Optional.of(
			"the record of this image contradicts itself: " + String.join("; ", all));
	}

	private static List<String> between(final Provenance record) {
		final Optional<OperationType<?>> type = Operations.ALL.find(record
			.operation()).or(() -> Optional.<OperationType<?>> of(ObservePicture.TYPE)
				.filter(t -> t.id().equals(record.operation())));
		// NB: of workflows the settings are told by the workflow that is in them.
		return type.isEmpty() || record.call().isEmpty() ? List.of()
			: new Contradictions(record, record.call().get(), type.get()).all();
	}

	private List<String> all() {
		final String command = call.inputs().getOrDefault("operation", call
			.command());
		if (!command.equals(type.command()) && !command.equals(type.id())) {
			return List.of("the operation is " + type.id() + ", the command " +
				command);
		}
		final List<String> all = new ArrayList<>();
		for (final Parameter<?, ?> parameter : type.parameters()) {
			if (parameter.asked() && !isOther(parameter.setting()) && !isNone(
				parameter.setting()))
			{
				difference(parameter).ifPresent(all::add);
			}
		}
		final String seeds = SeedSweep.SEEDS.asked();
		difference(seeds, or(record.setting(SeedSweep.SEEDS.id()), "1"), call
			.inputs().getOrDefault(seeds, "1")).ifPresent(all::add);
		return all;
	}

	/**
	 * Whether the two differ also as they were written: names of files and
	 * images, which are found by the settings' digests; and seeds of one of
	 * several pictures.
	 */
	private boolean isOther(final Setting<?> setting) {
		return setting == Controls.SETTING || setting == Refiner.CHECKPOINT &&
			isGiven(Refiner.CHECKPOINT) && !record.setting(Refiner.CHECKPOINT.id())
				.isEmpty() || setting == Refiner.START && !isGiven(Refiner.START) ||
			setting.id().equals(SEED) && (record.has("sliceseeds") || UsedZarr.of(
				record).isPresent());
	}

	private boolean isGiven(final Setting<?> setting) {
		return call.inputs().containsKey(setting.asked()) && !List.of("", "0")
			.contains(call.inputs().get(setting.asked()).strip());
	}

	private Optional<String> difference(final Parameter<?, ?> parameter) {
		final Setting<?> setting = parameter.setting();
		final boolean told = record.has(setting.id());
		final boolean given = call.inputs().containsKey(setting.asked());
		if (!told && (!given || !parameter.optional() || isIdle(setting)) ||
			!given && (type == ObservePicture.TYPE || setting.standard().isEmpty()))
		{
			return Optional.empty();
		}
		return difference(setting.asked(), told ? plain(setting, record.setting(
			setting.id())) : usual(setting), given ? plain(setting, call.inputs().get(
				setting.asked())) : usual(setting));
	}

	/** Whether it changes nothing, as the call has it. */
	private boolean isIdle(final Setting<?> setting) {
		return type.needs().stream().anyMatch(n -> n.setting() == setting && !n
			.met().test(called));
	}

	private static <T> String usual(final Setting<T> setting) {
		return setting.standard().map(setting::text).orElse("");
	}

	/** Whether the call has a text that is no value: it cannot be run. */
	private boolean isNone(final Setting<?> setting) {
		final String text = call.inputs().get(setting.asked());
		return text != null && value(setting, text).isEmpty();
	}

	/** A text as the setting writes it; itself if it is no value of it. */
	private static <T> String plain(final Setting<T> setting, final String text) {
		return value(setting, text).map(setting::text).orElse(text);
	}

	private static <T> Optional<T> value(final Setting<T> setting,
		final String text)
	{
		try {
			if (setting == UnclipPictures.PICTURES) {
				// NB: what is left out is written in the settings.
				return Optional.of(setting.given(UnclipPictures.of(SettingValues.none()
					.with(UnclipPictures.PICTURES, text)).toString()));
			}
			return Optional.of(setting.given(setting.isNumber() ? Double.valueOf(text)
				: setting.type().input() == boolean.class ? Boolean.valueOf(text)
					: text));
		}
		catch (final IllegalArgumentException e) {
			// NB: whoever runs it is told of it.
			return Optional.empty();
		}
	}

	private <T> void take(final Setting<T> setting) {
		Optional.ofNullable(call.inputs().get(setting.asked())).flatMap(
			text -> value(setting, text)).ifPresent(value -> called = called.with(
				setting, value));
	}

	private static Optional<String> difference(final String name,
		final String told, final String given)
	{
		if (told.equals(given)) {
			return Optional.empty();
		}
		int alike = 0;
		while (alike < Math.min(told.length(), given.length()) && told.charAt(
			alike) == given.charAt(alike))
		{
			alike++;
		}
		return Optional.of(name + " is " + excerpt(told, alike) +
			" in its settings and " + excerpt(given, alike) + " in its command");
	}

	/** NB: prompts may be long. */
	private static String excerpt(final String value, final int from) {
		final int start = value.length() <= TOLD ? 0 : Math.max(0, from - ALIKE);
		final int end = Math.min(value.length(), start + TOLD);
		return "'" + (start > 0 ? MORE : "") + value.substring(start, end).strip() +
			(end < value.length() ? MORE : "") + "'";
	}

	private static String or(final String text, final String other) {
		return text.isEmpty() ? other : text;
	}
}
