
package org.latentj.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Threads of a plan that share the work of a step, each with primitives and
 * memory of its own. A primitive that is divided among all threads ends with
 * their waiting for each other; here they do so once, at the step's end.
 *
 * @param <M> what each of them works with
 */
final class Team<M> {

	private final List<M> members = new ArrayList<>();

	/**
	 * @param threads of the plan
	 * @param most there is work for
	 * @param maker makes primitives for one thread of OpenMP; for all if there is
	 *          one member
	 */
	Team(final int threads, final long most, final Supplier<M> maker) {
		final int count = (int) Math.min(most, Threads.apart(threads));
		final Runnable make = () -> {
			for (int i = 0; i < count; i++) {
				members.add(maker.get());
			}
		};
		if (count == 1) {
			make.run();
		}
		else {
			Threads.run(1, List.of(make));
		}
	}

	List<M> members() {
		return members;
	}

	/** Has each of them work, and waits for all. */
	void run(final Consumer<M> work) {
		if (members.size() == 1) {
			work.accept(members.get(0));
		}
		else {
			Threads.run(1, members.stream().map(m -> (Runnable) () -> work.accept(m))
				.toList());
		}
	}
}
