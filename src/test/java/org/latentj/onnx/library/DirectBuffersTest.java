
package org.latentj.onnx.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

class DirectBuffersTest {

	private final DirectBuffers buffers = new DirectBuffers();

	@Test
	void givesWhatCameBackAgainToOneAlone() {
		final ByteBuffer first = buffers.take(8);
		final ByteBuffer second = buffers.take(8);
		assertEquals(first, second, "the same numbers");
		buffers.give(first);
		buffers.give(second);
		final ByteBuffer third = buffers.take(8);
		final ByteBuffer fourth = buffers.take(8);
		assertNotSame(third, fourth);
		assertNotSame(third, buffers.take(8));
		assertSame(first, third);
		assertSame(second, fourth);
	}

	@Test
	void takesTheSmallestThatIsLargeEnough() {
		final ByteBuffer large = buffers.take(15);
		final ByteBuffer small = buffers.take(10);
		buffers.give(large);
		buffers.give(small);
		assertSame(small, buffers.take(9));
		assertSame(large, buffers.take(9));
	}

	@Test
	void letsTheLargestGoFirst() {
		final ByteBuffer large = buffers.take(100);
		final ByteBuffer[] others = new ByteBuffer[16];
		for (int i = 0; i < others.length; i++) {
			others[i] = buffers.take(60);
		}
		buffers.give(large);
		for (final ByteBuffer other : others) {
			buffers.give(other);
		}
		assertNotSame(large, buffers.take(100));
	}
}
