
package org.latentj.release;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

/**
 * Makes a picture in plain ImageJ as somebody has it who unpacked the zip: with
 * the classes that lie there and no others, by a macro.
 */
final class PlainImageJTrial {

	private static final long MOST_MINUTES = 5;

	private static final String MACRO = "run(\"Txt2Img...\", \"prompt=[many " +
		"green nuclei] width=64 height=32 steps=2 seed=42\"); " +
		"saveAs(\"PNG\", getArgument());";

	private PlainImageJTrial() {}

	/**
	 * Tries it; without a screen it only says so: ImageJ 1.x runs no menu entry
	 * without.
	 *
	 * @param folder where the zip was unpacked
	 * @param imagej the jar of ImageJ 1.x
	 * @throws IOException if no picture came of it
	 * @throws InterruptedException if it is ended
	 */
	static void run(final Path folder, final Path imagej) throws IOException,
		InterruptedException
	{
		if (GraphicsEnvironment.isHeadless()) {
			System.out.println(
				"Not tried in plain ImageJ: there is no screen. With xvfb-run -a it is.");
			return;
		}
		Files.copy(imagej, folder.resolve("ij.jar"),
			StandardCopyOption.REPLACE_EXISTING);
		Files.writeString(folder.resolve("trial.ijm"), MACRO);
		final Path picture = folder.resolve("trial.png").toAbsolutePath();
		final Path log = folder.resolve("trial.log");
		final Process process = new ProcessBuilder(List.of(Path.of(System
			.getProperty("java.home"), "bin", "java").toString(),
			"-Djava.util.prefs.userRoot=" + folder.toAbsolutePath(), "-Duser.home=" +
				folder.toAbsolutePath(), "-jar", "ij.jar", "-batch", "trial.ijm",
			picture.toString())).directory(folder.toFile()).redirectErrorStream(true)
			.redirectOutput(log.toFile()).start();
		final boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
		process.destroyForcibly();
		if (!ended || !Files.exists(picture) || ImageIO.read(picture.toFile())
			.getWidth() != 64)
		{
			throw new IOException("No picture came of plain ImageJ with the zip:\n" +
				Files.readString(log));
		}
	}
}
