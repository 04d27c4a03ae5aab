
package org.latentj.engine.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.clip.joint.ClipFile;
import org.latentj.clip.vision.ClipVision;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.family.ModelFamilies;
import org.latentj.sampling.hint.PictureInput;

/**
 * Looks at files' headers, whether they are what their folder says and can be
 * run. A file is looked at once, as long as it isn't changed, and read once for
 * all that is asked of it in a row. Safe for threads.
 */
public final class ModelLook {

	/** More than anybody has; an answer takes about a kilobyte. */
	private static final int MOST = 10_000;

	/**
	 * Checkpoints whose headers and facts are kept: a megabyte each at most, in
	 * practice.
	 */
	private static final int MOST_HEADERS = 8;

	private record Question(List<FileState> files, Kind kind) {
	}

	/**
	 * What was seen.
	 *
	 * @param whyNot why it cannot be used; empty if it can
	 * @param picture which picture a checkpoint is given beside the latent; empty
	 *          if that is not known
	 */
	private record Answer(Optional<String> whyNot,
			Optional<PictureInput> picture) {

		static final Answer GOOD = new Answer(Optional.empty(), Optional.empty());

		static Answer bad(final String why) {
			return new Answer(Optional.of(why), Optional.empty());
		}
	}

	@FunctionalInterface
	private interface Opening {

		Checkpoint open() throws IOException;
	}

	private final Map<Question, Answer> answers;

	/** By the states of the checkpoint's files and its text encoders', if any. */
	private final Map<List<List<FileState>>, Checkpoint> headers;

	/** Likewise. */
	private final Map<List<List<FileState>>, CheckpointFacts> facts = latest(
		MOST_HEADERS);

	private final ModelFamilies families;

	private final AtomicLong reads = new AtomicLong();

	/** @param families of which a checkpoint may be */
	public ModelLook(final ModelFamilies families) {
		this(families, MOST, MOST_HEADERS);
	}

	/**
	 * @param mostAnswers that are kept
	 * @param mostHeaders likewise
	 */
	ModelLook(final ModelFamilies families, final int mostAnswers,
		final int mostHeaders)
	{
		this.families = families;
		answers = latest(mostAnswers);
		headers = latest(mostHeaders);
	}

	/** A map for threads that forgets what was asked for least recently. */
	private static <Q, A> Map<Q, A> latest(final int most) {
		return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

			@Override
			protected boolean removeEldestEntry(final Map.Entry<Q, A> eldest) {
				return size() > most;
			}
		});
	}

	/** Why a file cannot be used as such; empty if it can. */
	Optional<String> whyNot(final Kind kind, final Path file) {
		return answer(kind, file).whyNot();
	}

	/**
	 * Which picture a checkpoint is given beside the latent; empty if it cannot
	 * be used, or is a UNet alone.
	 */
	Optional<PictureInput> picture(final Path checkpoint) {
		return answer(Kind.CHECKPOINT, checkpoint).picture();
	}

	/**
	 * The facts of a checkpoint, as {@link CheckpointFacts#of} has them.
	 *
	 * @param texts files of text encoders instead of its own; none for those
	 * @throws IOException if the files cannot be read, or are none
	 */
	CheckpointFacts facts(final Path checkpoint, final List<Path> texts)
		throws IOException
	{
		final List<List<FileState>> files = new ArrayList<>();
		files.add(states(checkpoint));
		for (final Path text : texts) {
			files.add(states(text));
		}
		final CheckpointFacts known = facts.get(files);
		if (known != null) {
			return known;
		}
		final CheckpointFacts found = CheckpointFacts.of(header(files, checkpoint,
			texts.toArray(Path[]::new)), families);
		facts.put(files, found);
		return found;
	}

	private static List<FileState> states(final Path file) throws IOException {
		final List<FileState> files = new ArrayList<>();
		for (final Path each : CheckpointFormats.files(file)) {
			files.add(FileState.of(each));
		}
		return files;
	}

	private Checkpoint header(final List<List<FileState>> files,
		final Path checkpoint, final Path... texts) throws IOException
	{
		final Checkpoint known = headers.get(files);
		if (known != null) {
			return known;
		}
		reads.incrementAndGet();
		final Checkpoint opened = CheckpointFormats.open(checkpoint, texts);
		headers.put(files, opened);
		return opened;
	}

	private Answer answer(final Kind kind, final Path file) {
		try {
			final Question question = new Question(states(file), kind);
			final Answer known = answers.get(question);
			if (known != null) {
				return known;
			}
			// NB: others need not wait for a file on a slow drive.
			final Answer answer = look(kind, () -> header(List.of(question.files()),
				file));
			answers.put(question, answer);
			return answer;
		}
		catch (final IOException e) {
			// NB: opening it says why.
			final Answer answer = look(kind, () -> CheckpointFormats.open(file));
			return answer.whyNot().isPresent() ? answer : Answer.bad(
				"cannot be read: " + e.getMessage());
		}
	}

	/** How many headers were read so far. */
	public long reads() {
		return reads.get();
	}

	private Answer look(final Kind kind, final Opening file) {
		try {
			final Checkpoint opened = file.open();
			if (kind == Kind.CHECKPOINT && !families.isUNetAlone(opened)) {
				return new Answer(Optional.empty(), Optional.of(families.of(opened)
					.pictureInput()));
			}
			else if (kind == Kind.TEXT_ENCODER && !families.isTextEncoder(opened)) {
				return Answer.bad("this is no text encoder of CLIP");
			}
			else if (kind == Kind.CLIP_VISION) {
				ClipVision.config(new ClipFile(opened.weights()).vision());
			}
			else if (kind == Kind.CONTROL_NET) {
				ControlFacts.control(opened);
			}
			else if (kind == Kind.VAE) {
				families.vae(opened);
			}
			return Answer.GOOD;
		}
		catch (final CheckpointException e) {
			return Answer.bad(e.reason());
		}
		catch (IOException | IllegalArgumentException e) {
			return Answer.bad(String.valueOf(e.getMessage()));
		}
	}
}
