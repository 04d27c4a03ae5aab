
package org.latentj.studio.form;

import ij.ImagePlus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.latentj.command.input.CommandCall;
import org.latentj.command.input.DialogDefault;
import org.latentj.command.input.DialogSections;
import org.latentj.command.input.DialogSections.Part;
import org.latentj.command.input.Forecast;
import org.latentj.command.input.MenuCommands;
import org.latentj.host.macro.MacroInputs;
import org.latentj.studio.run.StudioMode;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * The settings of all modes. What a user has set goes with him from one mode to
 * the next, all but how much is changed; what he hasn't is what the operation's
 * dialog begins with for the checkpoint.
 */
public final class StudioForm {

	/** How much is changed. */
	public static final String STRENGTH = "denoise";

	/** What each mode has a value of its own of. */
	private static final Set<String> OWN = Set.of(STRENGTH);

	/** What the Studio does itself, or has a place of its own for. */
	private static final Set<String> ELSEWHERE = Set.of("checkpoint", "prompt",
		"seed", "batch", "seeds", "preview", "keepsteps", "latent");

	private final Context context;

	private final Map<StudioMode, Module> modules = new EnumMap<>(
		StudioMode.class);

	/** What was set, by name; of {@link #OWN} by mode and name. */
	private final Map<String, Object> set = new LinkedHashMap<>();

	private StudioMode mode = StudioMode.NEW;

	/** @param context has the commands */
	public StudioForm(final Context context) {
		this.context = context;
	}

	/** What is made. */
	public StudioMode mode() {
		return mode;
	}

	/**
	 * Goes to a mode.
	 *
	 * @throws IllegalArgumentException if its command has no checkpoint
	 */
	public void setMode(final StudioMode other) {
		mode = other;
		takeAll(module());
	}

	/** The command of the mode, with its values. */
	private Module module() {
		return modules.computeIfAbsent(mode, this::created);
	}

	private Module created(final StudioMode wanted) {
		final CommandInfo info = MenuCommands.labelled(context.service(
			CommandService.class), wanted.command()).orElseThrow();
		final Module module = context.service(ModuleService.class).createModule(
			info);
		try {
			module.initialize();
		}
		catch (final MethodCallException e) {
			throw new IllegalStateException(e);
		}
		if (((Cancelable) module).isCanceled()) {
			throw new IllegalArgumentException(((Cancelable) module)
				.getCancelReason());
		}
		for (final ModuleItem<?> item : module.getInfo().inputs()) {
			DialogDefault.of(item).ifPresent(value -> module.setInput(item.getName(),
				value));
		}
		callback(module, "checkpoint");
		return module;
	}

	private static void callback(final Module module, final String name) {
		try {
			module.getInfo().getInput(name).callback(module);
		}
		catch (final MethodCallException e) {
			throw new IllegalStateException(e);
		}
	}

	private void takeAll(final Module module) {
		// NB: first the checkpoint, which others follow.
		take(module, "checkpoint");
		set.keySet().forEach(key -> {
			final String name = key.substring(1 + key.indexOf('/'));
			if (key.equals(key(name))) {
				take(module, name);
			}
		});
	}

	private void take(final Module module, final String name) {
		final Object value = set.get(key(name));
		final ModuleItem<?> item = module.getInfo().getInput(name);
		if (item == null || value == null || !canBe(item, value) || Objects.equals(
			value, module.getInput(name)))
		{
			return;
		}
		module.setInput(name, value);
		callback(module, name);
	}

	private static boolean canBe(final ModuleItem<?> item, final Object value) {
		return item.getChoices() == null || item.getChoices().isEmpty() || item
			.getChoices().contains(value);
	}

	private String key(final String name) {
		return OWN.contains(name) ? mode.name() + "/" + name : name;
	}

	/** The sections of the mode's settings that have no place of their own. */
	public List<Part> parts() {
		final List<Part> parts = new ArrayList<>();
		for (final Part part : ((DialogSections) module()).sections()) {
			final List<String> inputs = part.inputs().stream().filter(n -> !ELSEWHERE
				.contains(n) && !(mode.needsImage() && n.equals(STRENGTH))).toList();
			if (!inputs.isEmpty()) {
				parts.add(new Part(part.heading(), inputs));
			}
		}
		return parts;
	}

	/** What is known of a setting; null if the mode does not have it. */
	public ModuleItem<?> item(final String name) {
		return module().getInfo().getInput(name);
	}

	/** Whether a setting means something now. */
	public boolean isShown(final String name) {
		return item(name) != null && ((DialogSections) module()).isShown(name);
	}

	/** The value of a setting; null if the mode does not have it. */
	public Object value(final String name) {
		return item(name) == null ? null : module().getInput(name);
	}

	/** The same as text; empty if there is none. */
	public String text(final String name) {
		final Object value = value(name);
		return value == null ? "" : value.toString();
	}

	/**
	 * Sets a setting, and what follows from it.
	 *
	 * @param text as a macro would give it
	 * @throws IllegalArgumentException if it is no value of the setting, which
	 *           then stays as it is
	 */
	public void put(final String name, final String text) {
		final ModuleItem<?> item = item(name);
		if (item == null) {
			set.put(key(name), text);
			return;
		}
		final Object value = MacroInputs.value(item, text);
		if (!canBe(item, value)) {
			throw new IllegalArgumentException(name + " is '" + text +
				"', which there is not here: valid are " + item.getChoices());
		}
		if (!Objects.equals(value, module().getInput(name))) {
			module().setInput(name, value);
			callback(module(), name);
			// NB: what was set stays, whatever follows from this.
			set.put(key(name), module().getInput(name));
			takeAll(module());
		}
	}

	/** Takes values as {@link #put} does; those that cannot be are given back. */
	public List<String> putAll(final Map<String, String> values) {
		final List<String> wrong = new ArrayList<>();
		final Map<String, String> ordered = new LinkedHashMap<>();
		if (values.containsKey("checkpoint")) {
			ordered.put("checkpoint", values.get("checkpoint"));
		}
		ordered.putAll(values);
		ordered.forEach((name, text) -> {
			try {
				put(name, text);
			}
			catch (final IllegalArgumentException e) {
				wrong.add(e.getMessage());
			}
		});
		return wrong;
	}

	/**
	 * Forgets what was set, but for some settings: the others are again what
	 * suits the checkpoint.
	 */
	public void reset(final Set<String> kept) {
		set.keySet().removeIf(key -> !kept.contains(key.substring(1 + key.indexOf(
			'/'))));
		modules.clear();
		takeAll(module());
	}

	/** What was set, as text by name, in this mode. */
	public Map<String, String> settings() {
		final Map<String, String> texts = new LinkedHashMap<>();
		set.forEach((key, value) -> {
			final String name = key.substring(1 + key.indexOf('/'));
			if (key.equals(key(name))) {
				texts.put(name, value.toString());
			}
		});
		return texts;
	}

	/**
	 * What a picture of an image with these settings would take.
	 *
	 * @param image null for none; it is not kept
	 */
	public Forecast forecast(final ImagePlus image) {
		final Module module = module();
		if (!(module instanceof Forecast.Teller teller) || mode.needsImage() &&
			image == null)
		{
			return Forecast.NONE;
		}
		try {
			if (mode.needsImage()) {
				module.setInput("input", image);
			}
			return teller.forecast();
		}
		finally {
			if (mode.needsImage()) {
				module.setInput("input", null);
			}
		}
	}

	/** The inputs of a call: all that the mode's command has. */
	public Map<String, Object> inputs() {
		final Map<String, Object> inputs = new LinkedHashMap<>();
		for (final ModuleItem<?> item : CommandCall.inputs(module())) {
			final Object value = module().getInput(item.getName());
			if (value != null && !MacroInputs.isImage(item)) {
				inputs.put(item.getName(), value);
			}
		}
		inputs.replace("batch", 1);
		inputs.replace("seeds", 1);
		return inputs;
	}
}
