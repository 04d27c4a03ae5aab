
package org.latentj.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;

class GraphBuilderTest {

	@Test
	void refusesAGraphWithoutWeights() {
		final GraphBuilder graph = new GraphBuilder();
		graph.output("y", graph.input("x", ElementType.FLOAT, 1), 1);
		assertEquals(
			"the graph 'nothing' takes no weights; a graph here has some of a checkpoint",
			assertThrows(IllegalStateException.class, () -> graph.build("nothing"))
				.getMessage());
	}

	@Test
	void takesAWeightOfItsShapeOnly() throws IOException {
		final Weights out = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model.out.0");
		final GraphBuilder graph = new GraphBuilder();
		graph.weight(out, "weight", 32);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> graph.weight(out, "weight", 8, 4)).getMessage();
		assertTrue(message.endsWith("tiny_sd1.safetensors: " +
			"'model.diffusion_model.out.0.weight': has the shape [32], [8, 4] fits"),
			message);
	}

	@Test
	void fitsNoLayerToWhatIsNotKnown() throws IOException {
		final Weights out = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model.out.0");
		final GraphBuilder graph = new GraphBuilder();
		final Value size = graph.ints(1, 2);
		assertThrows(IllegalStateException.class, () -> new Layers(graph).layerNorm(
			size, out));
	}
}
