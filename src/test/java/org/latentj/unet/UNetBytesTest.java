
package org.latentj.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.Precision;

/**
 * A graph from which nothing further is asked has always the same bytes, so
 * that pictures stay what they are.
 */
class UNetBytesTest {

	@ParameterizedTest
	@CsvSource({
		"tiny_sd1.safetensors, SINGLE, 1ed6f098e4848670bef94c36a00b36c41fef09941b17642437fe71dbf9578137",
		"tiny_sd1.safetensors, HALF, a4361446250ffb77c0c4e31e98a0a8dd6cfb8abcebe0556538603dc9f2d46e85",
		"families/tiny_sdxl.safetensors, SINGLE, 35171d1c9dbe45d390eb9edf7ec73ceea3198ed64999b82cdcc911f3b198791a" })
	void areThoseOfEarlierVersions(final String file, final Precision precision,
		final String sha256) throws IOException, GeneralSecurityException
	{
		final byte[] bytes = UNet.graph(Golden.open(file).at(
			"model.diffusion_model"), 4, precision).bytes();
		assertEquals(sha256, HexFormat.of().formatHex(MessageDigest.getInstance(
			"SHA-256").digest(bytes)));
	}
}
