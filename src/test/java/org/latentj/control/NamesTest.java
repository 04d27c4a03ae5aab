
package org.latentj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class NamesTest {

	private static final List<String> KEYS = List.of("prompt", "steps", "cfg",
		"sampler", "scheduler", "width", "height", "keepsteps");

	@Test
	void areNearByLettersAndByWhatTheyContain() {
		assertEquals("steps", Names.nearest("step", KEYS).get(0));
		assertEquals("sampler", Names.nearest("sampler_name", KEYS).get(0));
		assertEquals("cfg", Names.nearest("cfg_scale", KEYS).get(0));
		assertEquals("prompt", Names.nearest("Pompt", KEYS).get(0));
		assertEquals(3, Names.nearest("", KEYS).size());
		assertEquals(3, Names.nearest(null, KEYS).size());
		assertEquals(3, Names.nearest("x".repeat(1_000_000), KEYS).size());
	}

	@Test
	void areListedInTheDetailsIfThereAreMany() {
		assertEquals("; there are a, b", Names.hint("c", List.of("a", "b"),
			"letters"));
		assertEquals("; there is a", Names.hint("c", List.of("a"), "letters"));
		assertEquals("; there are no letters", Names.hint("c", List.of(),
			"letters"));
		assertEquals("; the nearest are 'steps', 'keepsteps'.\n\n" +
			"All options:\nprompt,\nsteps,\ncfg,\nsampler,\nscheduler,\nwidth,\n" +
			"height,\nkeepsteps", Names.hint("step", KEYS, "options"));
	}

	@Test
	void areNotSuggestedIfNobodyCanHaveMeantThem() {
		assertEquals(List.of(), Names.near("zzz", KEYS));
		assertEquals(List.of(), Names.near("", KEYS));
		assertEquals(List.of("prompt"), Names.near("Pompt", KEYS));
		assertEquals("; there are 8 options, none with a name like it", Names
			.summary(Names.hint("zzz", KEYS, "options")));
	}

	@Test
	void areTheSameWithoutSigns() {
		assertEquals("dpmpp2mkarras", Names.plain("DPM++ 2M Karras"));
	}
}
