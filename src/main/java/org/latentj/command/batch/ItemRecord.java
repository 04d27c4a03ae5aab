
package org.latentj.command.batch;

import java.io.IOException;
import java.util.Map;

import org.latentj.operation.Operation;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.provenance.Provenance;

/** Tells how an item of a batch was made. */
@FunctionalInterface
public interface ItemRecord {

	/**
	 * The record of an item.
	 *
	 * @param made what was run for it
	 * @param images what it was made from, by the command's parameter
	 * @throws IOException if a file of the model cannot be read
	 */
	Provenance of(Operation made, Map<String, InputImage> images)
		throws IOException;
}
