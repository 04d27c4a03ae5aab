
package org.latentj.checkpoint.naming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.family.Sd1;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.latent.LatentFormat;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.golden.GoldenPixels;
import org.latentj.latent.LatentGeometry;
import org.latentj.tensor.Tensor;
import org.latentj.vae.Vae;

/** One autoencoder under several names, against ComfyUI's numbers. */
class VaeNamingTest {

	private static final StopSignal GO = new StopSignal();

	private static final OrtSettings SETTINGS = OrtSettings.DEFAULT.with(
		MemoryMode.MAPPED);

	private static final String LDM = "families/micro_sd1.safetensors";

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "families/vae_to_q.safetensors",
		"families/vae_query.safetensors", LDM })
	void givesTheReferencesNumbersUnderAllNames(final String name)
		throws IOException
	{
		final Weights golden = Golden.open("families/vae_files.safetensors");
		final Tensor z = golden.read("z");
		try (Vae vae = open(Golden.file(name)); Vae ldm = open(Golden.file(LDM))) {
			final Tensor pictures = vae.decode(z, GO);
			assertClose(name, golden.read("decode_nhwc01"), channelsLast(pictures),
				3e-5);
			assertArrayEquals(ldm.decode(z, GO).data(), pictures.data(), 0);
			assertClose(name, golden.read("encode"), vae.encode(LatentGeometry.cut(
				GoldenPixels.picture(golden.read("image_u8")), 1, 1, 48, 40), GO),
				3e-5);
			final Tensor picture = Tensor.full(0.25f, 1, 3, 16, 24);
			assertArrayEquals(ldm.encode(picture, GO).data(), vae.encode(picture, GO)
				.data(), 0);
		}
	}

	@Test
	void takesTheNewerAttentionsNamesInACheckpoint() throws IOException {
		final Path file = new Rewritten(Golden.file(LDM)).renamed(n -> n.contains(
			".attn_1.") ? n.replace(".q.", ".to_q.").replace(".k.", ".to_k.").replace(
				".v.", ".to_v.").replace(".proj_out.", ".to_out.0.") : n).write(folder
					.resolve("newer.safetensors"));
		final Tensor z = Golden.open("families/vae_files.safetensors").read("z");
		try (Vae newer = open(file); Vae ldm = open(Golden.file(LDM))) {
			assertArrayEquals(ldm.decode(z, GO).data(), newer.decode(z, GO).data(),
				0);
		}
	}

	@Test
	void saysWhereItLookedForWhatIsMissing() throws IOException {
		final Path file = new Rewritten(Golden.file(
			"families/vae_query.safetensors")).without(
				"decoder.mid_block.attentions.0.query.bias"::equals).write(folder
					.resolve("gap.safetensors"));
		assertEquals(file + ": there is no tensor 'decoder.mid.attn_1.q.bias' " +
			"(in LDM naming; it was looked for under diffusers' names, too)",
			assertThrows(IllegalArgumentException.class, () -> Vae.require(
				ModelFamilies.ALL.vae(CheckpointFormats.open(file)), Sd1.LATENTS))
				.getMessage());
	}

	@Test
	void refusesLatentsOfAnotherShape() throws IOException {
		final Weights vae = ModelFamilies.ALL.vae(CheckpointFormats.open(Golden
			.file(LDM)));
		Vae.require(vae, Sd1.LATENTS);
		final LatentFormat other = new LatentFormat(4, 16, 1, 0, Sd1.LATENTS
			.preview());
		assertEquals(Golden.file(LDM).toRealPath() +
			": 'first_stage_model.decoder.conv_in.weight': this VAE is for latents " +
			"of 4 channels and cells of 8 pixels; for this checkpoint 4 and 16 are " +
			"valid: choose another VAE", assertThrows(IllegalArgumentException.class,
				() -> Vae.require(vae, other)).getMessage());
	}

	@Test
	void leavesLdmNamesAlone() throws IOException {
		final Weights vae = Golden.open(LDM).at("first_stage_model");
		assertSame(vae, VaeNaming.canonical(vae));
	}

	private static Vae open(final Path file) throws IOException {
		return Vae.open(ModelFamilies.ALL.vae(CheckpointFormats.open(file)),
			SETTINGS);
	}

	private static Tensor channelsLast(final Tensor x) {
		final int pixels = x.size(2) * x.size(3);
		final Tensor out = Tensor.zeros(x.size(0), x.size(2), x.size(3), 3);
		for (int i = 0; i < out.length(); i++) {
			out.data()[i] = x.data()[(i / 3 / pixels * 3 + i % 3) * pixels + i / 3 %
				pixels];
		}
		return out;
	}
}
