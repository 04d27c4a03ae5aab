#!/usr/bin/env bash
# org.scijava:scijava-common 2.100.1, Java 17.
# One would guess: RunService.run (what a launcher's --run does) treats a DynamicCommand as any other command: it runs it
# and comes back when that has ended.
# Seen: a plain Command is waited for. A DynamicCommand runs as well, but the call ends at once in a NullPointerException,
# by "command:name" and by the class's name alike: who takes the exception for a failure starts the work twice.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
<dependencies><dependency><groupId>org.scijava</groupId><artifactId>scijava-common</artifactId><version>2.100.1</version></dependency></dependencies></project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
mkdir -p src/probe classes
cat > src/probe/Still.java <<'JAVA'
package probe;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

@Plugin(type = Command.class, headless = true)
public class Still implements Command {
	@Override
	public void run() {
		System.out.println("  ran");
	}
}
JAVA
cat > src/probe/Dynamic.java <<'JAVA'
package probe;

import org.scijava.command.Command;
import org.scijava.command.DynamicCommand;
import org.scijava.plugin.Plugin;

@Plugin(type = Command.class, headless = true)
public class Dynamic extends DynamicCommand {
	@Override
	public void run() {
		try {
			Thread.sleep(300);
		}
		catch (InterruptedException e) {
			throw new IllegalStateException(e);
		}
		System.out.println("  ran");
	}
}
JAVA
cat > src/probe/Probe.java <<'JAVA'
package probe;

import java.util.Map;

import org.scijava.Context;
import org.scijava.run.RunService;

public class Probe {
	public static void main(String[] args) throws Exception {
		try (Context context = new Context()) {
			RunService runs = context.service(RunService.class);
			for (String code : new String[] { "probe.Still", "command:probe.Still", "probe.Dynamic", "command:probe.Dynamic" }) {
				System.out.println(code);
				try {
					runs.run(code, Map.of());
					System.out.println("  came back");
				}
				catch (RuntimeException e) {
					System.out.println("  ended in " + e.getClass().getSimpleName());
				}
				Thread.sleep(3000);
			}
		}
	}
}
JAVA
javac -cp "jars/*" -d classes src/probe/*.java
java -Djava.awt.headless=true -cp "classes:jars/*" probe.Probe 2>/dev/null | tee seen
diff seen - <<'SEEN'
probe.Still
  ran
  came back
command:probe.Still
  ran
  came back
probe.Dynamic
  ended in NullPointerException
  ran
command:probe.Dynamic
  ended in NullPointerException
  ran
SEEN
