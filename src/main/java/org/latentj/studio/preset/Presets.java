
package org.latentj.studio.preset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.latentj.control.Failure;

/**
 * All presets: those in folders of users, then those that come with LatentJ. Of
 * two with one name the first counts.
 */
public final class Presets {

	private static final List<String> BUNDLED = List.of("sd1", "sd1-quick", "xl",
		"turbo", "lcm");

	private static final String ENDING = ".json";

	private final Path own;

	private final List<Path> further;

	private final List<String> damaged = new ArrayList<>();

	/**
	 * @param own folder that new ones are written to; is made when it is needed
	 * @param further folders to look in
	 */
	public Presets(final Path own, final List<Path> further) {
		this.own = own;
		this.further = List.copyOf(further);
	}

	/** All that are there now. */
	public List<Preset> all() {
		damaged.clear();
		final Map<String, Preset> all = new LinkedHashMap<>();
		Stream.concat(Stream.of(own), further.stream()).forEach(folder -> files(
			folder).forEach(file -> read(file, all)));
		BUNDLED.forEach(name -> {
			final Preset preset = bundled(name);
			all.putIfAbsent(preset.name(), preset);
		});
		return List.copyOf(all.values());
	}

	/** What was left out the last time, and why: a line each. */
	public List<String> damaged() {
		return List.copyOf(damaged);
	}

	private List<Path> files(final Path folder) {
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
		}
		catch (final IOException e) {
			damaged.add(folder + " cannot be read: " + Failure.text(e));
			return List.of();
		}
	}

	private void read(final Path file, final Map<String, Preset> all) {
		try {
			final Preset preset = Preset.read(file);
			all.putIfAbsent(preset.name(), preset);
		}
		catch (IOException | IllegalArgumentException e) {
			damaged.add(file + " was left out: " + Failure.text(e));
		}
	}

	private static Preset bundled(final String name) {
		try (InputStream in = Presets.class.getResourceAsStream(name + ENDING)) {
			return Preset.fromJson(new String(in.readAllBytes(),
				StandardCharsets.UTF_8));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * Writes one into the user's folder, in the place of one of its name.
	 *
	 * @return the file
	 */
	public Path save(final Preset preset) throws IOException {
		Files.createDirectories(own);
		final Path file = own.resolve(fileName(preset.name()));
		final Path part = Files.createTempFile(own, "preset", ".part");
		try {
			Files.writeString(part, preset.toJson());
			Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(part);
		}
		return file;
	}

	/**
	 * Keeps one that was given, as {@link #save} does, but in no other's place.
	 *
	 * @throws IllegalArgumentException if another one has its name
	 */
	public Path add(final Preset preset) throws IOException {
		if (all().stream().anyMatch(p -> p.name().equals(preset.name()) && !p
			.equals(preset)))
		{
			throw new IllegalArgumentException("there is another preset '" + preset
				.name() + "' already: give one of them another \"name\"");
		}
		return save(preset);
	}

	/** Deletes one of the user's folder; whether there was one. */
	public boolean delete(final Preset preset) throws IOException {
		for (final Path file : files(own)) {
			final Map<String, Preset> one = new LinkedHashMap<>();
			read(file, one);
			if (one.containsKey(preset.name())) {
				return Files.deleteIfExists(file);
			}
		}
		return false;
	}

	private static String fileName(final String name) {
		final String plain = name.strip().replaceAll("[^\\p{L}\\p{N} ._()-]", "_")
			.replaceAll("^[.]+", "_");
		// NB: two names may be alike as files.
		return (plain.equals(name.strip()) ? plain : plain + "-" + Integer
			.toHexString(name.hashCode())) + ENDING;
	}
}
