
package org.latentj.family;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.golden.Golden;

/** What a folder's scheduler says, beside what its weights tell. */
class SchedulerFactsTest {

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	@Test
	void saysNothingOfWhatIsHeeded() throws IOException {
		assertEquals(List.of(), warnings());
		assertEquals(List.of(), warnings("prediction_type", "epsilon",
			"beta_schedule", "scaled_linear", "beta_start", "0.00085", "beta_end",
			"0.012", "num_train_timesteps", "1000", "rescale_betas_zero_snr",
			"false"));
		assertEquals(List.of(), warnings("beta_schedule", "squaredcos_cap_v2"));
	}

	@Test
	void tellsOfATrainingThatTheWeightsDoNotTell() throws IOException {
		final String end = ", which is not heeded, as in ComfyUI: the weights " +
			"tell that it was trained with epsilon and noise levels up to 14.61";
		assertEquals(List.of(
			"the folder's scheduler_config.json tells of prediction_type " +
				"'v_prediction' and rescale_betas_zero_snr 'true'" + end), warnings(
					"prediction_type", "v_prediction", "rescale_betas_zero_snr", "true"));
		assertEquals(List.of(
			"the folder's scheduler_config.json tells of noise levels up to 157.41" +
				end), warnings("beta_schedule", "linear", "beta_start", "0.0001",
					"beta_end", "0.02"));
		assertEquals(List.of(
			"the folder's scheduler_config.json tells of the noise levels of EDM" +
				end), warnings("sigma_data", "0.5", "prediction_type", "epsilon"));
	}

	private static List<String> warnings(final String... said)
		throws IOException
	{
		final Checkpoint micro = CheckpointFormats.open(MICRO);
		final Map<String, String> metadata = new LinkedHashMap<>();
		for (int i = 0; i < said.length; i += 2) {
			metadata.put("scheduler." + said[i], said[i + 1]);
		}
		final Checkpoint file = new Checkpoint(micro.state(), metadata, micro
			.tensors());
		return SchedulerFacts.warnings(file, ModelFamilies.ALL.of(file));
	}
}
