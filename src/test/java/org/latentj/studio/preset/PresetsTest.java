
package org.latentj.studio.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.operation.GenerationSettings;
import org.latentj.setting.Setting;

class PresetsTest {

	@TempDir
	Path tmp;

	private static Preset sharp(final String name) {
		return new Preset(name, Optional.of("mine.safetensors"), List.of(), Map.of(
			"steps", "30"));
	}

	@Test
	void findsThoseOfUsersBeforeTheBundledOnes() throws IOException {
		final Path shared = Files.createDirectory(tmp.resolve("shared"));
		Files.writeString(shared.resolve("a.json"), sharp("Turbo").toJson());
		final Presets presets = new Presets(tmp.resolve("own"), List.of(shared, tmp
			.resolve("absent")));
		presets.save(sharp("sharp"));
		final List<Preset> all = presets.all();
		assertEquals(List.of(sharp("sharp"), sharp("Turbo")), all.subList(0, 2));
		assertTrue(all.size() > 4, all.toString());
		assertEquals(1, all.stream().filter(p -> p.name().equals("Turbo")).count());
		assertEquals(List.of(), presets.damaged());
	}

	/** NB: a sampler that is renamed would make them useless. */
	@Test
	void comeWithValuesThatThereAre() {
		for (final Preset preset : new Presets(tmp, List.of()).all()) {
			assertTrue(CheckpointFacts.families().containsAll(preset.families()),
				preset.families().toString());
			preset.settings().forEach((name, text) -> {
				final Setting<?> setting = GenerationSettings.shared().stream().filter(
					s -> s.asked().equals(name)).findFirst().orElseThrow();
				setting.given(setting.isNumber() ? setting.type().input() == int.class
					? (Object) Integer.valueOf(text) : Double.valueOf(text) : text);
			});
		}
	}

	@Test
	void keepsOneThatIsGivenInNoOthersPlace() throws IOException {
		final Presets presets = new Presets(tmp, List.of());
		presets.add(sharp("sharp"));
		presets.add(sharp("sharp"));
		final Preset other = new Preset("sharp", Optional.empty(), List.of(), Map
			.of());
		assertTrue(assertThrows(IllegalArgumentException.class, () -> presets.add(
			other)).getMessage().contains("'sharp'"));
		assertEquals(sharp("sharp"), presets.all().get(0));
		assertEquals(1, Files.list(tmp).count());
	}

	@Test
	void replacesOneOfItsNameAndDeletesIt() throws IOException {
		final Presets presets = new Presets(tmp, List.of());
		presets.save(sharp("a: b/c"));
		presets.save(new Preset("a: b/c", Optional.empty(), List.of(), Map.of("cfg",
			"2")));
		assertEquals(Map.of("cfg", "2"), presets.all().get(0).settings());
		assertEquals(1, Files.list(tmp).count());
		assertTrue(presets.delete(presets.all().get(0)));
		assertFalse(presets.delete(sharp("a: b/c")));
		assertEquals(0, Files.list(tmp).count());
	}

	@Test
	void areForTheirCheckpointOrFamilies() {
		assertTrue(sharp("a").isFor("mine.safetensors", "X"));
		assertFalse(sharp("a").isFor("other.safetensors", "X"));
		final Preset family = new Preset("a", Optional.empty(), List.of("X"), Map
			.of());
		assertTrue(family.isFor("other", "X"));
		assertFalse(family.isFor("other", "Y"));
		assertTrue(new Preset("a", Optional.empty(), List.of(), Map.of()).isFor("b",
			"c"));
	}

	@Test
	void readWhatTheyWrote() {
		final Preset preset = new Preset("\u00fc \"x\"", Optional.empty(), List.of(
			"A", "B"), Map.of("lora", "a:0.5\nb", "tiled", "true"));
		assertEquals(preset, Preset.fromJson(preset.toJson()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{", "{}", "null",
		"{\"preset\": 2, \"name\": \"a\", \"settings\": {}}",
		"{\"preset\": 1, \"name\": \"\", \"settings\": {}}",
		"{\"preset\": 1, \"settings\": {}}", "{\"preset\": 1, \"name\": \"a\"}",
		"{\"preset\": 1, \"name\": \"a\", \"settings\": {\"a\": []}}",
		"{\"preset\": 1, \"name\": \"a\", \"settings\": {\"a\": null}}",
		"{\"preset\": 1, \"name\": {}, \"settings\": {}}",
		"{\"preset\": 1, \"name\": \"a\", \"families\": 3, \"settings\": {}}" })
	void leaveOutWhatIsNone(final String text) throws IOException {
		assertThrows(IllegalArgumentException.class, () -> Preset.fromJson(text));
		Files.writeString(tmp.resolve("bad.json"), text);
		final Presets presets = new Presets(tmp, List.of());
		presets.all();
		assertEquals(1, presets.damaged().size());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
		"~~ | it is empty", "{\"preset\": 1, | its JSON is cut off",
		"{\"preset\" 1} | it is no JSON, line 1, column 12",
		"{\"preset\": 1, \"name\": \"a\", \"settings\": {\"steps\": 3, \"steps\": 5}} | 'settings.steps' is given twice in this JSON: give it once",
		"\u00fc | it is not in UTF-8: byte fc in line 1, column 1 is no letter there. Save it as UTF-8" })
	void sayWhatIsWrongWithAFile(final String text, final String problem)
		throws IOException
	{
		final Path file = tmp.resolve("bad.json");
		Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
		final Presets presets = new Presets(tmp, List.of());
		presets.all();
		assertEquals(List.of(file + " was left out: " + problem), presets
			.damaged());
	}

	@Test
	void leaveOutWhatIsNestedWithoutEnd() {
		assertThrows(IllegalArgumentException.class, () -> Preset.fromJson("["
			.repeat(100_000)));
	}
}
