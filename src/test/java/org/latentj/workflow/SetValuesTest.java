
package org.latentj.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.golden.DemoWorkflow;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.Value;

/** Values that are set in a workflow, and what is said of those that cannot. */
class SetValuesTest {

	private static Workflow.Changed changed(final String settings) {
		return Workflow.parse(DemoWorkflow.json()).changed(settings);
	}

	@Test
	void setsWhatItCanAndListsTheRest() {
		final Workflow.Changed changed = changed(
			"5.seed=7; 5.sed=8\n2.text=a; b = c; d\n44.x=1;");
		assertEquals(Value.of(7), changed.workflow().graph().nodes().get("5")
			.inputs().get("seed"));
		assertEquals(Value.of("a; b = c; d"), changed.workflow().graph().nodes()
			.get("2").inputs().get("text"));
		assertEquals(List.of("set '5.sed=8'", "set '44.x=1'"), changed.problems()
			.stream().map(Problem::node).toList());
		assertEquals(Map.of("5.seed", "5.seed=7", "5.sed", "5.sed=8", "2.text",
			"2.text=a; b = c; d"), changed.given());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
		"5.seed=1; 5.seed=2|5.seed was set before, by '5.seed=1': give it once",
		"5.seed=7, 5.steps=4|'seed' is '7, 5.steps=4', not a number; between several values stand semicolons or lines",
		"KSampler.seed=7|there is no node KSampler: write its number, as in 5.seed",
		"save it.filename_prefix=x|valid is a node's number, a point, an input's name and a value, as in 3.seed=5",
		"cliptextencode.text=x|there is no node cliptextencode: write its number, as in 2.text or 3.text",
		"seed=7|valid is a node's number, a point, an input's name and a value, as in 3.seed=5; there is 5.seed of node 5 (KSampler)",
		"5.model=x|'model' takes a link to MODEL, not a value" })
	void saysWhatIsWrongWithAValue(final String settings, final String problem) {
		assertEquals(List.of(problem), changed(settings).problems().stream().map(
			Problem::text).toList());
	}
}
