
package org.latentj.operation.conditioning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.latentj.control.Bounds;
import org.latentj.sampling.hint.Control;

/**
 * Which network steers by which image, as users and records write it:
 * {@code name image=title strength=0.8 start=0 end=0.8}; several with line
 * breaks or semicolons between. A value reaches up to the next key; one with a
 * semicolon stands in brackets.
 *
 * @param network name of a file of the model folder
 * @param image an image's title; empty = the picture that is worked on
 * @param strength by which what it adds is multiplied, -10 to 10
 * @param start part of the way from noise to picture at which it starts to
 *          count, 0 to 1
 * @param end part of the way at which it ends
 * @param sha256 of the network's file, empty if it is not known
 * @param imageSha256 of the image, empty if it is not known
 */
public record ControlRequest(String network, String image, double strength,
		double start, double end, String sha256, String imageSha256) {

	private static final String IMAGE = "image";

	private static final String STRENGTH = "strength";

	private static final String START = "start";

	private static final String END = "end";

	private static final String SHA256 = "sha256";

	private static final String IMAGE_SHA256 = "imagesha256";

	private static final Pattern KEY = Pattern.compile("(?:^|\\s)(" + IMAGE +
		"|" + STRENGTH + "|" + START + "|" + END + "|" + SHA256 + "|" +
		IMAGE_SHA256 + ")=");

	private static final String VALID =
		"name image=title strength=1 start=0 end=1 is valid";

	/** @throws IllegalArgumentException if a value is out of its range */
	public ControlRequest {
		if (network.isBlank()) {
			throw new IllegalArgumentException("control names no ControlNet; " +
				VALID);
		}
		Bounds.check("strength of control", strength, -Control.MOST, Control.MOST);
		Bounds.check("start of control", start, 0, 1);
		Bounds.check("end of control", end, start, 1);
	}

	/** One that counts always. */
	public ControlRequest(final String network, final String image,
		final double strength)
	{
		this(network, image, strength, 0, 1, "", "");
	}

	/**
	 * All of a text.
	 *
	 * @throws IllegalArgumentException if one cannot be read; it says what is
	 *           valid
	 */
	public static List<ControlRequest> parse(final String text) {
		return split(text).stream().filter(t -> !t.isBlank()).map(t -> one(t
			.strip())).toList();
	}

	/** At line breaks and semicolons outside of brackets. */
	private static List<String> split(final String text) {
		final List<String> parts = new ArrayList<>();
		final StringBuilder part = new StringBuilder();
		int depth = 0;
		for (final char c : text.toCharArray()) {
			depth = Math.max(0, depth + (c == '[' ? 1 : c == ']' ? -1 : 0));
			if (depth == 0 && (c == ';' || c == '\n' || c == '\r')) {
				parts.add(part.toString());
				part.setLength(0);
			}
			else {
				part.append(c);
			}
		}
		parts.add(part.toString());
		return parts;
	}

	private static ControlRequest one(final String text) {
		final Map<String, String> values = new LinkedHashMap<>();
		final Matcher key = KEY.matcher(text);
		String name = "";
		int from = 0;
		String last = null;
		while (key.find()) {
			name = last == null ? text.substring(0, key.start()) : name;
			add(values, last, text.substring(from, key.start()), text);
			last = key.group(1);
			from = key.end();
		}
		name = last == null ? text : name;
		add(values, last, text.substring(from), text);
		return new ControlRequest(plain(name), values.getOrDefault(IMAGE, ""),
			number(values, STRENGTH, 1), number(values, START, 0), number(values, END,
				1), values.getOrDefault(SHA256, ""), values.getOrDefault(IMAGE_SHA256,
					""));
	}

	private static void add(final Map<String, String> values, final String key,
		final String value, final String text)
	{
		if (key != null && values.put(key, plain(value)) != null) {
			throw new IllegalArgumentException("control gives " + key + " twice: '" +
				text + "'");
		}
	}

	private static String plain(final String value) {
		final String text = value.strip();
		return text.length() > 1 && text.startsWith("[") && text.endsWith("]")
			? text.substring(1, text.length() - 1) : text;
	}

	private static double number(final Map<String, String> values,
		final String key, final double usual)
	{
		final String text = values.get(key);
		try {
			return text == null ? usual : Double.parseDouble(text);
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(key + " of control is '" + text +
				"', it must be a number; " + VALID, e);
		}
	}

	/** The same with another image. */
	public ControlRequest with(final String title) {
		return new ControlRequest(network, title, strength, start, end, sha256,
			imageSha256);
	}

	/** The same with another name of the network. */
	public ControlRequest named(final String name) {
		return new ControlRequest(name, image, strength, start, end, sha256,
			imageSha256);
	}

	/** The same with what files and image can be known by. */
	public ControlRequest known(final String file, final String pixels) {
		return new ControlRequest(network, image, strength, start, end, file,
			pixels);
	}

	/** Several as a text that {@link #parse} reads. */
	public static String text(final List<ControlRequest> all) {
		return all.stream().map(ControlRequest::toString).collect(Collectors
			.joining("; "));
	}

	@Override
	public String toString() {
		final StringBuilder text = new StringBuilder(safe(network));
		text.append(image.isEmpty() ? "" : " " + IMAGE + "=" + safe(image));
		text.append(" " + STRENGTH + "=").append(Bounds.plain(strength));
		text.append(" " + START + "=").append(Bounds.plain(start));
		text.append(" " + END + "=").append(Bounds.plain(end));
		text.append(sha256.isEmpty() ? "" : " " + SHA256 + "=" + sha256);
		text.append(imageSha256.isEmpty() ? "" : " " + IMAGE_SHA256 + "=" +
			imageSha256);
		return text.toString();
	}

	private static String safe(final String value) {
		return value.contains(";") || KEY.matcher(value).find() ? "[" + value + "]"
			: value;
	}
}
