
package org.latentj.provenance;

/**
 * The XMP packet by which a picture says to any program that it is generated:
 * the IPTC property {@code DigitalSourceType} (IPTC Photo Metadata Standard
 * 2023.2, Iptc4xmpExt) with a term of IPTC's vocabulary of digital source
 * types. The PNG specification, third edition, section 11.3.3.1, names the
 * chunk that holds it.
 */
public final class Xmp {

	/** Keyword of the {@code iTXt} chunk of a PNG file. */
	public static final String KEYWORD = "XML:com.adobe.xmp";

	private static final String TERMS =
		"http://cv.iptc.org/newscodes/digitalsourcetype/";

	/** The letter that begins a packet, U+FEFF. */
	private static final String BEGIN = "\uFEFF";

	private Xmp() {}

	/** The packet for a picture that was made so. */
	public static String of(final Provenance provenance) {
		final String type = TERMS + (provenance.partly()
			? "compositeWithTrainedAlgorithmicMedia" : "trainedAlgorithmicMedia");
		return """
				<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
				<x:xmpmeta xmlns:x="adobe:ns:meta/">
				 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
				  <rdf:Description rdf:about=""
				    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
				    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
				    Iptc4xmpExt:DigitalSourceType="%s"
				    xmp:CreatorTool="LatentJ %s"/>
				 </rdf:RDF>
				</x:xmpmeta>
				<?xpacket end="r"?>""".formatted(BEGIN, type, escaped(provenance
			.versions().latentj()));
	}

	private static String escaped(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"",
			"&quot;");
	}
}
