
package org.latentj.command.batch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

import org.latentj.imageplus.ImageSettings;
import org.latentj.control.Bounds;
import org.latentj.omezarr.run.OmeSettings;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * The settings that a batch has for the operations that it can do with its
 * items: those that all of them share, and of each one's own its
 * {@link OperationType#arguments()} and those that have help for batches.
 */
public final class BatchOperations {

	private static final String PROMPT = "prompt";

	private final Operations operations;

	private final Setting<Double> denoise;

	/** By the operation's id. */
	private final Map<String, List<Setting<?>>> each;

	private final List<Setting<?>> all;

	/**
	 * @throws IllegalStateException if two of them have settings of one name and
	 *           different values, of which a batch cannot have both
	 */
	public BatchOperations(final Operations operations) {
		this.operations = operations;
		denoise = GenerationSettings.DENOISE.found().labelled("Denoise",
			"How much is changed; if left out " + operations.list().stream().filter(
				t -> t.placement() != Placement.NEW).map(t -> Bounds.plain(denoise(t)) +
					" for " + t.id()).collect(Collectors.joining(", ")) + ".");
		each = operations.list().stream().collect(Collectors.toMap(
			OperationType::id, this::settingsOf));
		all = joined();
	}

	/** What can be done. */
	public Operations list() {
		return operations;
	}

	/** The settings that a batch has, whatever it does. */
	public List<Setting<?>> settings() {
		return all;
	}

	private List<Setting<?>> joined() {
		final Map<String, Setting<?>> named = new LinkedHashMap<>();
		for (final OperationType<?> type : operations.list()) {
			for (final Setting<?> setting : settings(type)) {
				final Setting<?> other = named.putIfAbsent(setting.asked(), setting);
				if (other != null && !other.type().equals(setting.type())) {
					throw new IllegalStateException("a batch cannot have '" + setting
						.asked() + "' of " + type.id() +
						": that of another operation has other values");
				}
			}
		}
		return List.copyOf(named.values());
	}

	/** The settings that a batch has for one of its operations. */
	public List<Setting<?>> settings(final OperationType<?> type) {
		return each.get(type.id());
	}

	private List<Setting<?>> settingsOf(final OperationType<?> type) {
		final List<Setting<?>> settings = new ArrayList<>(GenerationSettings
			.shared());
		settings.add(1 + settings.indexOf(GenerationSettings.SCHEDULER), denoise);
		settings.addAll(ImageSettings.withInBatches(type.placement(), own(type)));
		if (type.placement() != Placement.NEW) {
			settings.addAll(OmeSettings.ALL);
		}
		return List.copyOf(settings);
	}

	/** Those of them that the operation has alone. */
	public static List<Setting<?>> own(final OperationType<?> type) {
		final List<Setting<?>> shared = GenerationSettings.shared();
		return type.asked().stream().filter(s -> type.arguments().contains(s
			.asked()) || s.texts().ofBatches().isPresent()).filter(s -> !shared
				.contains(s) && !s.id().equals(GenerationSettings.DENOISE.id()))
			.<Setting<?>> map(s -> own(s, type.id())).toList();
	}

	private static <T> Setting<T> own(final Setting<T> setting, final String id) {
		return setting.ofBatches(setting.texts().ofBatches().orElse("For " + id +
			": " + setting.help())).inBatches();
	}

	/** The default of an operation's own command. */
	public static double denoise(final OperationType<?> type) {
		return type.parameters().stream().map(Parameter::setting).filter(s -> s.id()
			.equals(GenerationSettings.DENOISE.id())).map(Setting::standard).flatMap(
				Optional::stream).mapToDouble(v -> (Double) v).findFirst().orElse(1);
	}

	/** Those parameters of an operation's own command that a batch has too. */
	public List<String> inputs(final OperationType<?> type) {
		final List<String> inputs = new ArrayList<>(List.of("checkpoint", "clip",
			"vae", "lora"));
		settings(type).forEach(s -> inputs.add(s.asked()));
		if (type.placement() == Placement.NEW) {
			// NB: of the first pass, which its command does not have.
			inputs.remove(denoise.asked());
		}
		return inputs;
	}

	/**
	 * Values that are complete, with the usual size where none was given.
	 *
	 * @param sides the settings of a size
	 * @param usual width and height in pixels
	 */
	public SettingValues sized(final OperationType<?> type,
		final SettingValues given, final List<Setting<Integer>> sides,
		final IntSupplier usual)
	{
		SettingValues values = given;
		for (final Setting<Integer> side : sides) {
			if (settings(type).stream().anyMatch(s -> s.id().equals(side.id())) &&
				values.find(side).isEmpty())
			{
				values = values.with(side, usual.getAsInt());
			}
		}
		return type.completed(values);
	}

	/**
	 * The record of an item, as if its operation's own command had made it.
	 *
	 * @param inputs of the batch, as text
	 * @param images that were worked on
	 */
	public Provenance called(final OperationType<?> type,
		final Map<String, String> inputs, final Provenance record,
		final Map<String, InputImage> images)
	{
		final Map<String, String> own = new LinkedHashMap<>(inputs);
		own.keySet().retainAll(inputs(type));
		// NB: the command itself works on an open image.
		own.keySet().removeIf(OmeSettings::has);
		own.put("seed", record.setting("seed"));
		own.put(PROMPT, record.setting(PROMPT));
		return record.withCall(new Call(type.command(), own, images));
	}

	/** The names of those of its settings that an operation does not use. */
	public Set<String> unused(final OperationType<?> type) {
		final Set<String> names = settings().stream().map(Setting::asked).collect(
			Collectors.toCollection(HashSet::new));
		names.removeAll(inputs(type));
		if (type.placement() == Placement.NEW) {
			// NB: each line has its own.
			names.add(PROMPT);
		}
		return names;
	}

	/**
	 * Whether an operation uses an input of the batch; one that there isn't uses
	 * all.
	 *
	 * @param zarr whether pictures may be of an OME-Zarr
	 */
	public boolean isUsed(final String operation, final String input,
		final boolean zarr)
	{
		final Optional<OperationType<?>> kind = operations.find(operation);
		final boolean texts = kind.isPresent() && kind.get()
			.placement() == Placement.NEW;
		return switch (input) {
			case "input" -> !texts;
			case "prompts" -> texts;
			case PROMPT -> !texts;
			case "workflow", "set", "load" -> false;
			case "image", "level", "region", "tiles", "overlap" -> !texts && zarr;
			default -> kind.isEmpty() || settings().stream().noneMatch(s -> s.asked()
				.equals(input)) || inputs(kind.get()).contains(input);
		};
	}
}
