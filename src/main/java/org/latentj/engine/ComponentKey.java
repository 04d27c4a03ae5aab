
package org.latentj.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.latentj.checkpoint.FileState;
import org.latentj.family.model.Component;
import org.latentj.family.model.PatchKind;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.attention.AttentionOutputs;

/**
 * What makes a loaded component the right one. A file that was changed has
 * another key.
 *
 * @param state the file with its weights
 * @param others the other files, where several make one checkpoint
 * @param component what it is
 * @param patches what its weights are changed by, in this order
 * @param outputs what it gives out beside its prediction, if it is a diffusion
 *          model
 * @param settings how it is run
 */
public record ComponentKey(FileState state, List<FileState> others,
		Component component, List<Patch> patches, AttentionOutputs outputs,
		OrtSettings settings) {

	/**
	 * A change of weights when they are loaded.
	 *
	 * @param state the file that tells it
	 * @param kind how
	 * @param strength by which it is multiplied
	 */
	public record Patch(FileState state, PatchKind kind, double strength) {

		private boolean sameAs(final Patch other) {
			return state.file().equals(other.state.file()) && kind.equals(
				other.kind) && strength == other.strength;
		}
	}

	/** Copies the lists. */
	public ComponentKey {
		others = List.copyOf(others);
		patches = List.copyOf(patches);
	}

	/** Of weights as they are in the file. */
	public ComponentKey(final FileState state, final Component component,
		final OrtSettings settings)
	{
		this(state, List.of(), component, List.of(), AttentionOutputs.NONE,
			settings);
	}

	/** The key of a component of a file as it is now. */
	public static ComponentKey of(final Path file, final Component component,
		final OrtSettings settings) throws IOException
	{
		return new ComponentKey(FileState.of(file), component, settings);
	}

	/** How it is run, for people to read; empty of what is only read. */
	public String how() {
		if (!component.isNetwork()) {
			return "";
		}
		final String memory = settings.memory() == MemoryMode.AUTO ? "" : ", " +
			settings.memory().id();
		return settings.provider().id() + memory + (component.isInPrecision() &&
			settings.chosenPrecision() == Precision.HALF ? ", half precision" : "") +
			(settings.precision() == Precision.INTEGER ? ", fast" : "") + (settings
				.precision() == Precision.BF16 ? ", bf16" : "") + (outputs.isAny()
					? ", with attention" : "");
	}

	/** The file's real path. */
	public Path file() {
		return state.file();
	}

	/** The same component run in another way. */
	ComponentKey with(final OrtSettings other) {
		return new ComponentKey(state, others, component, patches, outputs, other);
	}

	/**
	 * Whether both mean the same component of the same files, perhaps before and
	 * after one was changed, and whatever the memory mode.
	 */
	boolean sameComponent(final ComponentKey other) {
		return file().equals(other.file()) && component == other.component &&
			outputs.equals(other.outputs) && settings.with(MemoryMode.AUTO).equals(
				other.settings.with(MemoryMode.AUTO)) && samePatches(other);
	}

	private boolean samePatches(final ComponentKey other) {
		boolean same = patches.size() == other.patches.size();
		for (int i = 0; same && i < patches.size(); i++) {
			same = patches.get(i).sameAs(other.patches.get(i));
		}
		return same;
	}

	/** Whether both mean it of the very same bytes. */
	boolean sameBytes(final ComponentKey other) {
		return state.equals(other.state) && others.equals(other.others) && patches
			.equals(other.patches);
	}
}
