
package org.latentj.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Weights by name: those of a file, or what a view makes of others. */
final class TensorMap implements Weights {

	private record Entry(TensorInfo info, Optional<ComputedTensor> computed) {

		static Entry of(final Weights weights, final String name) {
			return new Entry(weights.get(name), weights.computed(name));
		}

		Entry rows(final Naming.Rows rows) {
			return new Entry(info.rows(rows.from(), rows.to()), computed.map(c -> c
				.rows(rows.from(), rows.to())));
		}
	}

	private final Map<String, Entry> entries;

	private final NavigableSet<String> sorted;

	private final Set<FileState> files;

	private final Function<String, Optional<String>> metadata;

	private final Function<String, Place> missing;

	private TensorMap(final Map<String, Entry> entries,
		final Set<FileState> files,
		final Function<String, Optional<String>> metadata,
		final Function<String, Place> missing)
	{
		this.entries = entries;
		this.files = files;
		this.metadata = metadata;
		this.missing = missing;
		sorted = new TreeSet<>(entries.keySet());
	}

	static Weights of(final Checkpoint checkpoint) {
		final Map<String, Entry> entries = new LinkedHashMap<>();
		final Set<FileState> files = new LinkedHashSet<>(Set.of(checkpoint
			.state()));
		checkpoint.tensors().forEach((name, info) -> {
			entries.put(name, new Entry(info, Optional.empty()));
			files.add(info.file());
		});
		return new TensorMap(entries, files, key -> Optional.ofNullable(checkpoint
			.metadata().get(key)), name -> new Place(checkpoint.file().toString(),
				name, ""));
	}

	static Weights renamed(final Weights weights, final Naming naming) {
		final Map<String, Entry> entries = new LinkedHashMap<>();
		for (final String name : weights.names()) {
			final Entry entry = Entry.of(weights, name);
			final Map<String, Naming.Rows> parts = naming.parts(name, entry.info
				.shape());
			final String canonical = naming.canonical(name);
			if (!parts.isEmpty()) {
				parts.forEach((part, rows) -> entries.putIfAbsent(part, entry.rows(
					rows)));
			}
			else if (canonical.equals(name)) {
				entries.put(name, entry);
			}
			else {
				entries.putIfAbsent(canonical, entry);
			}
		}
		return new TensorMap(entries, weights.files(), weights::metadata, name -> {
			final Place place = weights.place(naming.original(name));
			return new Place(place.file(), place.name(), " (" + naming.description() +
				")");
		});
	}

	static Weights patched(final Weights weights, final Patch patch) {
		final Map<String, Entry> entries = new LinkedHashMap<>();
		weights.names().forEach(name -> entries.put(name, Entry.of(weights, name)));
		entries.keySet().removeAll(patch.consumed(weights));
		patch.shapes(weights).forEach((name, shape) -> {
			final TensorInfo info = (weights.has(name) ? weights.get(name) : made(
				weights, name)).computed(shape);
			entries.put(name, new Entry(info, Optional.of(new ComputedTensor(patch,
				weights, name, info, Optional.empty()))));
		});
		final Set<FileState> files = new LinkedHashSet<>(weights.files());
		files.addAll(patch.files());
		return new TensorMap(entries, files, weights::metadata, weights::place);
	}

	/** A tensor that no file has under its name. */
	private static TensorInfo made(final Weights weights, final String name) {
		return new TensorInfo(weights.place(name).name(), DType.F32, new long[0],
			weights.files().iterator().next(), 0, 0);
	}

	static Weights joined(final List<Weights> parts) {
		if (parts.isEmpty()) {
			throw new IllegalArgumentException(
				"nothing to join; weights of one file or more are valid");
		}
		final Map<String, Entry> entries = new LinkedHashMap<>();
		final Set<FileState> files = new LinkedHashSet<>();
		for (final Weights part : parts) {
			files.addAll(part.files());
			for (final String name : part.names()) {
				final Entry before = entries.put(name, Entry.of(part, name));
				if (before != null) {
					throw part.problem(name, "is in " + before.info.file().file() +
						", too; each tensor may be in one of the files");
				}
			}
		}
		final List<Weights> all = List.copyOf(parts);
		return new TensorMap(entries, files, key -> all.stream().flatMap(w -> w
			.metadata(key).stream()).findFirst(), name -> new Place(all.stream().map(
				w -> w.place(name).file()).distinct().collect(Collectors.joining(
					" and ")), all.get(0).place(name).name(), ""));
	}

	static Weights named(final List<String> names, final List<Weights> parts) {
		final Map<String, Entry> entries = new LinkedHashMap<>();
		final Set<FileState> files = new LinkedHashSet<>();
		for (int i = 0; i < names.size(); i++) {
			final Weights part = parts.get(i);
			final String prefix = names.get(i) + ".";
			files.addAll(part.files());
			part.names().forEach(n -> entries.put(prefix + n, Entry.of(part, n)));
		}
		return new TensorMap(entries, files, key -> parts.stream().flatMap(w -> w
			.metadata(key).stream()).findFirst(), name -> {
				for (int i = 0; i < names.size(); i++) {
					if (name.startsWith(names.get(i) + ".")) {
						return parts.get(i).place(name.substring(names.get(i).length() +
							1));
					}
				}
				return parts.get(0).place(name);
			});
	}

	@Override
	public List<String> names() {
		return List.copyOf(entries.keySet());
	}

	@Override
	public boolean has(final String name) {
		return entries.containsKey(name);
	}

	@Override
	public boolean hasAny(final String name) {
		final String start = name + ".";
		final String first = sorted.ceiling(start);
		return first != null && first.startsWith(start);
	}

	@Override
	public TensorInfo get(final String name) {
		final Entry entry = entries.get(name);
		if (entry == null) {
			final Place place = place(name);
			throw new IllegalArgumentException(place.file() +
				": there is no tensor '" + place.name() + "'" + place.note());
		}
		return entry.info;
	}

	@Override
	public Optional<ComputedTensor> computed(final String name) {
		return Optional.ofNullable(entries.get(name)).flatMap(Entry::computed);
	}

	@Override
	public Place place(final String name) {
		return missing.apply(name);
	}

	@Override
	public Set<FileState> files() {
		return Collections.unmodifiableSet(files);
	}

	@Override
	public Optional<String> metadata(final String key) {
		return metadata.apply(key);
	}
}
