
package org.latentj.command.batch;

import java.io.IOException;

import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchTask;
import org.latentj.imageplus.file.SavedImage;

/** A batch whose results are images. */
public interface SavedImageTask extends BatchTask {

	@Override
	SavedImage make(BatchItem item, long seed) throws IOException;
}
