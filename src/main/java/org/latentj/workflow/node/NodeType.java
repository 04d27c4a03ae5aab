
package org.latentj.workflow.node;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.latentj.engine.folder.ModelFolder;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input.Widget;

/**
 * What nodes of a type are: the entry of the list of all.
 *
 * <pre>
 *
 * NodeType.of("LatentFlip", "Flip Latent").in("samples", Kind.LATENT).choice(
 * 	"flip_method", "x-axis: vertically", "y-axis: horizontally").out(
 * 		Kind.LATENT).calls(c -> flipped(c.get("samples", Kind.LATENT), c.text(
 * 			"flip_method")));
 * </pre>
 *
 * @param name ComfyUI's
 * @param title what ComfyUI shows
 * @param inputs in ComfyUI's order, which older files rely on
 * @param outputs likewise
 * @param shows whether its images are what the workflow is run for
 * @param function what it does
 * @param rule what is wrong with values that do not go together
 */
public record NodeType(String name, String title, List<Input> inputs,
		List<Output> outputs, boolean shows, Function function, Rule rule) {

	private static final BigDecimal MOST_SEED = new BigDecimal(BigInteger.ONE
		.shiftLeft(64).subtract(BigInteger.ONE));

	/** One whose values all go together. */
	public NodeType(final String name, final String title,
		final List<Input> inputs, final List<Output> outputs, final boolean shows,
		final Function function)
	{
		this(name, title, inputs, outputs, shows, function, n -> Optional.empty());
	}

	/** Copies the lists. */
	public NodeType {
		inputs = List.copyOf(inputs);
		outputs = List.copyOf(outputs);
		Objects.requireNonNull(function, "function");
	}

	/**
	 * An output.
	 *
	 * @param name ComfyUI's
	 * @param kind what it gives
	 */
	public record Output(String name, Kind<?> kind) {
	}

	/** What a node does. */
	@FunctionalInterface
	public interface Function {

		/** One value for each output; of a node that shows, its images. */
		List<?> call(NodeCall call) throws IOException;
	}

	/** Says what is wrong with a node's values beside one another. */
	@FunctionalInterface
	public interface Rule {

		/** Empty if nothing is. */
		Optional<String> problem(Node node);
	}

	/** The same for a node with one output. */
	@FunctionalInterface
	public interface One {

		/** The value. */
		Object call(NodeCall call) throws IOException;
	}

	/** A type without anything yet. */
	public static NodeType of(final String name, final String title) {
		return new NodeType(name, title, List.of(), List.of(), false, c -> List
			.of());
	}

	private NodeType with(final Input input) {
		final List<Input> more = new ArrayList<>(inputs);
		more.add(input);
		return new NodeType(name, title, more, outputs, shows, function, rule);
	}

	private NodeType with(final String input, final Kind<?> kind,
		final Widget widget)
	{
		return with(new Input(input, kind, true, Optional.of(widget), false));
	}

	/** With an input that is a link. */
	public NodeType in(final String input, final Kind<?> kind) {
		return with(new Input(input, kind, true, Optional.empty(), false));
	}

	/** With an input that is a link or nothing. */
	public NodeType maybe(final String input, final Kind<?> kind) {
		return with(new Input(input, kind, false, Optional.empty(), false));
	}

	/** With a whole number. */
	public NodeType whole(final String input, final long low, final long high,
		final long standard)
	{
		return with(input, Kind.INT, new Input.Whole(BigDecimal.valueOf(low),
			BigDecimal.valueOf(high), Value.of(standard), false));
	}

	/** With a seed. */
	public NodeType seed(final String input) {
		return with(input, Kind.INT, new Input.Whole(BigDecimal.ZERO, MOST_SEED,
			Value.of(0), true));
	}

	/** With any whole number, and a rule beside it of what comes next. */
	public NodeType counter(final String input) {
		return with(input, Kind.INT, new Input.Whole(BigDecimal.valueOf(
			Long.MIN_VALUE), BigDecimal.valueOf(Long.MAX_VALUE), Value.of(0), true));
	}

	/** With a number. */
	public NodeType number(final String input, final double low,
		final double high, final double standard)
	{
		return with(input, Kind.FLOAT, new Input.Decimal(low, high, Value.of(
			standard), false));
	}

	/** With a number above 0, where ComfyUI takes 0 and fails later. */
	public NodeType positive(final String input, final double high,
		final double standard)
	{
		return with(input, Kind.FLOAT, new Input.Decimal(0, high, Value.of(
			standard), true));
	}

	/** With two numbers of which the second must not be below the first. */
	public NodeType ordered(final String first, final String second) {
		return new NodeType(name, title, inputs, outputs, shows, function,
			node -> node.inputs().get(first) instanceof Value.Number low && node
				.inputs().get(second) instanceof Value.Number high && low.number()
					.compareTo(high.number()) > 0 ? Optional.of("'" + second + "' is " +
						high + ", below '" + first + "', which is " + low) : Optional
							.empty());
	}

	/** With a text. */
	public NodeType text(final String input, final String standard) {
		return with(input, Kind.STRING, new Input.Words(Value.of(standard), false));
	}

	/** With a prompt. */
	public NodeType prompt(final String input) {
		return with(input, Kind.STRING, new Input.Words(Value.of(""), true));
	}

	/** With how the names of files begin that are written. */
	public NodeType prefix(final String input, final String standard) {
		return with(input, Kind.STRING, new Input.Prefix(Value.of(standard)));
	}

	/** With yes or no. */
	public NodeType truth(final String input, final boolean standard) {
		return with(input, Kind.BOOLEAN, new Input.Toggle(new Value.Truth(
			standard)));
	}

	/** With one of some, the first unless another one is given. */
	public NodeType choice(final String input, final String... choices) {
		return choice(input, List.of(choices), choices[0]);
	}

	/** With one of some. */
	public NodeType choice(final String input, final List<String> choices,
		final String standard)
	{
		return with(input, Kind.COMBO, new Input.Choice(List.copyOf(choices), Value
			.of(standard)));
	}

	/** With the file of a model. */
	public NodeType file(final String input, final ModelFolder.Kind folder) {
		return with(input, Kind.COMBO, new Input.File(folder, List.of(), folder
			.noun()));
	}

	/** With the file of a diffusion model alone. */
	public NodeType unet(final String input) {
		return with(input, Kind.COMBO, new Input.File(ModelFolder.Kind.CHECKPOINT,
			List.of("diffusion_models/", "unet/"), "diffusion model"));
	}

	/** With a picture that is named. */
	public NodeType picture(final String input) {
		return with(input, Kind.COMBO, new Input.Picture());
	}

	private NodeType with(final UnaryOperator<Input> change) {
		final List<Input> more = new ArrayList<>(inputs);
		more.add(change.apply(more.remove(more.size() - 1)));
		return new NodeType(name, title, more, outputs, shows, function, rule);
	}

	/** The same whose last input need not be given. */
	public NodeType optional() {
		return with(last -> new Input(last.name(), last.kind(), false, last
			.widget(), last.later()));
	}

	/** The same whose last input ComfyUI has added later. */
	public NodeType later() {
		return with(last -> new Input(last.name(), last.kind(), last.required(),
			last.widget(), true));
	}

	/** With an output named as its kind. */
	public NodeType out(final Kind<?> kind) {
		return out(kind.name(), kind);
	}

	/** With an output. */
	public NodeType out(final String output, final Kind<?> kind) {
		final List<Output> more = new ArrayList<>(outputs);
		more.add(new Output(output, kind));
		return new NodeType(name, title, inputs, more, shows, function, rule);
	}

	/** What gives its one output. */
	public NodeType calls(final One one) {
		return callsAll(c -> List.of(one.call(c)));
	}

	/** What gives all outputs. */
	public NodeType callsAll(final Function all) {
		return new NodeType(name, title, inputs, outputs, shows, all, rule);
	}

	/** A node whose images are what the workflow is run for. */
	public NodeType showing(final String images) {
		return new NodeType(name, title, inputs, outputs, true, c -> List.of(c.get(
			images, Kind.IMAGE)), rule);
	}

	/** The names of files of models of a kind that a node of this type has. */
	public List<String> files(final Node node, final ModelFolder.Kind folder) {
		return inputs.stream().filter(i -> i.widget().orElse(
			null) instanceof Input.File f && f.folder() == folder).map(i -> node
				.inputs().get(i.name())).filter(Value.Text.class::isInstance).map(
					v -> ((Value.Text) v).text()).toList();
	}

	/** The input of a name, if there is one. */
	public Optional<Input> input(final String called) {
		return inputs.stream().filter(i -> i.name().equals(called)).findFirst();
	}
}
