
package org.latentj.command.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.latentj.command.input.DialogDefault;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingType;
import org.scijava.module.DefaultMutableModuleItem;
import org.scijava.module.ModuleItem;
import org.scijava.module.MutableModuleInfo;
import org.scijava.module.MutableModuleItem;
import org.scijava.util.Types;

/**
 * Makes inputs of a command from settings: names, types, ranges, labels, help
 * and choices are theirs, and they come in the order of their sections.
 */
public final class SettingInputs {

	private SettingInputs() {}

	/**
	 * Adds inputs behind another one.
	 *
	 * @param before name of that one
	 */
	public static void add(final MutableModuleInfo info, final String before,
		final List<Setting<?>> settings)
	{
		place(info, before, settings.stream().sorted(Comparator.comparing(
			Setting::section)).<ModuleItem<?>> map(s -> item(info, s, s.type()
				.input())).toList());
	}

	/**
	 * Places inputs behind another one.
	 *
	 * @param before name of that one
	 * @param placed new ones, or some that are there already
	 */
	static void place(final MutableModuleInfo info, final String before,
		final List<ModuleItem<?>> placed)
	{
		final List<ModuleItem<?>> items = new ArrayList<>();
		info.inputs().forEach(items::add);
		items.removeAll(placed);
		items.addAll(1 + items.indexOf(info.getInput(before)), placed);
		items.forEach(info::removeInput);
		items.forEach(info::addInput);
	}

	/** What an input has that nobody has given; null if it is found otherwise. */
	public static <T> Object standard(final Setting<T> setting) {
		return setting.standard().<Object> map(value -> setting.type()
			.input() == String.class ? setting.text(value) : value).orElse(setting
				.type() instanceof SettingType.Seed ? SeedText.RANDOM : null);
	}

	@SuppressWarnings("unchecked")
	private static <T> ModuleItem<T> item(final MutableModuleInfo info,
		final Setting<?> setting, final Class<T> type)
	{
		final MutableModuleItem<T> item = new DefaultMutableModuleItem<>(info,
			setting.asked(), type);
		item.setLabel(setting.label());
		item.setDescription(setting.help());
		item.setWidgetStyle(setting.style());
		final Object standard = standard(setting);
		item.setRequired(standard != null && !(setting
			.type() instanceof SettingType.Text && "".equals(standard)));
		item.setStepSize(setting.step() > 0 ? setting.step() : null);
		item.setCallback("");
		setStart(setting, item);
		setting.type().range().ifPresent(range -> {
			// NB: a number of the input's type.
			item.setMinimumValue((T) number(range.low(), type));
			item.setMaximumValue((T) number(range.high(), type));
		});
		item.setChoices((List<T>) setting.choices());
		return item;
	}

	private static <T> void setStart(final Setting<T> setting,
		final ModuleItem<?> item)
	{
		setting.start().ifPresent(value -> item.set(DialogDefault.KEY, setting.text(
			value)));
	}

	private static Object number(final double value, final Class<?> type) {
		if (Types.box(type) == Integer.class) {
			return (int) value;
		}
		return value;
	}
}
