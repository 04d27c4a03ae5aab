#!/usr/bin/env bash
# net.imagej:ij 1.54p, Java 17.
# One would guess: what ImageJ writes into a TIFF's Info it reads back, whatever byte order the user chose for the pixels.
# Seen: with "Save TIFF and raw in Intel byte order" only the low byte of each letter comes back, so that a Cyrillic word
# becomes other letters. Without that option the text is right.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mvn -q -B dependency:copy -Dartifact=net.imagej:ij:1.54p -DoutputDirectory=jars >/dev/null
cat > Probe.java <<'JAVA'
import ij.*;
import ij.io.*;
import ij.process.ByteProcessor;
import java.io.File;

public class Probe {
	public static void main(String[] args) {
		for (boolean intel : new boolean[] { false, true }) {
			Prefs.intelByteOrder = intel;
			ImagePlus image = new ImagePlus("t", new ByteProcessor(2, 2));
			image.setProperty("Info", "\u044f\u0434\u0440\u043e");
			String file = new File("intel-" + intel + ".tif").getAbsolutePath();
			new FileSaver(image).saveAsTiff(file);
			String info = (String) new Opener().openImage(file).getProperty("Info");
			System.out.println("Intel byte order " + intel + ": " + info.strip().chars().mapToObj(c -> String.format("%04X", c)).toList());
		}
	}
}
JAVA
java -Djava.awt.headless=true -cp "jars/*" Probe.java | tee seen
diff seen - <<'SEEN'
Intel byte order false: [044F, 0434, 0440, 043E]
Intel byte order true: [004F, 0034, 0040, 003E]
SEEN
