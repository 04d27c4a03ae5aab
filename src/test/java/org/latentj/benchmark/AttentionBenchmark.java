
package org.latentj.benchmark;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.IJ;
import ij.ImagePlus;
import ij.process.AutoThresholder;
import ij.process.ImageProcessor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.imageplus.ImageInput;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Generation;
import org.latentj.operation.Source;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.operation.attention.ObservePicture;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.attention.AttentionRecorder;
import org.latentj.sampling.attention.LevelAttention;
import org.latentj.sampling.attention.StepChoice;
import org.latentj.sampling.attention.WordLabels;
import org.latentj.sampling.attention.WordMaps;
import org.latentj.sampling.attention.WordTokens;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/**
 * How well labels of attention maps fit true masks, beside Otsu's threshold of
 * the same pictures: the intersection over union (IoU) of each word's pixels.
 * Pictures are shown to the network under the noise of each of 20 steps with
 * their captions. {@code training/make_masks.py} draws them.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.AttentionBenchmark CHECKPOINT MASKS ENLARGED
 * </pre>
 */
public final class AttentionBenchmark {

	private static final List<String> STEPS = List.of("all", "1-7", "8-14",
		"15-20");

	private static final List<Integer> REFINED = List.of(0, 1, 2);

	private static final List<Double> THRESHOLDS = List.of(0.3, 0.4, 0.5, 0.6);

	/** IoUs by what was tried, and then by kind of picture. */
	private final Map<String, Map<String, List<Double>>> found = new TreeMap<>();

	private final DiffusionEngine engine = new DiffusionEngine();

	private final ModelChoice models;

	private final int enlarged;

	private AttentionBenchmark(final Path checkpoint, final int enlarged) {
		models = new ModelChoice(checkpoint, Optional.empty());
		this.enlarged = enlarged;
	}

	public static void main(final String[] args) throws IOException {
		final AttentionBenchmark all = new AttentionBenchmark(Path.of(args[0]),
			Integer.parseInt(args[2]));
		final Path folder = Path.of(args[1]);
		final JsonArray list = JsonParser.parseString(Files.readString(folder
			.resolve("index.json"))).getAsJsonArray();
		final Stopwatch time = new Stopwatch();
		for (int i = 0; i < list.size(); i++) {
			all.look(folder, list.get(i).getAsJsonObject());
		}
		System.out.println(list.size() + " pictures, enlarged " + all.enlarged +
			" times: " + time);
		all.print();
		all.engine.close();
	}

	/** Several recorders at once. */
	private record Several(List<AttentionRecorder> recorders)
			implements
				AttentionListener {

		@Override
		public AttentionOutputs outputs() {
			return recorders.get(0).outputs();
		}

		@Override
		public void onPrompt(final PromptRole role, final Tensor context) {
			recorders.forEach(r -> r.onPrompt(role, context));
		}

		@Override
		public void onAttention(final Tensor contexts,
			final List<LevelAttention> levels)
		{
			recorders.forEach(r -> r.onAttention(contexts, levels));
		}
	}

	private void look(final Path folder, final JsonObject entry)
		throws IOException
	{
		final String kind = entry.get("kind").getAsString();
		final String caption = entry.get("caption").getAsString();
		final ImagePlus picture = IJ.openImage(folder.resolve(entry.get("picture")
			.getAsString()).toString());
		final Map<String, boolean[]> masks = new LinkedHashMap<>();
		for (final String word : entry.getAsJsonObject("masks").keySet()) {
			masks.put(word, mask(folder.resolve(entry.getAsJsonObject("masks").get(
				word).getAsString())));
		}
		if (masks.containsKey("cells") && masks.containsKey("nuclei")) {
			// NB: labels do not overlap, and nuclei win inside of cells.
			for (int i = 0; i < masks.get("cells").length; i++) {
				masks.get("cells")[i] &= !masks.get("nuclei")[i];
			}
		}
		otsu(kind, picture, masks);
		attention(kind, caption, picture, masks);
	}

	private static boolean[] mask(final Path file) {
		final ImageProcessor pixels = IJ.openImage(file.toString()).getProcessor();
		final boolean[] mask = new boolean[pixels.getPixelCount()];
		for (int i = 0; i < mask.length; i++) {
			mask[i] = pixels.get(i) > 127;
		}
		return mask;
	}

	/** Of the brightest channel; bright or dark, whichever fits better. */
	private void otsu(final String kind, final ImagePlus picture,
		final Map<String, boolean[]> masks)
	{
		final int[] rgb = (int[]) picture.getProcessor().convertToRGB().getPixels();
		final int[] grey = new int[rgb.length];
		final int[] histogram = new int[256];
		for (int i = 0; i < rgb.length; i++) {
			grey[i] = Math.max(rgb[i] >> 16 & 255, Math.max(rgb[i] >> 8 & 255,
				rgb[i] & 255));
			histogram[grey[i]]++;
		}
		final int threshold = new AutoThresholder().getThreshold(
			AutoThresholder.Method.Otsu, histogram);
		masks.forEach((word, mask) -> {
			final boolean[] bright = new boolean[mask.length];
			final boolean[] dark = new boolean[mask.length];
			for (int i = 0; i < mask.length; i++) {
				bright[i] = grey[i] > threshold;
				dark[i] = !bright[i];
			}
			add("Otsu, brighter", kind, word, iou(bright, mask));
			add("Otsu, the better side", kind, word, Math.max(iou(bright, mask), iou(
				dark, mask)));
		});
	}

	private void attention(final String kind, final String caption,
		final ImagePlus picture, final Map<String, boolean[]> masks)
		throws IOException
	{
		final int width = picture.getWidth();
		final int height = picture.getHeight();
		final ImagePlus shown = picture.resize(enlarged * width, enlarged * height,
			"bicubic");
		final AttentionOutputs outputs = AttentionOutputs.withSelf(shown
			.getHeight() / 8, shown.getWidth() / 8, 1024);
		final List<AttentionRecorder> recorders = STEPS.stream().map(
			s -> new AttentionRecorder(outputs, StepChoice.of(s), 1)).toList();
		final Source source = new ImageInput(shown).source();
		engine.run(models, new ObservePicture(Generation.of(new Prompt(caption, ""),
			new SamplingSettings(0, 20, 1, Samplers.EULER, Schedulers.NORMAL, 1)),
			source, new AttentionChoice(AttentionChoice.IMAGE, "", "all", "all", 0)),
			new Several(recorders), (step, of, sigma, denoised) -> recorders.forEach(
				r -> r.onStep(step)), new StopSignal());
		final List<WordTokens> words = engine.ask(models, family -> family.words(
			caption, new EmbeddingFiles(Map.of(), new EmbeddingReader())),
			new StopSignal()).choose(String.join(",", masks.keySet()));
		for (int i = 0; i < STEPS.size(); i++) {
			for (final List<Integer> sides : List.<List<Integer>> of(List.of(), List
				.of(16)))
			{
				for (final int refine : REFINED) {
					final Tensor maps = new WordMaps(enlarged * width, enlarged * height,
						8, sides, refine).of(recorders.get(i).picture(0), words);
					compare("steps " + STEPS.get(i) + (sides.isEmpty() ? ""
						: ", cells of " + 16 / enlarged + " pixels") + ", refine " + refine,
						kind, enlarged == 1 ? maps : ResizeMethod.AREA.resize(maps, width,
							height), masks);
				}
			}
		}
	}

	private void compare(final String how, final String kind, final Tensor maps,
		final Map<String, boolean[]> masks)
	{
		for (final double threshold : THRESHOLDS) {
			final int[] labels = WordLabels.of(maps, threshold);
			int label = 1;
			for (final Map.Entry<String, boolean[]> e : masks.entrySet()) {
				final boolean[] own = new boolean[labels.length];
				for (int i = 0; i < own.length; i++) {
					own[i] = labels[i] == label;
				}
				add(how + ", threshold " + threshold, kind, e.getKey(), iou(own, e
					.getValue()));
				label++;
			}
		}
	}

	private void add(final String how, final String kind, final String word,
		final double iou)
	{
		final Map<String, List<Double>> kinds = found.computeIfAbsent(how,
			k -> new TreeMap<>());
		final String name = kind.equals("two-channel cells") ? kind + ": " + word
			: kind;
		kinds.computeIfAbsent(name, k -> new ArrayList<>()).add(iou);
		kinds.computeIfAbsent("all", k -> new ArrayList<>()).add(iou);
	}

	private static double iou(final boolean[] a, final boolean[] b) {
		int both = 0;
		int any = 0;
		for (int i = 0; i < a.length; i++) {
			both += a[i] && b[i] ? 1 : 0;
			any += a[i] || b[i] ? 1 : 0;
		}
		return any == 0 ? 1 : (double) both / any;
	}

	private void print() {
		found.forEach((how, kinds) -> {
			final StringBuilder line = new StringBuilder(how);
			kinds.forEach((kind, ious) -> line.append(String.format(Locale.ROOT,
				" | %s %.3f (%d)", kind, ious.stream().mapToDouble(d -> d).average()
					.orElseThrow(), ious.size())));
			System.out.println(line);
		});
	}
}
