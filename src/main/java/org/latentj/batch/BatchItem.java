
package org.latentj.batch;

/**
 * One piece of work of a batch.
 *
 * @param index place in the whole batch, from 0, however it is divided
 * @param name what it is called in messages and in the journal; unique
 * @param output name of the file that it becomes, without a folder; unique
 */
public record BatchItem(int index, String name, String output) {

	/** @throws IllegalArgumentException if the output names another folder */
	public BatchItem {
		if (!output.matches("[^/\\\\\\p{Cntrl}]+") || output.matches("[.]+")) {
			throw new IllegalArgumentException("'" + output +
				"' cannot be the name of a file in the batch's folder");
		}
	}
}
