
package org.latentj.checkpoint.format;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.FileHead;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.naming.VaeNaming;
import org.latentj.control.OutsideException;

/**
 * A tiny autoencoder in two files as it is published and as ComfyUI finds it in
 * {@code vae_approx}: {@code taesd_decoder.safetensors} and beside it
 * {@code taesd_encoder.safetensors}, of any format. It is opened by its
 * decoder, which is enough to decode; the tensors of each are below
 * {@code taesd_decoder} and {@code taesd_encoder}, whatever the files are
 * called.
 */
public final class TinyAutoencoder implements CheckpointFormat {

	private static final Pattern DECODER = Pattern.compile(
		"(?i)(tae\\w*)_decoder\\.(?:safetensors|sft|pth|pt|bin)");

	private static final List<String> ENDINGS = List.of(".safetensors", ".sft",
		".pth", ".pt", ".bin");

	@Override
	public boolean recognises(final FileHead head) {
		return !head.folder() && name(head.named()).isPresent();
	}

	@Override
	public List<Path> files(final FileHead head) {
		final List<Path> files = new ArrayList<>(List.of(head.named()));
		encoder(head.named()).ifPresent(files::add);
		return files;
	}

	@Override
	public Checkpoint open(final FileHead head) throws IOException {
		final FileState state = FileState.of(head.file());
		final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
		final Checkpoint decoder = CheckpointFormats.openFile(head.named());
		decoder.tensors().forEach((name, t) -> tensors.put(VaeNaming.TINY_DECODER +
			"." + name, t));
		final Optional<Path> encoder = encoder(head.named());
		if (encoder.isPresent()) {
			CheckpointFormats.openFile(encoder.get()).tensors().forEach((name,
				t) -> tensors.put(VaeNaming.TINY_ENCODER + "." + name, t));
		}
		return new Checkpoint(state, decoder.metadata(), tensors);
	}

	/**
	 * Those of a folder, by their names ({@code taesd}, {@code taesdxl}), sorted:
	 * the file that each is opened by.
	 *
	 * @param whole whether only those count that can encode, too
	 */
	public static Map<String, Path> in(final Path folder, final boolean whole) {
		final Map<String, Path> found = new TreeMap<>();
		if (!Files.isDirectory(folder)) {
			return found;
		}
		try (Stream<Path> files = Files.list(folder)) {
			files.sorted().filter(f -> !whole || encoder(f).isPresent()).forEach(
				f -> name(f).ifPresent(name -> found.putIfAbsent(name, f)));
		}
		catch (final AccessDeniedException e) {
			// NB: passed over, as are other folders that may not be read; who misses
			// a file is told of them.
			return found;
		}
		catch (final IOException e) {
			throw new OutsideException("cannot list the model folder " + folder, e);
		}
		return found;
	}

	private static Optional<String> name(final Path file) {
		final Matcher matcher = DECODER.matcher(String.valueOf(file.getFileName()));
		return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
	}

	private static Optional<Path> encoder(final Path decoder) {
		return name(decoder).flatMap(name -> ENDINGS.stream().map(ending -> decoder
			.resolveSibling(name + "_encoder" + ending)).filter(Files::isRegularFile)
			.findFirst());
	}
}
