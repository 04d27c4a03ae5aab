
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.documentation.Page;
import org.latentj.golden.DemoWorkflow;
import org.latentj.family.lora.LoraFileBuilder;
import org.latentj.omezarr.SlideFile;
import org.latentj.zarr.ZarrFiles;

/**
 * The macros of README and docs/ are run as they stand there, with the bundled
 * checkpoint. Their files are those that are made here, in place of
 * {@code /data/}.
 */
class DocumentedMacrosTest {

	private static final String DATA = "/data/";

	@TempDir
	static Path data;

	@BeforeAll
	static void makeFiles() throws IOException {
		save(IJ.createImage("cells", "8-bit ramp", 64, 64, 1), "cells.tif");
		final ImagePlus stack = IJ.createImage("stack", "16-bit ramp", 48, 48, 20);
		stack.setDimensions(2, 5, 2);
		stack.setOpenAsHyperStack(true);
		save(stack, "stack.tif");
		Files.createDirectory(data.resolve("raw"));
		save(IJ.createImage("a", "8-bit ramp", 32, 32, 1), "raw/a.tif");
		save(IJ.createImage("b", "8-bit ramp", 32, 32, 1), "raw/b.tif");
		Files.writeString(data.resolve("prompts.txt"),
			"many green nuclei\nmany red nuclei\n");
		Files.createDirectories(data.resolve("ComfyUI/models/checkpoints"));
		Files.createDirectory(data.resolve("loras"));
		Files.writeString(data.resolve("workflow.json"), DemoWorkflow.json());
		Files.writeString(data.resolve("over.json"), DemoWorkflow.paintingOver());
		ZarrFiles.unpack("zarr_python_2.zip", data);
		SlideFile.write(data.resolve("slide.ome.zarr"));
		LoraFileBuilder.forDemo().write(data.resolve("loras/texture.safetensors"));
	}

	@ParameterizedTest
	@MethodSource("macros")
	void runs(final Page.Block macro) throws Exception {
		final Path file = Files.writeString(data.resolve("example.ijm"), macro
			.code().replace(DATA, data.toString().replace('\\', '/') + "/"));
		final Macros.Ended ended = Macros.run(file.toString());
		assertEquals(0, ended.status(), ended::printed);
		assertEquals(List.of(), ended.errors());
	}

	private static List<Page.Block> macros() {
		return Page.blocks("javascript");
	}

	private static void save(final ImagePlus image, final String name) {
		new FileSaver(image).saveAsTiff(data.resolve(name).toString());
	}
}
