
package org.latentj.checkpoint.format;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.torch.TorchFile;
import org.latentj.checkpoint.torch.TorchTensor;

/**
 * Files that PyTorch's {@code save} wrote: {@code .ckpt}, {@code .pt},
 * {@code .pth}, {@code .bin}. Nothing of them is run. The tensors are those of
 * the entry {@code state_dict}; without one, those of the only entry that there
 * is, or of the file itself, as ComfyUI takes them. Numbers and texts beside
 * the state dictionary, such as {@code global_step}, are metadata; all else
 * that trainers leave there is passed over.
 */
final class TorchCheckpoint implements CheckpointFormat {

	private static final String STATE = "state_dict";

	private static final List<String> STARTS = List.of("PK\u0003\u0004",
		"\u0080\u0002", "\u0080\u0003", "\u0080\u0004", "\u0080\u0005");

	private static final List<String> ENDINGS = List.of(".ckpt", ".pt", ".pth",
		".bin");

	@Override
	public boolean recognises(final FileHead head) {
		// NB: the first bytes of a safetensors file are its header's length.
		return !head.folder() && !Safetensors.begins(head) && (STARTS.stream()
			.anyMatch(head::startsWith) || ENDINGS.stream().anyMatch(head::isNamed) &&
				ForeignFormat.of(head) == ForeignFormat.UNKNOWN);
	}

	@Override
	public Checkpoint open(final FileHead head) throws IOException {
		final TorchFile file = TorchFile.open(head.file());
		if (!(file.value() instanceof Map<?, ?> outer)) {
			throw new CheckpointException(head.file(), "",
				"what was saved in it is no dictionary of tensors" +
					TorchFile.OTHERWISE);
		}
		final Map<?, ?> state = state(outer);
		final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
		state.forEach((key, value) -> {
			if (key instanceof String name && value instanceof TorchTensor tensor) {
				tensors.put(name, tensor.info(name, file.state()));
			}
		});
		if (tensors.isEmpty()) {
			throw new CheckpointException(head.file(), "",
				"there are no tensors in " + "it, neither in an entry '" + STATE +
					"' nor outside of it" + TorchFile.OTHERWISE);
		}
		return new Checkpoint(file.state(), state == outer ? Map.of() : metadata(
			outer), tensors);
	}

	private static Map<?, ?> state(final Map<?, ?> outer) {
		final Object named = outer.get(STATE);
		final Object only = outer.size() == 1 ? outer.values().iterator().next()
			: null;
		return named instanceof Map<?, ?> map ? map : only instanceof Map<?, ?> map
			? map : outer;
	}

	private static Map<String, String> metadata(final Map<?, ?> outer) {
		final Map<String, String> metadata = new LinkedHashMap<>();
		outer.forEach((key, value) -> {
			if (key instanceof String name && (value instanceof Number ||
				value instanceof String))
			{
				metadata.put(name, value.toString());
			}
		});
		return metadata;
	}
}
