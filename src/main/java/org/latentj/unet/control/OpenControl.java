
package org.latentj.unet.control;

import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.sampling.conditioning.ControlNetwork;

/** An open network that steers a UNet by a picture. */
public interface OpenControl extends OpenNetwork {

	/** The network as a run sees it: it stops when told to. */
	ControlNetwork stoppedBy(StopSignal stop);
}
