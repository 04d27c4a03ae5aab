
package org.latentj.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class XmpTest {

	@ParameterizedTest
	@CsvSource({ "txt2img,trainedAlgorithmicMedia",
		"inpaint,compositeWithTrainedAlgorithmicMedia" })
	void namesIptcsTermInWellFormedXml(final String operation, final String term)
		throws Exception
	{
		final Provenance provenance = new Provenance(operation, new JsonObject(),
			new ModelFile("a", "b"), Optional.empty(), new Provenance.Versions(
				"0.1 <&\"", "1", "17"), Optional.empty(), Optional.empty(), Optional
					.empty());
		final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
		factory.setNamespaceAware(true);
		final Element description = (Element) factory.newDocumentBuilder().parse(
			new ByteArrayInputStream(Xmp.of(provenance).getBytes(
				StandardCharsets.UTF_8))).getElementsByTagNameNS(
					"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "Description").item(0);
		assertEquals("http://cv.iptc.org/newscodes/digitalsourcetype/" + term,
			description.getAttributeNS("http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
				"DigitalSourceType"));
	}
}
