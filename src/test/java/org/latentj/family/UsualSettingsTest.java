
package org.latentj.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.ModelFamily;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** The settings with which families are usually run. */
class UsualSettingsTest {

	@ParameterizedTest
	@CsvSource({
		"Stable Diffusion 1.x, NONE, '{steps=20, cfg=8.0, sampler=euler, scheduler=normal}'",
		"Stable Diffusion 1.x, INPAINTING, '{steps=20, cfg=8.0, sampler=uni_pc_bh2, scheduler=normal}'",
		"Stable Diffusion 1.x, EDITING, '{steps=20, cfg=7.5, sampler=euler, scheduler=normal, denoise=1.0, imagecfg=1.5}'",
		"Stable Diffusion 2.x, NONE, '{steps=20, cfg=8.0, sampler=uni_pc_bh2, scheduler=normal}'",
		"Stable Diffusion 2.1 unCLIP, NONE, '{steps=26, cfg=8.0, sampler=uni_pc_bh2, scheduler=normal}'",
		"Stable Diffusion XL, NONE, '{steps=25, cfg=8.0, sampler=euler, scheduler=normal}'",
		"Stable Diffusion XL, INPAINTING, '{steps=25, cfg=8.0, sampler=euler, scheduler=normal}'",
		"Stable Diffusion XL refiner, NONE, '{steps=25, cfg=8.0, sampler=euler, scheduler=normal, denoise=0.2}'",
		"Playground v2.5, NONE, '{steps=50, cfg=3.0, sampler=dpmpp_2m, scheduler=karras}'",
		"CosXL, NONE, '{steps=20, cfg=8.0, sampler=euler, scheduler=normal}'",
		"CosXL, EDITING, '{steps=20, cfg=5.0, sampler=euler, scheduler=normal, denoise=1.0, imagecfg=1.5}'",
		"Stable Diffusion x4 upscaler, UPSCALING, '{steps=20, cfg=10.0, sampler=euler, scheduler=normal}'" })
	void areThoseOfExamplesAndPapers(final String family,
		final PictureInput picture, final String settings)
	{
		assertEquals(settings, ModelFamilies.ALL.named(family).orElseThrow().usual(
			picture).orElseThrow().byName().toString());
	}

	@Test
	void areThereForEachFamilyAndCanBeRun() {
		for (final ModelFamily family : ModelFamilies.ALL.list()) {
			final FamilyFacts facts = family.facts();
			for (final PictureInput picture : PictureInput.values()) {
				final Map<String, Object> settings = facts.usual(picture).orElseThrow()
					.byName();
				Samplers.of((String) settings.get("sampler"));
				Schedulers.of((String) settings.get("scheduler"));
				assertTrue((int) settings.get("steps") > 0, facts.name());
			}
		}
	}
}
