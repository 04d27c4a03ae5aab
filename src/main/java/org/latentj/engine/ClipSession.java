
package org.latentj.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.HeldFile;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.clip.joint.ClipFile;
import org.latentj.clip.joint.ClipPair;
import org.latentj.clip.joint.PhraseEncoder;
import org.latentj.clip.vision.ClipVision;
import org.latentj.clip.vision.SquareFit;
import org.latentj.control.StopSignal;
import org.latentj.family.model.Component;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.ModelFile;
import org.latentj.tensor.Tensor;

/**
 * Pictures and phrases as vectors in one space, by CLIP (Radford et al. 2021).
 * Vectors have the length 1, so that the product of two is their cosine. The
 * encoders are leased from the cache when they are first asked for; the files
 * are held until the end. For one thread at a time.
 *
 * <pre>
 *
 * try (ClipSession clip = engine.clip(new ClipSession.Files(file, Optional
 * 	.empty()), stop))
 * {
 * 	Tensor cat = clip.phrases(List.of("a cat"));
 * 	Tensor seen = clip.pictures(pixels, SquareFit.CENTER);
 * }
 * </pre>
 */
public final class ClipSession implements AutoCloseable {

	/**
	 * Which files.
	 *
	 * @param model a CLIP model, or its picture encoder alone
	 * @param text a text encoder with its projection instead of the model's own
	 */
	public record Files(Path model, Optional<Path> text) {

		/** Of folders that are checkpoints takes their index. */
		public Files {
			model = CheckpointFormats.file(model);
			text = text.map(CheckpointFormats::file);
		}
	}

	private final Session session;

	private final Files files;

	private final StopSignal stop;

	private final Map<Path, HeldFile> held = new LinkedHashMap<>();

	private final ClipPair pair;

	/**
	 * Looks through the files; nothing is loaded.
	 *
	 * @param session is closed with this one
	 */
	ClipSession(final Session session, final Files files, final StopSignal stop)
		throws IOException
	{
		this.session = session;
		this.files = files;
		this.stop = stop;
		try {
			final ClipFile model = open(files.model());
			pair = ClipPair.of(model, files.text().isEmpty() ? Optional.empty()
				: Optional.of(open(files.text().get())));
		}
		catch (final IOException | RuntimeException e) {
			close();
			throw e;
		}
	}

	/** Reads a header of the very file that is held. */
	private ClipFile open(final Path file) throws IOException {
		for (final Path each : CheckpointFormats.files(file)) {
			if (!held.containsKey(each)) {
				held.put(each, HeldFile.open(each));
			}
		}
		final Checkpoint checkpoint = CheckpointFormats.open(file);
		final List<FileState> states = session.files(file, List.of());
		for (final FileState state : states) {
			for (final HeldFile each : held.values()) {
				if (each.state().file().equals(state.file())) {
					state.require(each.state());
				}
			}
		}
		checkpoint.state().require(states.get(0));
		return new ClipFile(checkpoint.weights());
	}

	/** What cosines are multiplied by before a softmax. */
	public double scale() {
		return pair.scale();
	}

	/** Whether the files tell that, or it is the one that CLIP usually has. */
	public boolean tellsScale() {
		return pair.scaleIsTold();
	}

	/**
	 * Fails unless there is a text encoder.
	 *
	 * @throws IllegalArgumentException if not; it says what to choose
	 */
	public void requireText() {
		pair.requireText();
	}

	/**
	 * Fails unless a phrase can be compared.
	 *
	 * @throws IllegalArgumentException if it is empty or too long, gives words
	 *           weights, or names an embedding
	 */
	public static void requirePhrase(final String phrase) {
		PhraseEncoder.tokens(phrase);
	}

	/**
	 * The vectors of pictures.
	 *
	 * @param pixels [N, 3, H, W] in 0 to 1, of any size
	 * @param fit what is done with those that are no square
	 * @return [N, width], each of length 1
	 * @throws IOException if the encoder cannot be opened
	 */
	public Tensor pictures(final Tensor pixels, final SquareFit fit)
		throws IOException
	{
		return unwrapped(() -> ofLengthOne(vision(session, files.model(), pair
			.vision()).embed(pixels, fit, stop)));
	}

	/**
	 * The vectors of phrases.
	 *
	 * @param phrases at least one
	 * @return [N, width], each of length 1
	 * @throws IllegalArgumentException if there is no text encoder, or a phrase
	 *           cannot be compared
	 * @throws IOException if the encoder cannot be opened
	 */
	public Tensor phrases(final List<String> phrases) throws IOException {
		final ComponentWeights text = new ComponentWeights(files.text().orElse(files
			.model()), Component.CLIP_TEXT, pair.requireText());
		phrases.forEach(ClipSession::requirePhrase);
		return unwrapped(() -> ofLengthOne(session.network(text,
			PhraseEncoder.class, how -> PhraseEncoder.open(pair, how)).embed(phrases,
				stop)));
	}

	/**
	 * The picture encoder of a file, leased for a session.
	 *
	 * @throws IllegalArgumentException if it has none
	 */
	static ClipVision vision(final Session session, final Path file,
		final Checkpoint checkpoint)
	{
		return vision(session, file, new ClipFile(checkpoint.weights()).vision());
	}

	/**
	 * The picture encoder of a file, leased until a session is closed.
	 *
	 * @throws IOException if the file cannot be read
	 * @throws IllegalArgumentException if it has none
	 */
	public static ClipVision encoder(final Session session, final Path file)
		throws IOException
	{
		return vision(session, file, CheckpointFormats.open(file));
	}

	private static ClipVision vision(final Session session, final Path file,
		final Weights weights)
	{
		return session.network(new ComponentWeights(file, Component.CLIP_VISION,
			weights), ClipVision.class, how -> ClipVision.open(weights, how));
	}

	private interface Encoding {

		Tensor run();
	}

	private static Tensor unwrapped(final Encoding encoding) throws IOException {
		try {
			return encoding.run();
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/**
	 * Each row divided by its length.
	 *
	 * @throws IllegalArgumentException if one has none, since the weights are
	 *           damaged
	 */
	private static Tensor ofLengthOne(final Tensor rows) {
		final Tensor out = rows.copy();
		final int width = rows.size(1);
		for (int i = 0; i < rows.size(0); i++) {
			double squares = 0;
			for (int k = 0; k < width; k++) {
				squares += (double) rows.data()[i * width + k] * rows.data()[i * width +
					k];
			}
			final double length = Math.sqrt(squares);
			if (!(length > 0) || !Double.isFinite(length)) {
				throw new IllegalArgumentException(
					"the encoder gives a vector of length " + length +
						", which has no direction: its weights are damaged");
			}
			for (int k = 0; k < width; k++) {
				out.data()[i * width + k] = (float) (rows.data()[i * width + k] /
					length);
			}
		}
		return out;
	}

	/**
	 * The files by name and SHA-256, the model's first.
	 *
	 * @param onStage is told when a file has to be read through
	 */
	public List<ModelFile> describe(final FileHashes hashes,
		final Consumer<String> onStage) throws IOException
	{
		final List<ModelFile> all = new ArrayList<>();
		for (final Map.Entry<Path, HeldFile> e : held.entrySet()) {
			all.add(new ModelFile(e.getKey().getFileName().toString(), hashes.sha256(e
				.getValue(), onStage, stop)));
		}
		return all;
	}

	/**
	 * Fails unless all files lie where they were opened.
	 *
	 * @throws UncheckedIOException if one was replaced, moved away or changed
	 */
	public void requireInPlace() {
		try {
			for (final HeldFile file : held.values()) {
				file.requireInPlace();
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** What a user should know of how the encoders were run. */
	public List<String> warnings() {
		return session.warnings();
	}

	@Override
	public void close() throws IOException {
		session.close();
		for (final HeldFile file : held.values()) {
			file.close();
		}
	}
}
