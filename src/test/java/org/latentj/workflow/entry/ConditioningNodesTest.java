
package org.latentj.workflow.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.latentj.sampling.conditioning.Area;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.conditioning.Scope;
import org.latentj.tensor.Tensor;

/** Nodes of conditionings, with numbers of ComfyUI's formulas. */
class ConditioningNodesTest {

	private static final Conditioning TO = of(new float[] { 1, 2, 3, 4 }, 10);

	private static final Conditioning FROM = of(new float[] { 5, 6 }, 20);

	private static Conditioning of(final float[] context, final float pooled) {
		return Conditioning.ofContext(new Tensor(context, 1, context.length / 2, 2))
			.withPooled(new Tensor(new float[] { pooled }, 1, 1));
	}

	private static ConditioningSet made(final String type, final Object... more)
		throws IOException
	{
		final Object[] all = new Object[6 + more.length];
		all[0] = "conditioning_to";
		all[1] = ConditioningSet.of(TO);
		all[2] = "conditioning_from";
		all[3] = ConditioningSet.of(FROM);
		all[4] = "conditioning";
		all[5] = ConditioningSet.of(TO);
		System.arraycopy(more, 0, all, 6, more.length);
		return Called.one(type, all);
	}

	private static Conditioning first(final ConditioningSet set) {
		return set.parts().get(0).conditioning();
	}

	private static Scope scope(final String type, final Object... more)
		throws IOException
	{
		return made(type, more).parts().get(0).scope();
	}

	@Test
	void putsTokensBehindOthers() throws IOException {
		assertClose("context", new Tensor(new float[] { 1, 2, 3, 4, 5, 6 }, 1, 3,
			2), first(made("ConditioningConcat")).context(), 0);
	}

	/** NB: the shorter one is filled with zeros. */
	@Test
	void weighsTokensAndPooledOnes() throws IOException {
		final Conditioning mean = first(made("ConditioningAverage",
			"conditioning_to_strength", 0.25));
		assertClose("context", new Tensor(new float[] { 4, 5, 0.75f, 1 }, 1, 2, 2),
			mean.context(), 1e-6);
		assertClose("pooled", new Tensor(new float[] { 17.5f }, 1, 1), mean.pooled()
			.orElseThrow(), 1e-6);
	}

	@Test
	void setsAllToZero() throws IOException {
		final Conditioning none = first(made("ConditioningZeroOut"));
		assertClose("context", Tensor.zeros(1, 2, 2), none.context(), 0);
		assertClose("pooled", Tensor.zeros(1, 1), none.pooled().orElseThrow(), 0);
	}

	@Test
	void setsAreasInCellsAndParts() throws IOException {
		final Scope cells = scope("ConditioningSetArea", "width", 72, "height", 200,
			"x", 23, "y", 8, "strength", 0.5);
		assertEquals(new Area.Cells(1, 2, 25, 9), cells.area().orElseThrow());
		assertEquals(0.5, cells.strength());
		final Scope parts = scope("ConditioningSetAreaPercentage", "width", 0.5,
			"height", 0.25, "x", 0.1, "y", 0.75);
		assertEquals(new Area.Cells(45, 8, 15, 40), parts.area().orElseThrow().in(
			60, 80));
	}

	@Test
	void setsPartsOfTheWay() throws IOException {
		final Scope scope = scope("ConditioningSetTimestepRange", "start", 0.2,
			"end", 0.75);
		assertEquals(0.2, scope.start());
		assertEquals(0.75, scope.end());
		assertEquals("'end' is 0.1, before 'start', which is 0.2", assertThrows(
			IllegalArgumentException.class, () -> scope(
				"ConditioningSetTimestepRange", "start", 0.2, "end", 0.1))
			.getMessage());
	}
}
