#!/usr/bin/env bash
# net.imagej:ij 1.54p, Java 17.
# One would guess: a mask of one bit per pixel opens with the same values whatever file it is in.
# Seen: white is 1 in an image opened from PNG and GIF (with a table that shows it white) and 255 from TIFF. What asks for
# "not 0" works with both, what asks for 255 or for a half works with one of them; both look the same on the screen.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mvn -q -B dependency:copy -Dartifact=net.imagej:ij:1.54p -DoutputDirectory=jars >/dev/null
cat > Probe.java <<'JAVA'
import java.awt.image.BufferedImage;
import java.io.File;
import javax.imageio.ImageIO;

public class Probe {
	public static void main(String[] args) throws Exception {
		BufferedImage mask = new BufferedImage(16, 1, BufferedImage.TYPE_BYTE_BINARY);
		for (int x = 8; x < 16; x++) mask.setRGB(x, 0, 0xffffff);
		for (String format : new String[] { "png", "gif", "tif" }) {
			ImageIO.write(mask, format, new File("mask." + format));
			var pixels = new ij.io.Opener().openImage(new File("mask." + format).getAbsolutePath()).getProcessor();
			System.out.println(format + ": black " + pixels.get(0, 0) + ", white " + pixels.get(15, 0));
		}
	}
}
JAVA
java -Djava.awt.headless=true -cp "jars/*" Probe.java | tee seen
diff seen - <<'SEEN'
png: black 0, white 1
gif: black 0, white 1
tif: black 0, white 255
SEEN
