
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
		"tiny_sd1.safetensors, SINGLE, 968f2ed3508bdb24040f8d7219e6bf1fa0f84f06ea9085481f3e902d344282ad",
		"tiny_sd1.safetensors, HALF, a4361446250ffb77c0c4e31e98a0a8dd6cfb8abcebe0556538603dc9f2d46e85",
		"families/tiny_sdxl.safetensors, SINGLE, 1896c8fdc94dd5e256c7f2098ed43f484a2e298ea20280cb6b3fbcfad202b79d" })
	void areThoseOfEarlierVersions(final String file, final Precision precision,
		final String sha256) throws IOException, GeneralSecurityException
	{
		final byte[] bytes = UNet.graph(Golden.open(file).at(
			"model.diffusion_model"), 4, precision).bytes();
		assertEquals(sha256, HexFormat.of().formatHex(MessageDigest.getInstance(
			"SHA-256").digest(bytes)));
	}
}
