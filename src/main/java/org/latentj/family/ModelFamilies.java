
package org.latentj.family;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.family.model.Component;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.unet.UNetConfig;
import org.latentj.vae.Vae;

/** Families that can be run, in the order of asking; at least one. */
public final class ModelFamilies {

	/** All of them. To add one: a class and its line here. */
	public static final ModelFamilies ALL = new ModelFamilies(List.of( //
		new Sd1(), //
		new Sd2(), //
		new Unclip(), //
		new Playground(), //
		new CosXl(), //
		new Sdxl(), //
		new SdxlRefiner(), //
		new X4Upscaler()));

	private final List<ModelFamily> families;

	/** @throws IllegalArgumentException if there is none */
	public ModelFamilies(final List<ModelFamily> families) {
		this.families = List.copyOf(families);
		if (families.isEmpty()) {
			throw new IllegalArgumentException("at least one family is needed");
		}
	}

	/** They, in the order of asking. */
	public List<ModelFamily> list() {
		return families;
	}

	/** The name of the family for which a ControlNet is. */
	public String ofControl(final UNetConfig half) {
		return families.stream().filter(f -> f.hasControl(half)).map(f -> f.facts()
			.name()).findFirst().orElse("another family");
	}

	/** The facts that hold where nobody knows the family. */
	public FamilyFacts usual() {
		return families.get(0).facts();
	}

	/** The facts of the family that people call so. */
	public Optional<FamilyFacts> named(final String name) {
		return families.stream().map(ModelFamily::facts).filter(f -> f.name()
			.equals(name)).findFirst();
	}

	/**
	 * The family of a checkpoint, as that is.
	 *
	 * @throws CheckpointException if it is none that can be run; the message says
	 *           what it is and what to do
	 */
	public LoadedFamily of(final Checkpoint checkpoint)
		throws CheckpointException
	{
		for (final ModelFamily family : families) {
			final Optional<LoadedFamily> loaded = family.recognise(checkpoint);
			if (loaded.isPresent()) {
				return loaded.get();
			}
		}
		final Weights weights = checkpoint.weights();
		for (final ForeignModel model : ForeignModel.values()) {
			if (model.matches(weights)) {
				throw new CheckpointException(checkpoint.file(), "", "this is " + model
					.description() + "; " + model.advice(names(" and ")));
			}
		}
		final String first = weights.names().stream().limit(3).collect(Collectors
			.joining("', '", "'", "'"));
		throw new CheckpointException(checkpoint.file(), "",
			"this is no checkpoint of " + names(" or ") + ": it holds " + (weights
				.names().isEmpty() ? "no tensors" : first + " ...") + " instead of '" +
				usual().sign() + "' ...");
	}

	/**
	 * Whether a file is a UNet alone, which can be run with text encoders and a
	 * VAE of other files. NB: what else it may be is asked first.
	 */
	public boolean isUNetAlone(final Checkpoint file) {
		final Weights weights = file.weights();
		return Arrays.stream(ForeignModel.values()).filter(m -> m.matches(weights))
			.findFirst().filter(m -> m == ForeignModel.BARE_UNET ||
				m == ForeignModel.DIFFUSERS).isPresent();
	}

	/** Whether a file is a VAE alone. NB: likewise. */
	public boolean isVae(final Checkpoint file) {
		final Weights weights = file.weights();
		return Arrays.stream(ForeignModel.values()).filter(m -> m.matches(weights))
			.findFirst().filter(m -> m == ForeignModel.VAE).isPresent();
	}

	/** Whether a file is a text encoder of CLIP alone. */
	public boolean isTextEncoder(final Checkpoint file) {
		final Weights weights = file.weights();
		return weights.hasAny("text_model.encoder") || weights.hasAny(
			"transformer.resblocks");
	}

	private String names(final String last) {
		final List<String> names = families.stream().map(f -> f.facts().name())
			.toList();
		final int most = names.size() - 1;
		return most == 0 ? names.get(0) : String.join(", ", names.subList(0,
			most)) + last + names.get(most);
	}

	/**
	 * Fails unless a file has a whole autoencoder, whatever its latents.
	 *
	 * @throws CheckpointException if it has none
	 * @throws IllegalArgumentException that says what is missing
	 */
	public void requireVae(final Checkpoint file) throws CheckpointException {
		Vae.requireWhole(vae(file));
	}

	/**
	 * The weights of an autoencoder, in a file of its own or in a checkpoint of
	 * any family.
	 *
	 * @throws CheckpointException if there is none
	 */
	public Weights vae(final Checkpoint file) throws CheckpointException {
		return Vae.weights(file, families.stream().map(f -> f.facts().prefix(
			Component.VAE)).distinct().toList());
	}

	/** What a tensor belongs to in a checkpoint of any family, known or not. */
	public Optional<Component> component(final String tensor) {
		return families.stream().flatMap(f -> f.facts().component(tensor).stream())
			.findFirst();
	}
}
