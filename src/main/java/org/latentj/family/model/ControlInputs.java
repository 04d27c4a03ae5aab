
package org.latentj.family.model;

import java.util.List;

import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ControlPictures;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.Control;

/** Fits the pictures that steer a network to its latent. */
record ControlInputs() implements Completion {

	@Override
	public Conditioning complete(final Conditioning conditioning,
		final PromptRole role, final Canvas canvas)
	{
		final List<ControlPictures.One> all = conditioning.hints(Control.class)
			.stream().filter(c -> c.strength() != 0).map(c -> fitted(c, canvas))
			.toList();
		return all.isEmpty() ? conditioning : conditioning.with(
			NetworkInput.CONTROL, new ControlPictures(all));
	}

	private static ControlPictures.One fitted(final Control control,
		final Canvas canvas)
	{
		return new ControlPictures.One(control.network(), control.network().fitted(
			control.picture(), canvas.latent().size(2), canvas.latent().size(3)),
			canvas.cell(), control.strength(), control.start(), control.end());
	}
}
