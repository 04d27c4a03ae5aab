
package org.latentj.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PlotTest {

	@Test
	void drawsEachPointAndNumbersRoundlyFromZero() throws Exception {
		final Plot plot = new Plot("Time & size", "steps < 50", "seconds");
		for (int i = 1; i <= 4; i++) {
			plot.add("one", 10 * i, 0.7 * i);
			plot.add("two", 10 * i, 0.5 * i);
		}
		final Document svg = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder().parse(new ByteArrayInputStream(plot.svg().getBytes(
				StandardCharsets.UTF_8)));
		assertEquals(8, svg.getElementsByTagName("circle").getLength());
		assertEquals(2, svg.getElementsByTagName("polyline").getLength());
		final NodeList texts = svg.getElementsByTagName("text");
		final StringBuilder all = new StringBuilder();
		for (int i = 0; i < texts.getLength(); i++) {
			all.append(texts.item(i).getTextContent()).append('|');
		}
		assertTrue(all.toString().startsWith(
			"Time & size|0|10|20|30|40|0|0.5|1|1.5|2|2.5|3|steps < 50|seconds|"), all
				.toString());
	}
}
