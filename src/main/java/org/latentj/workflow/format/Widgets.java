
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.latentj.workflow.graph.DrawnText;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.NodeType;

/**
 * The values of a node's widgets by name. Most files tell them by their place
 * alone, in the order of the type's inputs; behind a seed stands a rule of what
 * comes next, behind all values of a node with a picture its button.
 */
final class Widgets {

	/** NB: it was yes or no at first. */
	private static final Set<String> RULES = Set.of("fixed", "increment",
		"increment-wrap", "decrement", "randomize", "true", "false");

	private final List<Place> places;

	private final Map<String, Value> named = new LinkedHashMap<>();

	private final List<String> faults = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	private final Map<String, String> lacking = new LinkedHashMap<>();

	/** Those that came later than the file. */
	private final Set<String> old = new HashSet<>();

	private Widgets(final List<Place> places) {
		this.places = places;
	}

	/**
	 * Where a value stands.
	 *
	 * @param name of the widget
	 * @param standard what it is in a new node; empty if nobody can say
	 * @param later whether old files lack it
	 * @param ruled whether a rule of what comes next may stand behind it
	 * @param button whether the button of a picture may stand behind it
	 * @param drawn whether it is a prompt
	 */
	record Place(String name, Optional<Value> standard, boolean later,
			boolean ruled, boolean button, boolean drawn) {

		Place called(final String other) {
			return new Place(other, standard, later, ruled, button, drawn);
		}
	}

	/** Those of a node's type. */
	static List<Place> places(final NodeType type) {
		final List<Input> widgets = type.inputs().stream().filter(i -> i.widget()
			.isPresent()).toList();
		final boolean button = widgets.stream().anyMatch(w -> w.widget()
			.get() instanceof Input.Picture);
		final List<Place> places = new ArrayList<>();
		for (final Input input : widgets) {
			final Input.Widget widget = input.widget().get();
			places.add(new Place(input.name(), Optional.of(widget.standard()).filter(
				s -> !s.equals(Value.of("")) && input.required()), input.later() ||
					!input.required(), widget instanceof Input.Whole w && w.seed(),
				button && places.size() == widgets.size() - 1,
				widget instanceof Input.Words words && words.drawn()));
		}
		return places;
	}

	/** Reads those of a node. */
	static Widgets read(final List<Place> places, final UiNode node) {
		final Widgets widgets = new Widgets(places);
		if (node.values() instanceof JsonObject byName) {
			widgets.take(byName);
		}
		else if (node.values() instanceof JsonArray list) {
			widgets.take(list);
		}
		else if (node.values() != null && !node.values().isJsonNull()) {
			widgets.faults.add("its 'widgets_values' are " + UiNode.excerpt(node
				.values()) + ", not a list");
		}
		widgets.draw();
		widgets.complete(node);
		return widgets;
	}

	/** The values by their names. */
	Map<String, Value> named() {
		return named;
	}

	/** Whether a file of these values was there before an input was. */
	boolean lacks(final String name) {
		return old.contains(name);
	}

	/** Why some have no value that is known. */
	Map<String, String> lacking() {
		return lacking;
	}

	/** What is wrong with them. */
	List<String> faults() {
		return faults;
	}

	/** What a user should know of them. */
	List<String> notes() {
		return notes;
	}

	private String names() {
		return places.isEmpty() ? "none" : places.size() + ": " + places.stream()
			.map(Place::name).collect(Collectors.joining(", "));
	}

	private void take(final JsonObject byName) {
		places.stream().filter(w -> byName.has(w.name())).forEach(w -> named.put(w
			.name(), ApiFormat.plain(byName.get(w.name()))));
	}

	private void take(final JsonArray list) {
		int at = 0;
		for (final Place place : places) {
			if (at < list.size()) {
				named.put(place.name(), ApiFormat.plain(list.get(at++)));
			}
			if (place.ruled() && at < list.size() && RULES.contains(UiNode.text(list
				.get(at))))
			{
				at++;
			}
			if (place.button() && at < list.size() && UiNode.text(list.get(at))
				.equals("image"))
			{
				at++;
			}
		}
		final List<JsonElement> more = list.asList().subList(at, list.size());
		if (!more.stream().allMatch(v -> v.isJsonNull() || UiNode.text(v)
			.isEmpty()))
		{
			faults.add("it has more values than widgets, which are " + names() +
				". The values are " + UiNode.excerpt(list));
		}
	}

	/** NB: ComfyUI's window draws at each run. */
	private void draw() {
		for (final Place place : places) {
			if (place.drawn() && named.get(place.name()) instanceof Value.Text text) {
				final Optional<String> plain = DrawnText.plain(text.text());
				plain.ifPresent(p -> named.put(place.name(), Value.of(p)));
				if (plain.isEmpty()) {
					named.remove(place.name());
					lacking.put(place.name(),
						"ComfyUI's window draws one of {this|that} " + "in " + text +
							" by chance; choose by set");
				}
			}
		}
	}

	/** NB: what old files lack is what ComfyUI sets a new node to. */
	private void complete(final UiNode node) {
		final List<Place> without = places.stream().filter(p -> !named.containsKey(p
			.name()) && !lacking.containsKey(p.name()) && node.input(p.name())
				.flatMap(UiNode.Slot::link).isEmpty()).toList();
		final List<String> missing = new ArrayList<>();
		for (final Place place : without) {
			if (!place.later()) {
				missing.add("'" + place.name() + "'");
				continue;
			}
			old.add(place.name());
			if (place.standard().isPresent()) {
				named.put(place.name(), place.standard().get());
				notes.add("'" + place.name() + "' is " + place.standard().get() +
					", since the workflow was saved before there was this input");
			}
		}
		if (!missing.isEmpty()) {
			faults.add(String.join(", ", missing) + (missing.size() == 1 ? " has"
				: " have") + " no value: 'widgets_values' are " + UiNode.excerpt(node
					.values()) + ", its widgets are " + names());
		}
	}
}
