#!/usr/bin/env bash
# net.imagej:ij 1.54p, Java 17.
# One would guess: a PNG or GIF of palette colours opens as ImageJ's type COLOR_256, "8-bit indexed color".
# Seen: its type is GRAY8 with a colour table, and so is that of an RGB image which ImageJ itself made 8-bit colour. A
# program that asks for COLOR_256 to keep palettes out takes the numbers of the colours for intensities. isColorLut()
# is true of them, but also of tables such as Fire, which lie over true intensities.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mvn -q -B dependency:copy -Dartifact=net.imagej:ij:1.54p -DoutputDirectory=jars >/dev/null
cat > Probe.java <<'JAVA'
import ij.*;
import ij.process.*;
import java.awt.image.*;
import java.io.File;
import javax.imageio.ImageIO;

public class Probe {
	public static void main(String[] args) throws Exception {
		byte x = (byte) 255;
		IndexColorModel four = new IndexColorModel(8, 4, new byte[] { 0, x, 0, 0 }, new byte[] { 0, 0, x, 0 }, new byte[] { 0, 0, 0, x });
		BufferedImage palette = new BufferedImage(16, 1, BufferedImage.TYPE_BYTE_INDEXED, four);
		for (int i = 0; i < 16; i++) palette.getRaster().setSample(i, 0, 0, i / 4);
		for (String format : new String[] { "png", "gif" }) {
			ImageIO.write(palette, format, new File("four." + format));
			say(format, new ij.io.Opener().openImage(new File("four." + format).getAbsolutePath()));
		}
		ImagePlus reduced = new ImagePlus("", new ColorProcessor(16, 1));
		new ImageConverter(reduced).convertRGBtoIndexedColor(4);
		say("reduced by ImageJ", reduced);
	}

	static void say(String what, ImagePlus image) {
		System.out.println(what + ": " + (image.getType() == ImagePlus.GRAY8 ? "GRAY8" : image.getType() == ImagePlus.COLOR_256 ? "COLOR_256" : "?"));
	}
}
JAVA
java -Djava.awt.headless=true -cp "jars/*" Probe.java | tee seen
diff seen - <<'SEEN'
png: GRAY8
gif: GRAY8
reduced by ImageJ: GRAY8
SEEN
