
package org.latentj.omezarr.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.latentj.checkpoint.Sha256;
import org.latentj.image.Mask;
import org.latentj.omezarr.PlaneBytes;
import net.imglib2.img.Img;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchTask;
import org.latentj.batch.ResultPlace;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.JournalEntry;
import org.latentj.batch.journal.JournalReader;
import org.latentj.batch.journal.Shard;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.OmeMetadata;
import org.latentj.omezarr.Place;
import org.latentj.operation.OperationType.Placement;
import org.latentj.provenance.Provenance;
import org.latentj.stack.RunFacts;
import org.latentj.zarr.ZarrArray;
import org.latentj.zarr.ZarrNode;
import org.latentj.zarr.store.ChunkStore;
import org.latentj.zarr.store.FolderStore;

/**
 * A batch over the pictures of an OME-Zarr, into another one.
 *
 * <pre>
 *
 * OmeSource source = new OmeSource(OmeFile.open(input), choice);
 * OmeTask task = new OmeTask(source, work, models);
 * source.file().requireApart(output);
 * ResultTree.requireFree(output);
 * BatchReport report = new Batch(plan, task, output).run(listener, stop);
 * List&lt;String&gt; unfinished = task.finish(plan, output);
 * </pre>
 *
 * @param source what is worked on; its items are those of the plan
 * @param work what is done with them
 * @param models what all items are made with
 */
public record OmeTask(OmeSource source, OmeWork work,
		Map<String, String> models) implements BatchTask {

	/** The attribute with the record of how an image was made. */
	public static final String RECORD = "latentj";

	private static final String RANGE = ", range ";

	@Override
	public String input(final BatchItem item) throws IOException {
		final OmeSource.Picture picture = source.picture(item);
		// NB: it may be that of the data, also of other planes.
		return identity(picture.stack(), picture.index(), work.labels()) + RANGE +
			picture.stack().range().orElse("");
	}

	/**
	 * What identifies the pixels of a picture, those of its mask, and what
	 * steers.
	 *
	 * @param picture which one of the stack
	 * @param labels names of the label images that steer
	 * @throws IOException if they cannot be read
	 */
	public static String identity(final OmeStack stack, final int picture,
		final List<String> labels) throws IOException
	{
		final StringBuilder id = new StringBuilder("SHA-256");
		for (final Img<?> plane : stack.originals(picture, stack.all())) {
			id.append(' ').append(Sha256.of(PlaneBytes.bytes(plane)));
		}
		if (!stack.choice().mask().isEmpty()) {
			id.append(", mask ").append(Sha256.of(rows(stack.mask(picture))));
		}
		for (final String label : labels) {
			id.append(", labels ").append(Sha256.of(rows(stack.marked(label, picture,
				stack.all()))));
		}
		return id.toString();
	}

	private static byte[] rows(final Mask mask) {
		final byte[] rows = new byte[mask.width() * mask.height()];
		for (int y = 0; y < mask.height(); y++) {
			System.arraycopy(mask.row(y), 0, rows, y * mask.width(), mask.width());
		}
		return rows;
	}

	@Override
	public OmeResult make(final BatchItem item, final long seed)
		throws IOException
	{
		return work.make(source.picture(item), seed);
	}

	@Override
	public ResultPlace place(final Path folder, final Shard shard) {
		final FolderStore store = new FolderStore(folder);
		// NB: until it is finished anew, its coarser levels are of the old plane.
		return new ResultTree(folder, shard, item -> {
			final OmeImage image = source.picture(item).stack().image();
			ZarrNode.removeGroup(store, image.key(), image.node().version());
		});
	}

	/**
	 * Finishes those images of which all planes are there: their coarser levels,
	 * label images, metadata with the record of how they were made. When all are
	 * finished, what is around them, too.
	 *
	 * @param plan of the batch
	 * @return what is not finished, a sentence for each image
	 * @throws IOException if something cannot be read or written
	 */
	public List<String> finish(final BatchPlan plan, final Path folder)
		throws IOException
	{
		final FolderStore store = new FolderStore(folder);
		final List<String> unfinished = new ArrayList<>();
		final Map<String, String> inputs = new HashMap<>();
		JournalReader.read(folder).stream().filter(JournalEntry::succeeded).forEach(
			e -> inputs.put(e.item(), e.input()));
		final Map<String, List<BatchItem>> items = plan.items().stream().collect(
			Collectors.groupingBy(OmeSource::key));
		final List<String> keys = source.keys();
		for (final String key : keys) {
			finish(source.stack(key), new Made(plan, items.getOrDefault(key, List
				.of()), inputs), store).ifPresent(unfinished::add);
		}
		if (unfinished.isEmpty()) {
			OmeMetadata.writeAround(source.file(), store, source.stack(keys.get(0))
				.image().node().version(), keys);
		}
		return unfinished;
	}

	/**
	 * What was made.
	 *
	 * @param items those of one image
	 * @param inputs what identified them, by their names
	 */
	private record Made(BatchPlan plan, List<BatchItem> items,
			Map<String, String> inputs) {

		/** By the places of the items' pictures, what there is. */
		<T> Map<String, T> byPlace(final Function<BatchItem, Optional<T>> fact) {
			final Map<String, T> all = new LinkedHashMap<>();
			for (final BatchItem item : items) {
				fact.apply(item).ifPresent(one -> all.put(OmeSource.place(item), one));
			}
			return all;
		}

		/** What identified an item's pixels, without their range. */
		Optional<String> input(final BatchItem item) {
			return Optional.ofNullable(inputs.get(item.name())).map(t -> t.contains(
				RANGE) ? t.substring(0, t.indexOf(RANGE)) : t);
		}
	}

	private Optional<String> finish(final OmeStack stack, final Made made,
		final ChunkStore store) throws IOException
	{
		final String key = stack.image().key();
		final String name = key.isEmpty() ? "the image" : "the image " + key;
		if (ZarrNode.find(store, key).isPresent()) {
			return Optional.empty();
		}
		final String finest = ChunkStore.join(key, "0");
		if (ZarrNode.find(store, finest).isEmpty()) {
			return Optional.of(name + " has none of its planes yet");
		}
		final long[] shape = ZarrArray.open(store, finest).spec().shape();
		final OmeOutput output = new OmeOutput(stack, work.size(stack,
			(int) shape[shape.length - 1], (int) shape[shape.length - 2]));
		final List<Place> missing = output.image(store).missing();
		if (!missing.isEmpty()) {
			return Optional.of(name + " lacks " + missing.size() +
				" of its planes: run the batch again, or its other shards");
		}
		output.labels(store).finish(new JsonObject());
		OmeMetadata.writeLabels(store, key, output.version(), List.of(
			OmeOutput.GENERATED));
		final JsonObject attributes = new JsonObject();
		attributes.add(RECORD, JsonParser.parseString(record(stack, made)
			.toJson()));
		output.image(store).finish(attributes);
		return Optional.empty();
	}

	/** How an image was made. */
	private Provenance record(final OmeStack stack, final Made made)
		throws IOException
	{
		final RunFacts facts = new RunFacts(stack.image().attribute(RECORD).map(
			json -> Provenance.fromJson(json.toString())));
		stack.range().ifPresent(facts::setRange);
		// NB: planes may have been computed by other machines, or by earlier runs.
		return facts.complete(work.recorder().of(work.example(stack)))
			.withComputation(Optional.empty()).withSeeds(made.byPlace(item -> seed(
				made.plan, item))).withZarr(stack.used(source.file().name(), made
					.byPlace(made::input)));
	}

	/** NB: none if all have that of the record. */
	private Optional<Long> seed(final BatchPlan plan, final BatchItem item) {
		return plan.seeds() == SeedRule.SAME && work.noise() == SeedRule.SAME
			? Optional.empty() : Optional.of(work.noise().seed(plan.seed(item), 0,
				OmeSource.place(item)));
	}
}
