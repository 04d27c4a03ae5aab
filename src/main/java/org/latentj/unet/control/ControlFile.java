
package org.latentj.unet.control;

import java.util.Optional;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.AdapterNaming;
import org.latentj.checkpoint.naming.ControlNetNaming;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.unet.UNetConfig;

/**
 * The weights of a network that steers, as its header tells them: for which
 * UNets it is, and what opens it.
 *
 * <pre>
 *
 * ControlFile file = ControlFile.of(checkpoint.weights()).orElseThrow();
 * OpenControl open = file.open(averages, settings);
 * </pre>
 */
public sealed interface ControlFile permits ControlNetFile, AdapterFile {

	/**
	 * That of a file; empty if it is no such network.
	 *
	 * @throws IllegalArgumentException if it is one that cannot be run; it names
	 *           file and tensor and says what is valid
	 */
	static Optional<ControlFile> of(final Weights file) {
		return ControlNetNaming.fits(file) ? Optional.of(ControlNetFile.of(file))
			: AdapterNaming.fits(file) ? Optional.of(AdapterFile.of(file)) : Optional
				.empty();
	}

	/** Under canonical names, without prefix. */
	Weights weights();

	/** What it is called. */
	String kind();

	/** Half a UNet of those that it is for, as far as it tells. */
	UNetConfig config();

	/**
	 * Whether it can steer a UNet.
	 *
	 * @param unet its weights in LDM naming
	 * @param own what they tell
	 */
	boolean fits(Weights unet, UNetConfig own);

	/**
	 * Fails unless all of it is there, in shapes that fit together.
	 *
	 * @throws IllegalArgumentException that names file and tensor
	 */
	void require();

	/**
	 * The memory in bytes that what it adds takes, of one item.
	 *
	 * @param cells of the latent
	 */
	long residualBytes(long cells);

	/**
	 * The memory in bytes that a call takes at the least beside its weights and
	 * what comes out, of one item.
	 *
	 * @param cells of the latent
	 */
	long leastBytes(long cells);

	/** How many cells are left where they were halved. */
	static long halved(final long cells, final int times) {
		return Math.max(1, cells >> 2 * times);
	}

	/**
	 * Opens it.
	 *
	 * @param averages whether the mean over the picture is added to each of its
	 *          cells, as ComfyUI does with files of ControlNets whose names end
	 *          in {@code _shuffle}
	 */
	OpenControl open(boolean averages, OrtSettings settings);
}
