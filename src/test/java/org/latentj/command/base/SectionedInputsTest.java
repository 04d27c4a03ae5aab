
package org.latentj.command.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.latentj.command.input.DialogSections.Part;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;

class SectionedInputsTest {

	private static final Setting<Double> SCORE = Setting.number("score", 0, 10)
		.standard(6.0).in(Section.FAMILY).onlyFor("sdxl");

	private final SectionedInputs sections = new SectionedInputs(List.of(
		SecondPass.FACTOR, SecondPass.METHOD, SecondPass.DENOISE, SCORE), Map.of(
			"folder", Section.WORK));

	@Test
	void placesEachInputBehindTheHeadingOfItsSection() {
		assertEquals(List.of(new Part(Section.WORK.heading(), List.of("folder")),
			new Part(Section.MODEL.heading(), List.of("checkpoint")), new Part(
				Section.SECOND_PASS.heading(), List.of("factor", "denoise", "method")),
			new Part(Section.OWN.heading(), List.of("other")), new Part(Section.FAMILY
				.heading(), List.of("score")), new Part(Section.OUTPUT.heading(), List
					.of("latent", "preview"))), sections.of(List.of("checkpoint",
						"factor", "method", "denoise", "score", "latent", "preview",
						"folder", "other")));
	}

	@Test
	void showsWhatTheFamilyOfTheCheckpointUses() {
		assertTrue(sections.isShown("score", Set.of("sdxl", "other")));
		assertFalse(sections.isShown("score", Set.of()));
		assertTrue(sections.isShown("factor", Set.of()));
		assertTrue(sections.isShown("checkpoint", Set.of()));
	}
}
