
package org.latentj.checkpoint.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;

/** The formats that can be opened, in the order in which they are asked. */
public enum CheckpointFormats {

		TINY_VAE(new TinyAutoencoder()), PYTORCH(new TorchCheckpoint()),
		SAFETENSORS(new Safetensors()), SHARDS(new ShardIndex()), DIFFUSERS(
			new DiffusersFolder());

	/** Those that name other files. */
	private static final List<CheckpointFormats> OF_SEVERAL = List.of(TINY_VAE,
		SHARDS, DIFFUSERS);

	private final CheckpointFormat format;

	CheckpointFormats(final CheckpointFormat format) {
		this.format = format;
	}

	/**
	 * Opens a checkpoint in the format that its first bytes and its name tell.
	 * Nothing is allocated, written or executed that the file's own size does not
	 * account for.
	 *
	 * @throws CheckpointException if it is missing, damaged or no checkpoint; it
	 *           names the file, the place and what would be valid. A known format
	 *           that cannot be opened is refused by name, with what to do
	 */
	public static Checkpoint open(final Path file) throws IOException {
		return open(file, Arrays.stream(values()).map(f -> f.format).toList());
	}

	/**
	 * Opens a checkpoint, or a UNet alone, with text encoders of files of their
	 * own instead of those that it has, if it has some.
	 *
	 * @param texts one for each text encoder of its family, in any order; none
	 *          for its own
	 * @throws CheckpointException likewise, and if a text encoder is none or one
	 *           too many
	 */
	public static Checkpoint open(final Path file, final Path... texts)
		throws IOException
	{
		final List<Checkpoint> opened = new ArrayList<>();
		for (final Path text : texts) {
			opened.add(open(text));
		}
		return opened.isEmpty() ? open(file) : CheckpointParts.withTexts(open(file),
			opened);
	}

	/** Opens a checkpoint that has one of these formats. */
	static Checkpoint open(final Path file, final List<CheckpointFormat> formats)
		throws IOException
	{
		final FileHead head = FileHead.of(file);
		return ScaledTensors.of(of(head, formats).open(head));
	}

	/** Opens one that is a single file, so that none is part of itself. */
	static Checkpoint openFile(final Path file) throws IOException {
		return open(file, List.of(PYTORCH.format, SAFETENSORS.format));
	}

	/**
	 * All files of a checkpoint: the one that is opened, and if it only names
	 * others, these. Links in their paths are as they were. NB: lists ask this of
	 * each file that they show; which have others their names tell.
	 *
	 * @throws CheckpointException as {@link #open} does
	 */
	public static List<Path> files(final Path file) throws IOException {
		final FileHead head = FileHead.unopened(file);
		for (final CheckpointFormats format : OF_SEVERAL) {
			if (format.format.recognises(head)) {
				return format.format.files(head);
			}
		}
		return List.of(file);
	}

	/**
	 * What one of the files is called: its path from the folder of the one that
	 * is opened, with slashes.
	 */
	public static String name(final Path checkpoint, final Path file) {
		return checkpoint.toAbsolutePath().getParent().relativize(file
			.toAbsolutePath()).toString().replace('\\', '/');
	}

	/** The same of a part of a folder, which is none itself. */
	static List<Path> partFiles(final Path file) throws IOException {
		final FileHead head = FileHead.of(file);
		return SHARDS.format.recognises(head) ? SHARDS.format.files(head) : List.of(
			file);
	}

	/** Opens a part of a folder, which is none itself. */
	static Checkpoint openPart(final Path file) throws IOException {
		return open(file, List.of(PYTORCH.format, SAFETENSORS.format,
			SHARDS.format));
	}

	/**
	 * The file that a checkpoint is opened by: where it is a folder, that in it
	 * which names its parts; else the file itself.
	 */
	public static Path file(final Path checkpoint) {
		final Path index = checkpoint.resolve(DiffusersFolder.INDEX);
		return Files.isRegularFile(index) ? index : checkpoint;
	}

	private static CheckpointFormat of(final FileHead head,
		final List<CheckpointFormat> formats) throws CheckpointException
	{
		for (final CheckpointFormat format : formats) {
			if (format.recognises(head)) {
				return format;
			}
		}
		throw ForeignFormat.of(head).refusal(head);
	}
}
