
package org.latentj.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** What the release asks of a Maven project file. Its parents are not read. */
final class Pom {

	private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

	/**
	 * A dependency as it stands there.
	 *
	 * @param group its group
	 * @param name its name (Maven's artifactId)
	 * @param version its version with all properties filled in; empty if none is
	 *          given
	 * @param scope its scope, {@code compile} if none is given
	 */
	record Dependency(String group, String name, String version, String scope) {
	}

	private final Element root;

	private final Map<String, String> properties = new HashMap<>();

	private Pom(final Document document) {
		root = document.getDocumentElement();
		for (final Element property : children(root, "properties", "*")) {
			properties.put(property.getNodeName(), property.getTextContent().trim());
		}
	}

	/**
	 * Reads a project file.
	 *
	 * @param file pom.xml
	 * @return its contents
	 * @throws IOException if it cannot be read
	 */
	static Pom read(final Path file) throws IOException {
		try {
			return new Pom(DocumentBuilderFactory.newInstance().newDocumentBuilder()
				.parse(file.toFile()));
		}
		catch (final SAXException | ParserConfigurationException e) {
			throw new IOException(file + " is no project file: " + e.getMessage(), e);
		}
	}

	/** The file of its parent in a local repository. */
	Path parent(final Path repository) {
		final Element parent = children(root, "parent").get(0);
		final String name = text(parent, "artifactId");
		final String version = text(parent, "version");
		return repository.resolve(text(parent, "groupId").replace('.', '/'))
			.resolve(name).resolve(version).resolve(name + "-" + version + ".pom");
	}

	/** What it depends on. */
	List<Dependency> dependencies() {
		return dependencies(children(root, "dependencies", "dependency"));
	}

	/** What it says the versions of, for all that have it as their parent. */
	List<Dependency> managed() {
		return dependencies(children(root, "dependencyManagement", "dependencies",
			"dependency"));
	}

	/**
	 * Its own version, not that of its parent, or one of its properties.
	 *
	 * @param name {@code version}, or that of the property
	 * @throws IllegalArgumentException if it has none of that name
	 */
	String value(final String name) {
		final String value = name.equals("version") ? text(root, name) : properties
			.getOrDefault(name, "");
		if (value.isEmpty()) {
			throw new IllegalArgumentException("the project file has no " + name);
		}
		return value;
	}

	/** The texts of all elements of a name, wherever they stand. */
	List<String> texts(final String name) {
		final List<String> texts = new ArrayList<>();
		for (int i = 0; i < root.getElementsByTagName(name).getLength(); i++) {
			texts.add(root.getElementsByTagName(name).item(i).getTextContent());
		}
		return texts;
	}

	private List<Dependency> dependencies(final List<Element> elements) {
		return elements.stream().map(e -> new Dependency(text(e, "groupId"), text(e,
			"artifactId"), filled(text(e, "version")), text(e, "scope").isEmpty()
				? "compile" : text(e, "scope"))).toList();
	}

	private String filled(final String text) {
		String filled = text;
		for (Matcher m = PROPERTY.matcher(filled); m.find(); m = PROPERTY.matcher(
			filled))
		{
			final String value = properties.get(m.group(1));
			if (value == null) {
				return filled;
			}
			filled = m.replaceFirst(Matcher.quoteReplacement(value));
		}
		return filled;
	}

	private static String text(final Element element, final String name) {
		final List<Element> found = children(element, name);
		return found.isEmpty() ? "" : found.get(0).getTextContent().trim();
	}

	private static List<Element> children(final Element element,
		final String... names)
	{
		List<Element> found = List.of(element);
		for (final String name : names) {
			final List<Element> next = new ArrayList<>();
			for (final Element parent : found) {
				for (Node n = parent.getFirstChild(); n != null; n = n
					.getNextSibling())
				{
					if (n instanceof Element e && (name.equals("*") || name.equals(e
						.getNodeName())))
					{
						next.add(e);
					}
				}
			}
			found = next;
		}
		return found;
	}
}
