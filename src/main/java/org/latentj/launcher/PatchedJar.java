
package org.latentj.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import net.imagej.patcher.LegacyInjector;

/**
 * The classes of ImageJ 1.x as its patcher changes them, so that macros run
 * without a screen. Patching takes longer than making a small picture, so it is
 * done once, in a Java machine of its own, and its jar kept beside the
 * project's compiled classes, in {@code target/imagej}; in front of ImageJ's
 * jar in the class path it takes the place of patching.
 */
final class PatchedJar {

	/** What the patched classes are made of. */
	private static final Pattern SOURCES = Pattern.compile(
		"(ij|ij1-patcher|javassist)-[0-9].*[.]jar");

	private static final String NAME = "patched-";

	private PatchedJar() {}

	/** @param args the jar to write */
	public static void main(final String... args) throws Exception {
		LegacyInjector.writeJar(new File(args[0]), true, false);
	}

	/**
	 * The jar for a class path, made if it is not there yet.
	 *
	 * @return nothing if we do not run from a project's compiled classes, or it
	 *         cannot be made: then ImageJ is patched each time
	 */
	static Optional<Path> of(final String classPath) throws IOException,
		InterruptedException, URISyntaxException
	{
		final Path classes = Path.of(PatchedJar.class.getProtectionDomain()
			.getCodeSource().getLocation().toURI());
		return Files.isDirectory(classes) ? in(classes.resolveSibling("imagej"),
			classPath) : Optional.empty();
	}

	/** Likewise in a folder, which need not be there. */
	static Optional<Path> in(final Path folder, final String classPath)
		throws IOException, InterruptedException
	{
		final Path jar = folder.resolve(NAME + key(classPath) + ".jar");
		if (!Files.exists(jar)) {
			try {
				make(Files.createDirectories(folder), jar, classPath);
			}
			catch (final IOException e) {
				// NB: the folder may be read-only; another process may have made it.
				return Optional.of(jar).filter(Files::exists);
			}
		}
		return Optional.of(jar).filter(Files::exists);
	}

	/** Whether a class path begins with such a jar. */
	static boolean isFirstIn(final String classPath) {
		return new File(classPath.split(File.pathSeparator)[0]).getName()
			.startsWith(NAME);
	}

	/** NB: others may look for it meanwhile, so it is moved there as a whole. */
	private static void make(final Path folder, final Path jar,
		final String classPath) throws IOException, InterruptedException
	{
		final Path part = Files.createTempFile(folder, "patched", ".part");
		try {
			final ProcessBuilder builder = new ProcessBuilder(Launcher.java(true,
				PatchedJar.class, part.toString())).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD);
			builder.environment().put("CLASSPATH", classPath);
			if (builder.start().waitFor() == 0) {
				Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
			}
		}
		finally {
			Files.deleteIfExists(part);
		}
	}

	/** Names another jar for other versions of what it is made of. */
	private static String key(final String classPath) throws IOException {
		final List<String> made = new ArrayList<>(List.of(System.getProperty(
			"java.version")));
		for (final String entry : classPath.split(File.pathSeparator)) {
			final Path file = Path.of(entry);
			if (file.getFileName() != null && SOURCES.matcher(file.getFileName()
				.toString()).matches())
			{
				made.add(file + " " + Files.size(file) + " " + Files
					.getLastModifiedTime(file));
			}
		}
		return UUID.nameUUIDFromBytes(made.toString().getBytes(
			StandardCharsets.UTF_8)).toString();
	}
}
