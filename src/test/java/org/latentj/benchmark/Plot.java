
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A plot of some lines over one axis, as SVG. Both axes are linear and begin at
 * zero; each point has a dot, and the names of lines stand above them in their
 * colours.
 */
final class Plot {

	private static final int WIDTH = 640;

	private static final int HEIGHT = 400;

	private static final int LEFT = 80;

	private static final int RIGHT = 30;

	private static final int TOP = 40;

	private static final int BOTTOM = 60;

	private static final List<String> COLOURS = List.of("#0072b2", "#d55e00",
		"#009e73", "#cc79a7");

	private final String title;

	private final String across;

	private final String up;

	private final Map<String, List<double[]>> lines = new LinkedHashMap<>();

	/**
	 * @param across what the horizontal axis shows, with its unit
	 * @param up what the vertical axis shows, with its unit
	 */
	Plot(final String title, final String across, final String up) {
		this.title = title;
		this.across = across;
		this.up = up;
	}

	void add(final String line, final double x, final double y) {
		lines.computeIfAbsent(line, k -> new ArrayList<>()).add(new double[] { x,
			y });
	}

	void write(final Path file) throws IOException {
		Files.writeString(file, svg());
	}

	String svg() {
		final double[] steps = { step(most(0)), step(most(1)) };
		final double[] ends = { end(0, steps[0]), end(1, steps[1]) };
		final StringBuilder s = new StringBuilder();
		s.append(String.format("<svg xmlns=\"http://www.w3.org/2000/svg\" " +
			"viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"14\">%n" +
			"<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n", WIDTH,
			HEIGHT));
		s.append(text(LEFT, 24, "start", title));
		for (double x = 0; x <= ends[0]; x += steps[0]) {
			final double at = place(x, ends[0], 0);
			s.append(line(at, TOP, at, HEIGHT - BOTTOM, "#ddd"));
			s.append(text(at, HEIGHT - BOTTOM + 20, "middle", number(x)));
		}
		for (double y = 0; y <= ends[1]; y += steps[1]) {
			final double at = place(y, ends[1], 1);
			s.append(line(LEFT, at, WIDTH - RIGHT, at, "#ddd"));
			s.append(text(LEFT - 8, at + 5, "end", number(y)));
		}
		s.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 16, "middle", across));
		s.append(text(0, 0, "middle", up).replaceFirst(" ", String.format(
			" transform=\"translate(22,%d) rotate(-90)\" ", (TOP + HEIGHT - BOTTOM) /
				2)));
		int colour = 0;
		for (final Map.Entry<String, List<double[]>> e : lines.entrySet()) {
			final String c = COLOURS.get(colour % COLOURS.size());
			s.append(text(LEFT + 12, TOP + 20 + 18 * colour++, "start", e.getKey())
				.replaceFirst(" ", " fill=\"" + c + "\" "));
			s.append(drawn(e.getValue(), ends, c));
		}
		return s.append("</svg>\n").toString();
	}

	private static String drawn(final List<double[]> points, final double[] ends,
		final String colour)
	{
		final StringBuilder path = new StringBuilder();
		final StringBuilder dots = new StringBuilder();
		for (final double[] p : points) {
			final double x = place(p[0], ends[0], 0);
			final double y = place(p[1], ends[1], 1);
			path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
			dots.append(String.format(Locale.ROOT,
				"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n", x, y,
				colour));
		}
		return String.format(
			"<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" " +
				"stroke-width=\"2\"/>%n%s", path.toString().strip(), colour, dots);
	}

	private double most(final int axis) {
		return lines.values().stream().flatMap(List::stream).mapToDouble(
			p -> p[axis]).max().orElse(1);
	}

	private double end(final int axis, final double step) {
		return Math.ceil(most(axis) / step) * step;
	}

	/** 1, 2 or 5 times a power of ten, so that there are 4 to 10 of them. */
	private static double step(final double most) {
		final double ten = Math.pow(10, Math.floor(Math.log10(most / 4)));
		final double times = most / 4 / ten;
		return ten * (times >= 5 ? 5 : times >= 2 ? 2 : 1);
	}

	private static double place(final double value, final double end,
		final int axis)
	{
		return axis == 0 ? LEFT + value / end * (WIDTH - LEFT - RIGHT) : HEIGHT -
			BOTTOM - value / end * (HEIGHT - TOP - BOTTOM);
	}

	private static String number(final double value) {
		return String.format(Locale.ROOT, "%.6f", value).replaceFirst("[.]?0+$",
			"");
	}

	private static String line(final double x1, final double y1, final double x2,
		final double y2, final String colour)
	{
		return String.format(Locale.ROOT,
			"<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
			x1, y1, x2, y2, colour);
	}

	private static String text(final double x, final double y,
		final String anchor, final String text)
	{
		return String.format(Locale.ROOT,
			"<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y,
			anchor, text.replace("&", "&amp;").replace("<", "&lt;"));
	}
}
