
package org.latentj.onednn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

/** Tests that are left out where the processor has no bf16. */
interface OnBf16 {

	@BeforeAll
	static void requireProcessor() {
		assumeTrue(new OneDnnEngine().problem().isEmpty(), new OneDnnEngine()
			.problem().orElse(""));
	}
}
