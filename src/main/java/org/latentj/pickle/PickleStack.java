
package org.latentj.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values that a pickle's operations work on: stack, marks and memo. */
final class PickleStack {

	private final List<Object> values = new ArrayList<>();

	/** Heights of the stack at which there is a mark. */
	private final List<Integer> marks = new ArrayList<>();

	private final Map<Long, Object> memo = new HashMap<>();

	void push(final Object value) {
		values.add(value);
	}

	Object pop() throws PickleException {
		final Object top = top();
		values.remove(values.size() - 1);
		return top;
	}

	/** The last value, which stays. */
	Object top() throws PickleException {
		final int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
		if (values.size() <= floor) {
			throw new PickleException(
				"it takes a value from the stack, but there is none");
		}
		return values.get(values.size() - 1);
	}

	void mark() {
		marks.add(values.size());
	}

	/** All above the last mark, which goes. */
	List<Object> popMark() throws PickleException {
		if (marks.isEmpty()) {
			throw new PickleException("it goes back to a mark, but there is none");
		}
		final List<Object> above = values.subList(marks.remove(marks.size() - 1),
			values.size());
		final List<Object> items = new ArrayList<>(above);
		above.clear();
		return items;
	}

	/** The last ones, in their order. */
	List<Object> pop(final int count) throws PickleException {
		final List<Object> items = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			items.add(0, pop());
		}
		return items;
	}

	void remember(final long number) throws PickleException {
		memo.put(number, top());
	}

	void rememberNext() throws PickleException {
		remember(memo.size());
	}

	void recall(final long number) throws PickleException {
		if (!memo.containsKey(number)) {
			throw new PickleException("it takes number " + number +
				" of the memo, which holds no such thing");
		}
		push(memo.get(number));
	}

	/** The only value, at the end. */
	Object result() throws PickleException {
		final Object result = pop();
		if (!values.isEmpty() || !marks.isEmpty()) {
			throw new PickleException("it ends with more than one value");
		}
		return result;
	}
}
