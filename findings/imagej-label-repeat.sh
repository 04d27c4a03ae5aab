#!/usr/bin/env bash
# net.imagej:ij 1.54p, Java 17.
# One would guess: a click on a plugin's menu entry named "Repeat Stitching..." runs that plugin.
# Seen: ImageJ takes every label that begins with "Repeat" for its own Repeat Command: the command of the click before is
# run once more, whatever it does to the image, and the plugin never. From a macro the plugin runs.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mvn -q -B dependency:copy -Dartifact=net.imagej:ij:1.54p -DoutputDirectory=jars >/dev/null
cat > Probe.java <<'JAVA'
import ij.Executer;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.util.concurrent.SynchronousQueue;

public class Probe {
	public static void main(String[] args) throws Exception {
		ImagePlus image = new ImagePlus("t", new ByteProcessor(2, 2));
		SynchronousQueue<String> asked = new SynchronousQueue<>();
		Executer.addCommandListener(command -> {
			try {
				asked.put(command);
			}
			catch (InterruptedException e) {
				throw new IllegalStateException(e);
			}
			return null; // nothing is run
		});
		for (String label : new String[] { "Clear", "Stitching Once More...", "Invert", "Repeat Stitching..." }) {
			new Executer(label, image);
			System.out.println("a click on \"" + label + "\" runs \"" + asked.take() + "\"");
		}
	}
}
JAVA
java -Djava.awt.headless=true -cp "jars/*" Probe.java | tee seen
diff seen - <<'SEEN'
a click on "Clear" runs "Clear"
a click on "Stitching Once More..." runs "Stitching Once More..."
a click on "Invert" runs "Invert"
a click on "Repeat Stitching..." runs "Invert"
SEEN
