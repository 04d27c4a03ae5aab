
package org.latentj.command.attention;

import java.util.List;

import org.latentj.imageplus.attention.MapPlaces;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;
import org.latentj.sampling.attention.PictureMaps;

/**
 * What was seen of an image's pictures.
 *
 * @param pictures in the order of their places
 * @param places where they are
 * @param record how the maps were made
 */
public record ObservedImage(List<PictureMaps> pictures, MapPlaces places,
		Provenance record) {

	/** The same, made by a command. */
	public ObservedImage withCall(final Call call) {
		return new ObservedImage(pictures, places, record.withCall(call));
	}
}
