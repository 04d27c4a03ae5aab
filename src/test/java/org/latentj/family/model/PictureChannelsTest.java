
package org.latentj.family.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Weights;
import org.latentj.family.Sd1;
import org.latentj.family.X4Upscaler;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.EditedPicture;
import org.latentj.sampling.hint.MaskedPicture;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.hint.SmallPicture;
import org.latentj.tensor.Tensor;

/** The channels beside the latent, against ComfyUI's. */
class PictureChannelsTest {

	private static final Conditioning TEXT = Conditioning.ofContext(Tensor.zeros(
		1, 77, 2));

	private static final Tensor LATENT = Tensor.zeros(1, 4, 7, 9);

	private static Weights golden;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("families/sd1_inpaint9.safetensors");
	}

	private static Tensor channels(final int further, final Tensor latent,
		final Optional<Tensor> mask, final Hint... hints)
	{
		final Conditioning told = PictureChannels.of(further, Sd1.LATENTS)
			.orElseThrow().completion().complete(TEXT.with(List.of(hints)),
				PromptRole.POSITIVE, new Canvas(latent, mask, 8, 1));
		return told.inputs().get(NetworkInput.CONCAT).tensor();
	}

	@Test
	void areKnownByTheirNumber() {
		assertEquals(PictureInput.NONE, PictureChannels.of(0, Sd1.LATENTS).get()
			.kind());
		assertEquals(PictureInput.EDITING, PictureChannels.of(4, Sd1.LATENTS).get()
			.kind());
		assertEquals(PictureInput.INPAINTING, PictureChannels.of(5, Sd1.LATENTS)
			.get().kind());
		for (final int other : new int[] { -1, 1, 2, 6 }) {
			assertEquals(Optional.empty(), PictureChannels.of(other, Sd1.LATENTS));
		}
		assertSame(TEXT, PictureChannels.of(0, Sd1.LATENTS).get().completion()
			.complete(TEXT, PromptRole.POSITIVE, new Canvas(LATENT, Optional.empty(),
				8, 1)));
	}

	@Test
	void tellTheMaskedPictureThatIsHinted() throws IOException {
		assertClose("imc", golden.read("concat/imc"), channels(5, LATENT, Optional
			.empty(), new MaskedPicture(golden.read("imc/concat_latent_image"), golden
				.read("imc/concat_mask"))), 1e-6);
	}

	@Test
	void tellWhatIsSampledWhereItHasAMask() throws IOException {
		final Tensor masked = golden.read("imc/concat_latent_image");
		assertClose("of the latent", golden.read("concat/imc"), channels(5,
			Sd1.LATENTS.processIn(masked), Optional.of(golden.read(
				"imc/concat_mask"))), 1e-6);
	}

	@Test
	void tellThatAllIsMaskedWithoutMask() throws IOException {
		assertClose("none", golden.read("concat/none"), channels(5, LATENT, Optional
			.empty()), 0);
	}

	@Test
	void roundTheMaskAfterItWasResized() {
		final Tensor mask = new Tensor(new float[] { 0.6f, 0.4f, 0.5f, 1 }, 1, 1, 1,
			4);
		final float[] told = channels(5, Tensor.zeros(1, 4, 1, 2), Optional.of(
			mask)).data();
		assertEquals(0, told[0], "(0.6 + 0.4) / 2, to the even number");
		assertEquals(1, told[1], "(0.5 + 1) / 2");
	}

	@Test
	void tellThePictureThatIsEditedAsTheVaeGivesIt() throws IOException {
		final Tensor latent = Golden.open("families/sd1_ip2p8.safetensors").read(
			"concat_latent_image");
		assertClose("edited", latent, channels(4, LATENT, Optional.empty(),
			new EditedPicture(latent)), 0);
		assertClose("nothing", Tensor.zeros(1, 4, 7, 9), channels(4, LATENT,
			Optional.empty()), 0);
		assertEquals("Tensor[1, 4, 14, 18]", channels(4, Tensor.zeros(1, 4, 14, 18),
			Optional.empty(), new EditedPicture(latent)).toString());
	}

	@ParameterizedTest
	@CsvSource({ "plain, 0, 42, 0", "aug0.1, 0.1, 42, 35", "aug0.5, 0.5, 43, 175",
		"scale3, 0.02, 44, 7" })
	void tellTheSmallPictureUnderNoiseAndTheLevelOfThat(final String name,
		final double augmentation, final long seed, final int level)
		throws IOException
	{
		final Weights x4 = Golden.open("families/x4_upscaler.safetensors");
		final Tensor expected = x4.read(name + "/c_concat");
		final Conditioning told = PictureChannels.of(3, X4Upscaler.LATENTS).get()
			.completion().complete(TEXT.with(List.of(new SmallPicture(GoldenPixels
				.picture(x4.read("image_u8")), augmentation))), PromptRole.POSITIVE,
				new Canvas(Tensor.zeros(1, 4, expected.size(2), expected.size(3)),
					Optional.empty(), 4, seed));
		assertClose(name, expected, told.inputs().get(NetworkInput.CONCAT).tensor(),
			2e-6);
		assertEquals(level, told.inputs().get(NetworkInput.LABEL).tensor()
			.data()[0]);
	}

	@Test
	void giveEachItemItsOwn() {
		final Tensor two = Tensor.zeros(2, 4, 7, 9);
		Arrays.fill(two.data(), 4 * 63, 8 * 63, 1);
		final Tensor told = channels(5, two, Optional.of(Tensor.full(1, 1, 1, 7,
			9)));
		assertEquals("Tensor[2, 5, 7, 9]", told.toString());
		assertEquals(0, told.data()[63]);
		assertEquals(1, told.data()[5 * 63 + 63]);
	}
}
