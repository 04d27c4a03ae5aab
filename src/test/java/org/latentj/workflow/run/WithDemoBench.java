
package org.latentj.workflow.run;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.golden.DemoWorkflow;
import org.latentj.golden.Golden;

/** Tests with {@link DemoWorkflow}, of a checkpoint that opens fast. */
abstract class WithDemoBench {

	@TempDir
	protected static Path folder;

	protected static Bench bench;

	@BeforeAll
	static void open() throws IOException {
		bench = new Bench(folder).with("checkpoints", "latentj-demo.safetensors",
			Golden.file("families/micro_sd1.safetensors"));
	}

	@AfterAll
	static void close() {
		bench.close();
	}
}
