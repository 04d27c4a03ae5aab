#!/usr/bin/env bash
# org.scijava:scijava-common 2.100.1, Java 17.
# One would guess: text that is no number, such as "3,5", is refused where a parameter is a number, whether double or Double.
# Seen: asked for Double the convert service gives null, asked for double it gives 0.0 and says nothing. A command's
# parameter of a primitive type runs with 0.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
<dependencies><dependency><groupId>org.scijava</groupId><artifactId>scijava-common</artifactId><version>2.100.1</version></dependency></dependencies></project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Probe.java <<'JAVA'
import org.scijava.Context;
import org.scijava.convert.ConvertService;

public class Probe {
	public static void main(String[] args) {
		try (Context context = new Context(ConvertService.class)) {
			ConvertService convert = context.service(ConvertService.class);
			for (Class<?> type : new Class<?>[] { Double.class, double.class, Integer.class, int.class }) {
				System.out.println(type.getSimpleName() + ": 3,5 is " + convert.convert("3,5", type) + ", abc is " + convert.convert("abc", type));
			}
		}
	}
}
JAVA
java -Djava.awt.headless=true -cp "jars/*" Probe.java | tee seen
diff seen - <<'SEEN'
Double: 3,5 is null, abc is null
double: 3,5 is 0.0, abc is 0.0
Integer: 3,5 is null, abc is null
int: 3,5 is 0, abc is 0
SEEN
