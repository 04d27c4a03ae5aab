
package org.latentj.checkpoint.format;

import java.util.function.Predicate;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;

/**
 * What people choose that cannot be opened: each is refused by its name, with
 * what to do. In the order in which they are asked; the last takes everything.
 */
enum ForeignFormat {

		GIT_LFS_POINTER(h -> h.startsWith("version https://git-lfs"),
			"is only a Git LFS pointer, not the model itself; download it with 'git lfs pull' or from the web page"),

		WEB_PAGE(h -> h.start().stripLeading().regionMatches(true, 0, "<!doctype",
			0, 9) || h.start().stripLeading().regionMatches(true, 0, "<html", 0, 5),
			"is a web page, not a model: the download needs a login or another link"),

		GGUF(h -> h.startsWith("GGUF"),
			"is a GGUF file, which cannot be opened; choose the model's .safetensors file"),

		HDF5(h -> h.startsWith("\u0089HDF\r\n"),
			"is an HDF5 file, which cannot be opened; choose the model's .safetensors file"),

		ONNX(h -> h.isNamed(".onnx"),
			"is an ONNX model, which cannot be opened; choose the .safetensors file that it was made from"),

		DIFFUSERS_FOLDER(h -> h.holds("unet/config.json"),
			"is a diffusers folder without model_index.json, which names its parts: put that file into it, or choose the same model's single .safetensors file"),

		ONNX_FOLDER(h -> h.holds("unet/model.onnx") || h.holds("model.onnx"),
			"is a folder of ONNX models, which cannot be opened; choose the .safetensors file that they were made from"),

		FOLDER(FileHead::folder,
			"is a folder; choose a .safetensors file, for example one in it"),

		UNKNOWN(h -> true,
			"is no checkpoint in a format that can be opened; choose a .safetensors file");

	private final Predicate<FileHead> test;

	private final String refusal;

	ForeignFormat(final Predicate<FileHead> test, final String refusal) {
		this.test = test;
		this.refusal = refusal;
	}

	/** The first that fits, at last {@link #UNKNOWN}. */
	static ForeignFormat of(final FileHead head) {
		for (final ForeignFormat format : values()) {
			if (format.test.test(head)) {
				return format;
			}
		}
		throw new AssertionError("UNKNOWN takes everything");
	}

	/** The error that names it and says what to do. */
	CheckpointException refusal(final FileHead head) {
		return new CheckpointException(head.file(), "", refusal);
	}
}
