
package org.latentj.batch;

import java.io.File;
import java.io.Serializable;

import org.latentj.batch.journal.ShardFiles;

/**
 * One piece of work of a batch. It can be sent to another machine.
 *
 * @param index place in the whole batch, from 0, however it is divided
 * @param name what it is called in messages and in the journal; unique
 * @param output name of the file that it becomes, without a folder; unique. A
 *          name that the file system does not take is the item's failure when
 *          it is worked on
 */
public record BatchItem(int index, String name, String output)
		implements
			Serializable {

	/**
	 * @throws IllegalArgumentException if the output names another folder, or a
	 *           file of the batch's own
	 */
	public BatchItem {
		if (output.isEmpty() || output.contains("/") || output.contains(
			File.separator) || output.matches("[.]+"))
		{
			throw new IllegalArgumentException("'" + output +
				"' cannot be the name of a file in the batch's folder");
		}
		if (ShardFiles.isOwn(output)) {
			throw new IllegalArgumentException("'" + output +
				"' cannot be a result: the batch itself has files of such names");
		}
	}

	/** Name of the file beside the output that tells how it was made. */
	String record() {
		return output + ".json";
	}
}
