#!/usr/bin/env bash
# com.microsoft.onnxruntime:onnxruntime 1.28.0 and 1.29.0, Java 17, Linux x86-64.
# One would guess: after OrtEnvironment.setTelemetry(false) a program that runs one small model leaves nothing in the user's
# home folder, as with 1.28.0.
# Seen: 1.29.0 leaves a device id and a database of events in the user's cache folder. (With a network it also looks up
# a host for them; this script gives it a home folder that is thrown away.) With ORT_DISABLE_TELEMETRY=1 in the
# environment, which a Java program cannot set for itself, it leaves nothing.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat > Probe.java <<'JAVA'
import ai.onnxruntime.*;
import java.io.ByteArrayOutputStream;
import java.util.Map;

public class Probe {
	/** A protobuf field of bytes. */
	static byte[] field(int number, byte[] value) {
		return joined(new byte[] { (byte) (number << 3 | 2), (byte) value.length }, value);
	}

	static byte[] joined(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) all.writeBytes(part);
		return all.toByteArray();
	}

	/** A float[1] of that name. */
	static byte[] value(String name) {
		byte[] shape = field(1, new byte[] { 8, 1 });
		return joined(field(1, name.getBytes()), field(2, field(1, joined(new byte[] { 8, 1 }, field(2, shape)))));
	}

	public static void main(String[] args) throws Exception {
		byte[] node = joined(field(1, "x".getBytes()), field(2, "y".getBytes()), field(4, "Identity".getBytes()));
		byte[] graph = joined(field(1, node), field(2, "g".getBytes()), field(11, value("x")), field(12, value("y")));
		byte[] model = joined(new byte[] { 8, 10 }, field(7, graph), field(8, joined(field(1, new byte[0]), new byte[] { 16, 21 })));
		OrtEnvironment environment = OrtEnvironment.getEnvironment();
		environment.setTelemetry(false);
		try (OrtSession session = environment.createSession(model);
			OnnxTensor x = OnnxTensor.createTensor(environment, new float[] { 3 });
			OrtSession.Result result = session.run(Map.of("x", x)))
		{
			System.out.println(environment.getVersion() + ": " + ((float[]) result.get(0).getValue())[0]);
		}
		Thread.sleep(2000);
	}
}
JAVA
try() { # version, further environment
	mvn -q -B dependency:copy -Dartifact=com.microsoft.onnxruntime:onnxruntime:$1 -DoutputDirectory=jars-$1 >/dev/null
	rm -rf home tmp; mkdir home tmp
	env -u XDG_CACHE_HOME HOME="$dir/home" TMPDIR="$dir/tmp" "${@:2}" java -Djava.io.tmpdir="$dir/tmp" -cp "jars-$1/*" Probe.java
	find home -type f -printf '  %P\n' | sort
}
{ try 1.28.0; try 1.29.0; try 1.29.0 ORT_DISABLE_TELEMETRY=1; } | tee seen
diff seen - <<'SEEN'
1.28.0: 3.0
1.29.0: 3.0
  .cache/Microsoft/DeveloperTools/.onnxruntime/deviceid
  .cache/Microsoft/DeveloperTools/.onnxruntime/onnxruntime.db
1.29.0: 3.0
SEEN
