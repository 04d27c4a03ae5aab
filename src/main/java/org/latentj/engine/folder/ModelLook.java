
package org.latentj.engine.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 * run. A file is looked at once, as long as it isn't changed. Safe for threads.
 */
public final class ModelLook {

	/** More than anybody has; an answer takes about a kilobyte. */
	private static final int MOST = 10_000;

	/** Checkpoints whose facts are kept: a megabyte each at most, in practice. */
	private static final int MOST_FACTS = 8;

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

	/** Least recently asked first. */
	private final Map<Question, Answer> answers = new LinkedHashMap<>(16, 0.75f,
		true);

	/** By the states of the files of each; least recently asked first. */
	private final Map<List<List<FileState>>, CheckpointFacts> facts =
		new LinkedHashMap<>(16, 0.75f, true);

	private final ModelFamilies families;

	private final int most;

	private long reads;

	/** @param families of which a checkpoint may be */
	public ModelLook(final ModelFamilies families) {
		this(families, MOST);
	}

	/** @param most answers that are kept */
	ModelLook(final ModelFamilies families, final int most) {
		this.families = families;
		this.most = most;
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
		final CheckpointFacts known = knownFacts(files);
		if (known != null) {
			return known;
		}
		final CheckpointFacts found = CheckpointFacts.of(CheckpointFormats.open(
			checkpoint, texts.toArray(Path[]::new)), families);
		keep(facts, files, found, MOST_FACTS);
		return found;
	}

	private synchronized CheckpointFacts knownFacts(
		final List<List<FileState>> files)
	{
		return facts.get(files);
	}

	private static List<FileState> states(final Path file) throws IOException {
		final List<FileState> files = new ArrayList<>();
		for (final Path each : CheckpointFormats.files(file)) {
			files.add(FileState.of(each));
		}
		return files;
	}

	private Answer answer(final Kind kind, final Path file) {
		try {
			final Question question = new Question(states(file), kind);
			final Answer known = known(question);
			if (known != null) {
				return known;
			}
			// NB: others need not wait for a file on a slow drive.
			final Answer answer = look(kind, file);
			keep(answers, question, answer, most);
			return answer;
		}
		catch (final IOException e) {
			// NB: opening it says why.
			final Answer answer = look(kind, file);
			return answer.whyNot().isPresent() ? answer : Answer.bad(
				"cannot be read: " + e.getMessage());
		}
	}

	private synchronized Answer known(final Question question) {
		return answers.get(question);
	}

	private synchronized <Q, A> void keep(final Map<Q, A> known, final Q question,
		final A answer, final int limit)
	{
		reads++;
		known.put(question, answer);
		if (known.size() > limit) {
			known.remove(known.keySet().iterator().next());
		}
	}

	/** How many headers were read so far. */
	public synchronized long reads() {
		return reads;
	}

	private Answer look(final Kind kind, final Path file) {
		try {
			final Checkpoint opened = CheckpointFormats.open(file);
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
