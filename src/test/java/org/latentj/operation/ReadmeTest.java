
package org.latentj.operation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.latentj.imageplus.ImageSettings;
import org.latentj.operation.OperationType.Placement;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingType;

/** The README's tables tell each setting with its default. */
class ReadmeTest {

	@Test
	void tellsAllSettingsAndTheirDefaults() throws IOException {
		final List<String[]> rows = Files.readAllLines(Path.of("README.md"))
			.stream().filter(l -> l.startsWith("| ")).map(l -> l.split(" \\| "))
			.filter(cells -> cells.length == 3).toList();
		final List<String> missing = new ArrayList<>();
		for (final OperationType<?> type : Operations.ALL.list()) {
			for (final Setting<?> setting : settings(type)) {
				if (rows.stream().noneMatch(row -> tells(row, setting))) {
					missing.add("| " + setting.asked() + " | " + standard(setting) +
						" | " + type.id() + ": " + setting.help() + " |");
				}
			}
		}
		assertTrue(missing.isEmpty(), "these lines are missing, or tell another " +
			"default:\n" + String.join("\n", missing));
	}

	private static Stream<Setting<?>> more(final OperationType<?> type) {
		return type == Txt2Img.TYPE ? Stream.of(SeedSweep.SEEDS) : Stream.empty();
	}

	private static List<Setting<?>> settings(final OperationType<?> type) {
		return Stream.<Setting<?>> concat(type.placement() == Placement.NEW ? type
			.asked().stream() : ImageSettings.with(type.placement(), type.asked())
				.stream(), more(type)).collect(Collectors.toList());
	}

	/** Names stand in the first cell, their defaults in the second. */
	private static boolean tells(final String[] row, final Setting<?> setting) {
		return cells(row[0].substring(2)).contains(setting.asked()) && (cells(
			row[1]).contains(standard(setting)) || standard(setting).isEmpty());
	}

	private static List<String> cells(final String text) {
		return Arrays.stream(text.split(", ")).map(c -> c.replace("`", "").strip())
			.toList();
	}

	private static <T> String standard(final Setting<T> setting) {
		final String text = setting.standard().map(setting::text).orElse(setting
			.type() instanceof SettingType.Seed ? "random" : "");
		if (setting.type() instanceof SettingType.Flag) {
			return text.equals("true") ? "yes" : "no";
		}
		return setting.standard().isPresent() && text.isEmpty() ? "empty" : text
			.replaceFirst("\\.0$", "");
	}
}
