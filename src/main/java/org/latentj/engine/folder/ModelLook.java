
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

/**
 * Looks at files' headers, whether they are what their folder says and can be
 * run. A file is looked at once, as long as it isn't changed. Safe for threads.
 */
public final class ModelLook {

	/** More than anybody has; an answer takes about a kilobyte. */
	private static final int MOST = 10_000;

	private record Question(List<FileState> files, Kind kind) {
	}

	/** Least recently asked first. */
	private final Map<Question, Optional<String>> answers = new LinkedHashMap<>(
		16, 0.75f, true);

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
		try {
			final List<FileState> files = new ArrayList<>();
			for (final Path each : CheckpointFormats.files(file)) {
				files.add(FileState.of(each));
			}
			final Question question = new Question(files, kind);
			final Optional<String> known = known(question);
			if (known != null) {
				return known;
			}
			// NB: others need not wait for a file on a slow drive.
			final Optional<String> answer = look(kind, file);
			keep(question, answer);
			return answer;
		}
		catch (final IOException e) {
			// NB: opening it says why.
			return look(kind, file).or(() -> Optional.of("cannot be read: " + e
				.getMessage()));
		}
	}

	private synchronized Optional<String> known(final Question question) {
		return answers.get(question);
	}

	private synchronized void keep(final Question question,
		final Optional<String> answer)
	{
		reads++;
		answers.put(question, answer);
		if (answers.size() > most) {
			answers.remove(answers.keySet().iterator().next());
		}
	}

	/** How many headers were read so far. */
	public synchronized long reads() {
		return reads;
	}

	private Optional<String> look(final Kind kind, final Path file) {
		try {
			final Checkpoint opened = CheckpointFormats.open(file);
			if (kind == Kind.CHECKPOINT && !families.isUNetAlone(opened)) {
				families.of(opened);
			}
			else if (kind == Kind.TEXT_ENCODER && !families.isTextEncoder(opened)) {
				return Optional.of("this is no text encoder of CLIP");
			}
			else if (kind == Kind.CLIP_VISION) {
				ClipVision.config(new ClipFile(opened.weights()).vision());
			}
			else if (kind == Kind.VAE) {
				families.vae(opened);
			}
			return Optional.empty();
		}
		catch (final CheckpointException e) {
			return Optional.of(e.reason());
		}
		catch (IOException | IllegalArgumentException e) {
			return Optional.of(String.valueOf(e.getMessage()));
		}
	}
}
