
package org.latentj.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

import org.latentj.release.SiteFile.Earlier;
import org.latentj.release.SiteFile.Version;

/**
 * The list of an update site, {@code db.xml.gz}, as Fiji's updater reads and
 * writes it.
 */
final class SiteDatabase {

	private final SortedMap<String, SiteFile> files = new TreeMap<>();

	/** The files by their paths without versions. */
	SortedMap<String, SiteFile> files() {
		return files;
	}

	void add(final SiteFile file) {
		files.put(file.key(), file);
	}

	/**
	 * This published list once a newer release is published.
	 *
	 * @param release the release's files
	 * @param now its time: YYYYMMDDhhmmss
	 * @return what the site then says
	 * @throws IllegalArgumentException if a changed file is not newer
	 */
	SiteDatabase replaced(final SiteDatabase release, final long now) {
		final SiteDatabase next = new SiteDatabase();
		release.files.values().forEach(next::add);
		files.forEach((key, file) -> next.files.put(key, file.replaced(Optional
			.ofNullable(release.files.get(key)), now)));
		return next;
	}

	/**
	 * Reads a list.
	 *
	 * @param in db.xml.gz
	 * @return the list
	 * @throws IOException if it cannot be read
	 */
	static SiteDatabase read(final InputStream in) throws IOException {
		final XMLInputFactory factory = XMLInputFactory.newFactory();
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		final SiteDatabase read = new SiteDatabase();
		try {
			final XMLStreamReader xml = factory.createXMLStreamReader(
				new GZIPInputStream(in));
			while (xml.hasNext()) {
				if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName()
					.equals("plugin"))
				{
					read.add(readFile(xml));
				}
			}
		}
		catch (final XMLStreamException e) {
			throw new IOException("no list of an update site: " + e.getMessage(), e);
		}
		return read;
	}

	private static SiteFile readFile(final XMLStreamReader xml)
		throws XMLStreamException
	{
		final String name = xml.getAttributeValue(null, "filename");
		Version version = null;
		final List<Earlier> earlier = new ArrayList<>();
		while (xml.next() != XMLStreamReader.END_ELEMENT || !xml.getLocalName()
			.equals("plugin"))
		{
			if (!xml.isStartElement()) {
				continue;
			}
			if (xml.getLocalName().equals("version")) {
				version = readVersion(xml);
			}
			else if (xml.getLocalName().equals("previous-version")) {
				final String own = xml.getAttributeValue(null, "filename");
				earlier.add(new Earlier(own == null ? name : own, xml.getAttributeValue(
					null, "checksum"), number(xml, "timestamp"), number(xml,
						"timestamp-obsolete")));
			}
		}
		return new SiteFile(name, Optional.ofNullable(version), earlier);
	}

	private static Version readVersion(final XMLStreamReader xml)
		throws XMLStreamException
	{
		final String checksum = xml.getAttributeValue(null, "checksum");
		final long timestamp = number(xml, "timestamp");
		final long size = number(xml, "filesize");
		String description = "";
		final List<String> needs = new ArrayList<>();
		while (xml.next() != XMLStreamReader.END_ELEMENT || !xml.getLocalName()
			.equals("version"))
		{
			if (xml.isStartElement() && xml.getLocalName().equals("description")) {
				description = xml.getElementText();
			}
			else if (xml.isStartElement() && xml.getLocalName().equals(
				"dependency"))
			{
				needs.add(xml.getAttributeValue(null, "filename"));
			}
		}
		return new Version(checksum, timestamp, size, description, needs);
	}

	private static long number(final XMLStreamReader xml, final String name) {
		final String value = xml.getAttributeValue(null, name);
		return value == null ? 0 : Long.parseLong(value);
	}

	/**
	 * Writes this list.
	 *
	 * @param out gets db.xml.gz
	 * @throws IOException if it cannot be written
	 */
	void write(final OutputStream out) throws IOException {
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			final XMLStreamWriter xml = XMLOutputFactory.newFactory()
				.createXMLStreamWriter(gzip, "UTF-8");
			xml.writeStartDocument("UTF-8", "1.0");
			xml.writeStartElement("pluginRecords");
			for (final SiteFile file : files.values()) {
				write(file, xml);
			}
			xml.writeEndElement();
			xml.writeEndDocument();
			xml.close();
		}
		catch (final XMLStreamException e) {
			throw new IOException(e);
		}
	}

	private static void write(final SiteFile file, final XMLStreamWriter xml)
		throws XMLStreamException
	{
		xml.writeCharacters("\n");
		xml.writeStartElement("plugin");
		xml.writeAttribute("filename", file.name());
		if (file.version().isPresent()) {
			write(file.version().get(), xml);
		}
		for (final Earlier earlier : file.earlier()) {
			xml.writeEmptyElement("previous-version");
			attributes(xml, Map.of("filename", earlier.name(), "checksum", earlier
				.checksum(), "timestamp", earlier.timestamp(), "timestamp-obsolete",
				earlier.obsolete()));
		}
		xml.writeEndElement();
	}

	private static void write(final Version version, final XMLStreamWriter xml)
		throws XMLStreamException
	{
		xml.writeStartElement("version");
		attributes(xml, Map.of("checksum", version.checksum(), "timestamp", version
			.timestamp(), "filesize", version.size()));
		if (!version.description().isEmpty()) {
			xml.writeStartElement("description");
			xml.writeCharacters(version.description());
			xml.writeEndElement();
		}
		for (final String need : version.needs()) {
			xml.writeEmptyElement("dependency");
			xml.writeAttribute("filename", need);
		}
		xml.writeEndElement();
	}

	private static void attributes(final XMLStreamWriter xml,
		final Map<String, ?> values) throws XMLStreamException
	{
		for (final Map.Entry<String, ?> value : new TreeMap<>(values).entrySet()) {
			xml.writeAttribute(value.getKey(), value.getValue().toString());
		}
	}
}
