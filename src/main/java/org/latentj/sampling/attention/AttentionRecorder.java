
package org.latentj.sampling.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.tensor.Tensor;

/**
 * Sums up what a network attends to while it makes pictures, where it was told
 * the positive prompt, in the steps that count. It is to be told of the steps,
 * too. For one run, in one thread.
 *
 * <pre>
 *
 * AttentionRecorder recorder = new AttentionRecorder(AttentionOutputs.WORDS,
 * 	StepChoice.of("all"), 1);
 * engine.run(models, operation, recorder, listener.and(recorder::onStep),
 * 	stop);
 * AttentionSums sums = recorder.picture(0);
 * </pre>
 */
public final class AttentionRecorder implements AttentionListener {

	private final AttentionOutputs outputs;

	private final StepChoice steps;

	/** Of the pictures of the batch. */
	private final AttentionSums[] pictures;

	/** Of all networks that were told the prompt. */
	private final List<Tensor> prompts = new ArrayList<>();

	/** The last step of which was told. */
	private int done;

	/** Items that were told the prompt since sampling began. */
	private int told;

	/** Of one evaluation, until it is known which step it belongs to. */
	private final List<Item> pending = new ArrayList<>();

	/**
	 * @param picture of the batch
	 * @param tokens of the prompt
	 * @param item of the call
	 */
	private record Item(int picture, int tokens, List<LevelAttention> levels,
			int item) {
	}

	/** @param batch number of pictures that are made at once */
	public AttentionRecorder(final AttentionOutputs outputs,
		final StepChoice steps, final int batch)
	{
		this.outputs = outputs;
		this.steps = steps;
		pictures = new AttentionSums[batch];
	}

	@Override
	public AttentionOutputs outputs() {
		return outputs;
	}

	@Override
	public void onPrompt(final PromptRole role, final Tensor context) {
		if (role == PromptRole.POSITIVE) {
			prompts.add(context);
		}
	}

	/** To be told when sampling begins, also a second time in one run. */
	public void onSampling() {
		settle(done);
		done = 0;
		told = 0;
	}

	/**
	 * To be told of each step, after its first call of the network.
	 *
	 * @param step number of the step, from 1
	 */
	public void onStep(final int step) {
		settle(step);
		done = step;
	}

	/**
	 * NB: a sampler may call the network several times a step. The last call
	 * before a step is told is the first one of that step; those before it belong
	 * to the step before.
	 */
	@Override
	public void onAttention(final Tensor contexts,
		final List<LevelAttention> levels)
	{
		for (int item = 0; item < contexts.size(0); item++) {
			final int own = item;
			final Optional<Tensor> prompt = prompts.stream().filter(p -> isTold(
				contexts, own, p)).findFirst();
			if (prompt.isPresent()) {
				final int picture = told++ % pictures.length;
				if (picture == 0) {
					settle(done);
				}
				pending.add(new Item(picture, prompt.get().size(1), levels, item));
			}
		}
	}

	/** Puts an evaluation to the step that it belongs to. */
	private void settle(final int step) {
		if (steps.contains(Math.max(1, step))) {
			pending.forEach(this::add);
		}
		pending.clear();
	}

	private void add(final Item item) {
		if (pictures[item.picture()] == null) {
			pictures[item.picture()] = new AttentionSums(item.tokens());
		}
		item.levels().forEach(level -> pictures[item.picture()].add(level, item
			.item()));
	}

	/** Whether an item was told a text, once or several times in a row. */
	private static boolean isTold(final Tensor contexts, final int item,
		final Tensor prompt)
	{
		final int length = contexts.size(1) * contexts.size(2);
		if (contexts.size(2) != prompt.size(2) || length % prompt.length() != 0) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (contexts.data()[item * length + i] != prompt.data()[i % prompt
				.length()])
			{
				return false;
			}
		}
		return true;
	}

	/**
	 * What was summed up of a picture.
	 *
	 * @param picture of the batch, from 0
	 * @throws IllegalArgumentException if the network was never called with the
	 *           prompt in the steps that count
	 */
	public AttentionSums picture(final int picture) {
		settle(done);
		if (picture < 0 || picture >= pictures.length ||
			pictures[picture] == null)
		{
			throw new IllegalArgumentException("the network was not called with the" +
				" prompt in the steps " + steps.first() + " to " + steps.last() +
				": choose steps that are run");
		}
		return pictures[picture];
	}
}
