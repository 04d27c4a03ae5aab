#!/usr/bin/env bash
# oneDNN 3.13.0 by org.bytedeco:dnnl 3.13-1.5.14, Java 17, Linux x86-64.
# One would guess: along an axis of length 1 nobody ever steps, so that the stride which stands there does not matter.
# Seen: a number for each channel, [2, 320, 1, 1], dense in memory, is added to a picture by a vectorised kernel or by the
# reference code that is there for comparison, depending on the strides of its two axes of length 1 alone: 1, 1 and 320,
# 320 are fast, 1, 320 and 7, 7 are not. Nothing tells but the name of the implementation.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
for part in dnnl:3.13-1.5.14:jar dnnl:3.13-1.5.14:jar:linux-x86_64 javacpp:1.5.14:jar javacpp:1.5.14:jar:linux-x86_64; do
  mvn -q -B dependency:copy -Dartifact=org.bytedeco:$part -DoutputDirectory=jars >/dev/null
done
mkdir -p src/org/bytedeco/opencl/presets
# The binding names a class of its OpenCL artifact, which a processor has no use for.
echo 'package org.bytedeco.opencl.presets; public class OpenCL {}' > src/org/bytedeco/opencl/presets/OpenCL.java
cat > src/Probe.java <<'JAVA'
import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.*;
import org.bytedeco.javacpp.*;

public class Probe {
	static dnnl_memory_desc described(long[] shape, long... strides) {
		dnnl_memory_desc made = new dnnl_memory_desc();
		check(dnnl_memory_desc_create_with_strides(made, shape.length, shape, dnnl_f32, strides));
		return made;
	}

	static void check(int status) {
		if (status != dnnl_success) throw new IllegalStateException("status " + status);
	}

	static void sum(dnnl_engine engine, long... strides) {
		dnnl_memory_desc picture = described(new long[] { 2, 320, 64, 64 }, 320 * 4096, 1, 320 * 64, 320);
		dnnl_memory_desc channels = described(new long[] { 2, 320, 1, 1 }, strides);
		dnnl_primitive_desc sum = new dnnl_primitive_desc();
		check(dnnl_binary_primitive_desc_create(sum, engine, dnnl_binary_add, picture, channels, picture, null));
		PointerPointer<BytePointer> name = new PointerPointer<>(1);
		check(dnnl_primitive_desc_query(sum, dnnl_query_impl_info_str, 0, name));
		System.out.println(java.util.Arrays.toString(strides) + " " + dnnl_memory_desc_get_size(channels) + " bytes: " + name.get(BytePointer.class, 0).getString());
	}

	public static void main(String[] args) {
		dnnl_engine engine = new dnnl_engine();
		check(dnnl_engine_create(engine, dnnl_cpu, 0));
		sum(engine, 320, 1, 1, 1);
		sum(engine, 320, 1, 320, 320);
		sum(engine, 320, 1, 1, 320);
		sum(engine, 320, 1, 7, 7);
	}
}
JAVA
javac -cp "jars/*" -d classes src/Probe.java src/org/bytedeco/opencl/presets/OpenCL.java
java -cp "classes:jars/*" Probe | tee seen
diff seen - <<'SEEN'
[320, 1, 1, 1] 2560 bytes: jit:uni
[320, 1, 320, 320] 2560 bytes: jit:uni
[320, 1, 1, 320] 2560 bytes: ref:any
[320, 1, 7, 7] 2560 bytes: ref:any
SEEN
