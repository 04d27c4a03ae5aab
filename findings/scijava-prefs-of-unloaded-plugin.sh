#!/usr/bin/env bash
# org.scijava:scijava-common 2.100.1, Java 17.
# One would guess: PrefService.clear(info.getPluginClass()) clears what was stored for the plugin that the info describes.
# Seen: getPluginClass() is null until something has loaded the class, and clear(null) then clears nothing, without an
# error. After loadClass() the same line clears.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
<dependencies><dependency><groupId>org.scijava</groupId><artifactId>scijava-common</artifactId><version>2.100.1</version></dependency></dependencies></project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Probe.java <<'JAVA'
import org.scijava.Context;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.prefs.PrefService;

public class Probe {
	public static void main(String[] args) throws Exception {
		try (Context context = new Context(PluginService.class, PrefService.class)) {
			PrefService prefs = context.service(PrefService.class);
			PluginInfo<?> info = context.service(PluginService.class).getPlugins().stream().filter(
				p -> p.getPluginClass() == null).findFirst().get();
			Class<?> type = Class.forName(info.getClassName());
			prefs.put(type, "key", "kept");
			prefs.clear(info.getPluginClass());
			System.out.println("before loadClass: class " + info.getPluginClass() + ", value " + prefs.get(type, "key"));
			info.loadClass();
			prefs.clear(info.getPluginClass());
			System.out.println("after loadClass: class there " + (info.getPluginClass() != null) + ", value " + prefs.get(type, "key"));
		}
	}
}
JAVA
java -Djava.awt.headless=true -Djava.util.prefs.userRoot="$dir/prefs" -cp "jars/*" Probe.java 2>/dev/null | tee seen
diff seen - <<'SEEN'
before loadClass: class null, value kept
after loadClass: class there true, value null
SEEN
