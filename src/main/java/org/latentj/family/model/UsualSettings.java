
package org.latentj.family.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings with which a family's files are usually run, for dialogs: what a
 * user begins with, and changes as he likes. Families take them from ComfyUI's
 * published example workflows (its repository of examples), from papers and
 * from the authors' own programs, and say so.
 *
 * @param steps at least 1
 * @param cfg guidance scale
 * @param sampler ComfyUI's id
 * @param scheduler ComfyUI's id
 * @param denoise of a picture to start from, above 0 to 1, where it is another
 *          one than usual
 * @param imageCfg guidance scale of the picture that is changed, where there is
 *          one
 */
public record UsualSettings(int steps, double cfg, String sampler,
		String scheduler, Optional<Double> denoise, Optional<Double> imageCfg) {

	/** Those of all pictures. */
	public static UsualSettings of(final int steps, final double cfg,
		final String sampler, final String scheduler)
	{
		return new UsualSettings(steps, cfg, sampler, scheduler, Optional.empty(),
			Optional.empty());
	}

	/** The same with a denoise of a picture to start from. */
	public UsualSettings withDenoise(final double part) {
		return new UsualSettings(steps, cfg, sampler, scheduler, Optional.of(part),
			imageCfg);
	}

	/** The same with a guidance scale of the picture that is changed. */
	public UsualSettings withImageCfg(final double scale) {
		return new UsualSettings(steps, cfg, sampler, scheduler, denoise, Optional
			.of(scale));
	}

	/** By the names of the commands' parameters. */
	public Map<String, Object> byName() {
		final Map<String, Object> all = new LinkedHashMap<>();
		all.put("steps", steps);
		all.put("cfg", cfg);
		all.put("sampler", sampler);
		all.put("scheduler", scheduler);
		denoise.ifPresent(d -> all.put("denoise", d));
		imageCfg.ifPresent(s -> all.put("imagecfg", s));
		return all;
	}
}
