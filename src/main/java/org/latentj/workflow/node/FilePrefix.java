
package org.latentj.workflow.node;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;

/**
 * How the names of files begin that a node writes, perhaps with folders, and
 * what stands between percent signs in it: ComfyUI's front end puts dates and
 * values of other nodes there, its server the picture's size and the time. What
 * neither knows stays as it is.
 *
 * @param time of the run
 */
public record FilePrefix(Graph graph, LocalDateTime time) {

	/** Stands for the number of a picture in its batch, from 0. */
	public static final String ITEM = "%batch_num%";

	/** Bytes of a file's or a folder's name: systems take 255 with its number. */
	private static final int LONGEST = 200;

	/** Folders in one another, and the name. */
	private static final int DEEPEST = 9;

	private static final Pattern PLACE = Pattern.compile("%([^%]+)%");

	/** What the front end does not let into names. */
	private static final Pattern NO_NAME = Pattern.compile(
		"[/?<>\\\\:*|\"\\x00-\\x1F\\x7F]");

	/** Parts of dates: one letter without, two with a zero before. */
	private static final Pattern PART = Pattern.compile(
		"dd?|MM?|hh?|mm?|ss?|yyy?y?");

	private static final Map<Character, String> FORMATS = Map.of('d', "dd", 'M',
		"MM", 'h', "HH", 'm', "mm", 's', "ss");

	/**
	 * The prefix of a picture's files.
	 *
	 * @param text as the workflow has it
	 * @param width of the picture in pixels
	 * @param height likewise
	 */
	public String of(final String text, final int width, final int height) {
		String filled = PLACE.matcher(text).replaceAll(m -> Matcher
			.quoteReplacement(named(m.group(1)).orElse(m.group())));
		final Map<String, String> facts = Map.of("width", Integer.toString(width),
			"height", Integer.toString(height), "year", time("yyyy"), "month", time(
				"MM"), "day", time("dd"), "hour", time("HH"), "minute", time("mm"),
			"second", time("ss"));
		for (final Map.Entry<String, String> fact : facts.entrySet()) {
			filled = filled.replace("%" + fact.getKey() + "%", fact.getValue());
		}
		return filled;
	}

	/** A node whose prefixes are filled. */
	public Node on(final Node node, final NodeType type, final int width,
		final int height)
	{
		Node filled = node;
		for (final Input input : type.inputs()) {
			if (input.widget().orElse(null) instanceof Input.Prefix && node.inputs()
				.get(input.name()) instanceof Value.Text text)
			{
				filled = filled.with(input.name(), Value.of(of(text.text(), width,
					height)));
			}
		}
		return filled;
	}

	private String time(final String format) {
		return time.format(DateTimeFormatter.ofPattern(format));
	}

	/** NB: a date with one point in it is taken for a node and its widget. */
	private Optional<String> named(final String place) {
		final String[] parts = place.split("\\.", -1);
		if (parts.length != 2) {
			return parts[0].startsWith("date:") ? Optional.of(date(parts[0].substring(
				"date:".length()))) : Optional.empty();
		}
		return find(n -> n.type().equals(parts[0])).or(() -> find(n -> n.title()
			.equals(parts[0]))).or(() -> graph.find(parts[0])).flatMap(n -> Optional
				.ofNullable(n.inputs().get(parts[1]))).filter(
					v -> !(v instanceof Value.Link)).map(v -> NO_NAME.matcher(
						v instanceof Value.Text t ? t.text() : v.toString()).replaceAll(
							"_"));
	}

	private Optional<Node> find(final Predicate<Node> which) {
		return graph.nodes().values().stream().filter(which).findFirst();
	}

	private String date(final String format) {
		return PART.matcher(format).replaceAll(m -> {
			final String part = m.group();
			if (part.startsWith("y")) {
				return part.length() == 3 ? part : time(part);
			}
			final String full = time(FORMATS.get(part.charAt(0)));
			return part.length() == 2 ? full : full.replaceFirst("^0", "");
		});
	}

	/** With slashes between folders, whatever system it was written on. */
	public static String path(final String prefix) {
		return prefix.replace('\\', '/');
	}

	/** What keeps a filled prefix from being the beginning of files' names. */
	public static Optional<String> problem(final String prefix) {
		final String path = path(prefix);
		final List<String> parts = Arrays.asList(path.split("/", -1));
		if (path.isBlank()) {
			return Optional.of("is empty: the names of files must begin with it");
		}
		if (path.startsWith("/") || path.matches("[A-Za-z]:.*") || parts.contains(
			".."))
		{
			return Optional.of("is '" + shortened(path) +
				"', which leads out of the folder that is written to");
		}
		if (parts.stream().anyMatch(p -> p.isBlank() || p.startsWith(".") || NO_NAME
			.matcher(p).find()) || parts.size() > DEEPEST)
		{
			return Optional.of("is '" + shortened(path) +
				"', which is no name of a file: valid are names without : * ? \" < > " +
				"|, with at most " + (DEEPEST - 1) + " folders before, with / between");
		}
		return parts.stream().mapToInt(p -> p.getBytes(
			StandardCharsets.UTF_8).length).filter(n -> n > LONGEST).boxed()
			.findFirst().map(n -> "gives a name of " + n + " bytes, '" + shortened(
				path) + "'; at most " + LONGEST + " are possible");
	}

	private static String shortened(final String text) {
		final int most = 60;
		return text.length() <= most ? text : text.substring(0, most) + "...";
	}
}
