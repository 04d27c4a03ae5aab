
package org.latentj.family.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.latent.LatentFormat;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.model.PredictionType;

/**
 * What is known about a model family, or about one of its files where that
 * tells something else.
 *
 * @param name what people call it
 * @param citation what a paper says in place of "the model", with reference and
 *          DOI
 * @param nativeSize width and height in pixels of the pictures that it was
 *          trained on
 * @param prediction what its diffusion model predicts
 * @param latentFormat channels, scale and look of its latents
 * @param prefixes under which names its components' tensors lie in a file,
 *          dotted and without the last dot
 * @param sign a tensor that each of its files has
 * @param clipSkip the layer of its text encoder that is used unless another one
 *          is asked for: 1 = the last, 2 = the one before
 * @param settingGroups groups of settings that are for such files only, for
 *          dialogs
 * @param settings with which they are usually run, by the picture that they are
 *          given beside the latent; for dialogs
 */
public record FamilyFacts(String name, String citation, int nativeSize,
		PredictionType prediction, LatentFormat latentFormat,
		Map<Component, String> prefixes, String sign, int clipSkip,
		Set<String> settingGroups, Map<PictureInput, UsualSettings> settings) {

	/** Those that have a prefix. */
	private static final List<Component> NAMED = List.of(
		Component.DIFFUSION_MODEL, Component.VAE, Component.TEXT_ENCODER);

	/** @throws IllegalArgumentException if a component has no prefix */
	public FamilyFacts {
		prefixes = Map.copyOf(prefixes);
		settingGroups = Set.copyOf(settingGroups);
		settings = Map.copyOf(settings);
		if (!prefixes.keySet().containsAll(NAMED)) {
			throw new IllegalArgumentException("the family '" + name +
				"' has prefixes for " + prefixes.keySet() + "; " + NAMED +
				" must have one");
		}
	}

	/** Those of a family that has all settings in common with others. */
	public FamilyFacts(final String name, final String citation,
		final int nativeSize, final PredictionType prediction,
		final LatentFormat latentFormat, final Map<Component, String> prefixes,
		final String sign, final int clipSkip)
	{
		this(name, citation, nativeSize, prediction, latentFormat, prefixes, sign,
			clipSkip, Set.of(), Map.of());
	}

	/** The same of a family that people and papers call otherwise. */
	public FamilyFacts named(final String other, final String inPapers) {
		return new FamilyFacts(other, inPapers, nativeSize, prediction,
			latentFormat, prefixes, sign, clipSkip, settingGroups, settings);
	}

	/** The same with other latents. */
	public FamilyFacts with(final LatentFormat other) {
		return new FamilyFacts(name, citation, nativeSize, prediction, other,
			prefixes, sign, clipSkip, settingGroups, settings);
	}

	/** The same with a diffusion model that predicts something else. */
	public FamilyFacts predicting(final PredictionType other) {
		return new FamilyFacts(name, citation, nativeSize, other, latentFormat,
			prefixes, sign, clipSkip, settingGroups, settings);
	}

	/** The same for pictures of another size. */
	public FamilyFacts sized(final int pixels) {
		return new FamilyFacts(name, citation, pixels, prediction, latentFormat,
			prefixes, sign, clipSkip, settingGroups, settings);
	}

	/** The same with a component under another prefix. */
	public FamilyFacts placed(final Component component, final String prefix) {
		final Map<Component, String> others = new EnumMap<>(prefixes);
		others.put(component, prefix);
		return new FamilyFacts(name, citation, nativeSize, prediction, latentFormat,
			others, sign, clipSkip, settingGroups, settings);
	}

	/** The same that has a group of settings. */
	public FamilyFacts grouped(final String... groups) {
		return new FamilyFacts(name, citation, nativeSize, prediction, latentFormat,
			prefixes, sign, clipSkip, Set.of(groups), settings);
	}

	/** The same, usually run with these settings. */
	public FamilyFacts usually(final UsualSettings usual) {
		return usually(PictureInput.NONE, usual);
	}

	/** The same; its files that are given such a picture are run with these. */
	public FamilyFacts usually(final PictureInput picture,
		final UsualSettings usual)
	{
		final Map<PictureInput, UsualSettings> more = new EnumMap<>(
			PictureInput.class);
		more.putAll(settings);
		more.put(picture, usual);
		return new FamilyFacts(name, citation, nativeSize, prediction, latentFormat,
			prefixes, sign, clipSkip, settingGroups, more);
	}

	/**
	 * The settings with which its files that are given such a picture are usually
	 * run; empty if nothing is known of that.
	 */
	public Optional<UsualSettings> usual(final PictureInput picture) {
		return Optional.ofNullable(settings.getOrDefault(picture, settings.get(
			PictureInput.NONE)));
	}

	/** Width and height of a latent cell in pixels. */
	public int cell() {
		return latentFormat.spatialFactor();
	}

	/** The prefix of a component; null of one that its files don't have. */
	public String prefix(final Component component) {
		return prefixes.get(component);
	}

	/** What a tensor belongs to. */
	public Optional<Component> component(final String tensor) {
		return prefixes.entrySet().stream().filter(e -> tensor.startsWith(e
			.getValue() + ".")).map(Map.Entry::getKey).findFirst();
	}
}
