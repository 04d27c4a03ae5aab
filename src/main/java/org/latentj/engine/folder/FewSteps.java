
package org.latentj.engine.folder;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.Checkpoint;

/**
 * Kinds of checkpoints that were trained to need few steps. Nothing in their
 * weights tells them; their names do, or the title in their metadata, as their
 * authors and those who merge them write it. Settings: ComfyUI's examples of
 * SDXL Turbo and LCM, the model cards of SDXL Turbo, SDXL-Lightning (Lin et al.
 * 2024, arXiv:2402.13929), LCM (Luo et al. 2023, arXiv:2310.04378) and Hyper-SD
 * (Ren et al. 2024, arXiv:2404.13686).
 */
enum FewSteps {

		/** NB: sgm_uniform has nearly the levels of ComfyUI's SDTurboScheduler. */
		TURBO("Turbo", "turbo", 4, 1, "euler_ancestral", "sgm_uniform",
			"1 to 4 steps are usual, more for mixtures with other checkpoints"),

		LIGHTNING("Lightning", "lightning", 4, 1, "euler", "sgm_uniform",
			"it makes as many steps as it was trained for (2, 4 or 8; a file of one " +
				"step predicts the picture itself, which is not run rightly)"),

		LCM("LCM", "lcm", 5, 1.8, "lcm", "sgm_uniform",
			"4 to 8 steps and a CFG scale of 1 to 2 are usual"),

		/** NB: files with "CFG" in their name keep guidance. */
		HYPER("Hyper", "(?<![a-z])hyper(?![a-z])|hyper[-_ ]?sd", 8, 1, "ddim",
			"sgm_uniform",
			"it makes as many steps as it was trained for (2 to 16; a UNet of " +
				"one step begins at a noise level of its own, which there is not)");

	private static final Pattern STEPS = Pattern.compile(
		"(?<![0-9])([1-9][0-9]?)[-_ ]?steps?(?![a-z])");

	/** What files of Hyper-SD that keep guidance are run with: 5 to 8. */
	private static final double HYPER_CFG = 5;

	private final String called;

	private final Pattern word;

	private final int steps;

	private final double cfg;

	private final String sampler;

	private final String scheduler;

	private final String range;

	FewSteps(final String called, final String word, final int steps,
		final double cfg, final String sampler, final String scheduler,
		final String range)
	{
		this.called = called;
		this.word = Pattern.compile(word);
		this.steps = steps;
		this.cfg = cfg;
		this.sampler = sampler;
		this.scheduler = scheduler;
		this.range = range;
	}

	/** The kind that a checkpoint's name or title tells; empty if none. */
	static Optional<FewSteps> of(final Checkpoint checkpoint) {
		final String name = name(checkpoint);
		return Arrays.stream(values()).filter(k -> k.word.matcher(name).find())
			.findFirst();
	}

	/** What is said of it, without capital and full stop. */
	String note() {
		return "by its name it needs few steps (" + called + "): " + range;
	}

	/** Its settings by the names of the commands' parameters. */
	Map<String, Object> settings(final Checkpoint checkpoint) {
		final String name = name(checkpoint);
		final Matcher told = STEPS.matcher(name);
		final Map<String, Object> all = new LinkedHashMap<>();
		all.put("steps", told.find() ? Integer.valueOf(told.group(1)) : steps);
		all.put("cfg", this == HYPER && name.contains("cfg") ? HYPER_CFG : cfg);
		all.put("sampler", sampler);
		all.put("scheduler", scheduler);
		return all;
	}

	private static String name(final Checkpoint checkpoint) {
		return (checkpoint.file().getFileName() + " " + checkpoint.metadata()
			.getOrDefault("modelspec.title", "")).toLowerCase(Locale.ROOT);
	}
}
