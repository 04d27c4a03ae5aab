#!/usr/bin/env bash
# net.imagej:ij 1.54p, Java 17.
# One would guess: brackets keep the parts of a macro's options apart, so that text in them is never read as a key.
# Seen: the first "key=" wins, also within another key's brackets. A text field that holds "steps=9" sets the field steps.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mvn -q -B dependency:copy -Dartifact=net.imagej:ij:1.54p -DoutputDirectory=jars >/dev/null
cat > Probe.java <<'JAVA'
import ij.Macro;

public class Probe {
	public static void main(String[] args) {
		System.out.println("steps = " + Macro.getValue("title=[nuclei, steps=9 of many] steps=20 ", "steps", "not given"));
		System.out.println("title = " + Macro.getValue("title=[nuclei, steps=9 of many] steps=20 ", "title", "not given"));
	}
}
JAVA
java -Djava.awt.headless=true -cp "jars/*" Probe.java | tee seen
diff seen - <<'SEEN'
steps = 9
title = nuclei, steps=9 of many
SEEN
