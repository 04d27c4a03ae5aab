#!/usr/bin/env bash
# net.imagej:ij 1.54p, Java 17.
# One would guess: FileSaver.saveAsPng writes a 16-bit image with 16 bits, as it does where the lookup table is grey.
# Seen: with any other table, a green or an inverted grey one, the PNG is of 8-bit palette colours: 65,536 intensities
# become at most 256, and the method returns true.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mvn -q -B dependency:copy -Dartifact=net.imagej:ij:1.54p -DoutputDirectory=jars >/dev/null
cat > Probe.java <<'JAVA'
import ij.*;
import ij.io.*;
import ij.process.*;
import java.awt.Color;
import java.io.File;
import javax.imageio.ImageIO;

public class Probe {
	public static void main(String[] args) throws Exception {
		for (String table : new String[] { "grey", "green", "inverted" }) {
			ShortProcessor pixels = new ShortProcessor(4, 1, new short[] { 0, 1000, 20000, -1 }, null);
			if (table.equals("green")) pixels.setColorModel(LUT.createLutFromColor(Color.GREEN));
			if (table.equals("inverted")) pixels.invertLut();
			ImagePlus image = new ImagePlus(table, pixels);
			image.setDisplayRange(0, 65535);
			boolean saved = new FileSaver(image).saveAsPng(table + ".png");
			var model = ImageIO.read(new File(table + ".png")).getColorModel();
			System.out.println(table + ": saved " + saved + ", " + model.getPixelSize() + " bit " + model.getClass().getSimpleName());
		}
	}
}
JAVA
java -Djava.awt.headless=true -cp "jars/*" Probe.java | tee seen
diff seen - <<'SEEN'
grey: saved true, 16 bit ComponentColorModel
green: saved true, 8 bit IndexColorModel
inverted: saved true, 8 bit IndexColorModel
SEEN
