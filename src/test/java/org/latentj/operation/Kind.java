
package org.latentj.operation;

/** Kinds of operations that only a test has. */
public final class Kind {

	private Kind() {}

	/** One with the shared settings alone, which JSON does not make. */
	public static OperationType<Operation> called(final String id) {
		return new OperationType<>(id, id, "The image was made by a test",
			OperationType.Placement.NEW, java.util.List.of(), GenerationSettings.with(
				GenerationSettings.denoise(1, "")), values -> {
					throw new UnsupportedOperationException(id);
				});
	}
}
