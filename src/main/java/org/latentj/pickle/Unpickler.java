
package org.latentj.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a pickle (Python's {@code pickletools} describes the operations of
 * protocols 2 to 5) as data: None as null, whole numbers as {@link Long} or
 * {@link BigInteger}, floats as {@link Double}, texts as {@link String}, lists
 * and sets as {@link List}, dictionaries as {@link Map}, tuples as
 * {@link PickleTuple}, and for the rest what {@link Globals} gives.
 * <p>
 * Nothing is run, nothing is recursive, and memory is bounded by the pickle's
 * length.
 * </p>
 */
public final class Unpickler {

	/** So many bytes take less than half a gigabyte at the worst. */
	public static final int LONGEST = 1 << 23;

	private static final Map<Integer, String> REFUSED = refused();

	private final PickleInput in;

	private final Globals globals;

	private final PickleStack stack = new PickleStack();

	private Unpickler(final PickleInput in, final Globals globals) {
		this.in = in;
		this.globals = globals;
	}

	/**
	 * Reads one pickle; the buffer's position is behind it then.
	 *
	 * @param bytes from its position on; more may follow
	 * @throws PickleException if it is damaged, or names or asks for what is not
	 *           done; it says where
	 */
	public static Object read(final ByteBuffer bytes, final Globals globals)
		throws PickleException
	{
		return new Unpickler(new PickleInput(bytes), globals).read();
	}

	private Object read() throws PickleException {
		final int start = in.position();
		int at = start;
		try {
			for (int op = in.unsignedByte(); op != '.'; op = in.unsignedByte()) {
				if (in.position() - start > LONGEST) {
					throw new PickleException("it has more than " + LONGEST +
						" bytes, which are allowed");
				}
				if (!(simple(op) || text(op) || container(op) || memo(op) || object(
					op)))
				{
					throw new PickleException("the operation " + REFUSED.getOrDefault(op,
						String.format(Locale.ROOT, "0x%02X", op)) +
						" is not one that a file of tensors needs");
				}
				at = in.position();
			}
			return stack.result();
		}
		catch (final PickleException e) {
			throw new PickleException("pickle, byte " + (at - start) + ": " + e
				.getMessage());
		}
	}

	/** Numbers and what is like them. */
	private boolean simple(final int op) throws PickleException {
		switch (op) {
			case 0x80 -> protocol(in.unsignedByte());
			// NB: a frame's length helps those who read from a stream.
			case 0x95 -> in.skip(8);
			case 'N' -> stack.push(null);
			case 0x88 -> stack.push(true);
			case 0x89 -> stack.push(false);
			case 'J' -> stack.push((long) in.signedInt());
			case 'K' -> stack.push((long) in.unsignedByte());
			case 'M' -> stack.push((long) in.unsignedShort());
			case 0x8a -> stack.push(in.number(in.unsignedByte()));
			case 0x8b -> stack.push(in.number(in.unsignedInt()));
			case 'I' -> stack.push(line(in.line()));
			case 'L' -> stack.push(line(in.line().replaceFirst("L$", "")));
			case 'G' -> stack.push(in.bigEndianDouble());
			default -> {
				return false;
			}
		}
		return true;
	}

	private static void protocol(final int number) throws PickleException {
		if (number > 5) {
			throw new PickleException("it is of protocol " + number +
				"; up to 5 can be read");
		}
	}

	private static Object line(final String digits) throws PickleException {
		// NB: protocol 1 writes True and False so.
		if (digits.equals("00") || digits.equals("01")) {
			return digits.equals("01");
		}
		if (!digits.matches("[+-]?[0-9]{1,300}")) {
			throw new PickleException(PickleException.quote(digits) +
				" is no whole number");
		}
		return PickleInput.small(new BigInteger(digits));
	}

	private boolean text(final int op) throws PickleException {
		switch (op) {
			case 'X' -> stack.push(in.text(in.unsignedInt()));
			case 0x8c -> stack.push(in.text(in.unsignedByte()));
			case 0x8d -> stack.push(in.text(in.length64()));
			case 'T' -> stack.push(latin(in.unsignedInt()));
			case 'U' -> stack.push(latin(in.unsignedByte()));
			case 'B' -> stack.push(in.bytes(in.unsignedInt()));
			case 'C' -> stack.push(in.bytes(in.unsignedByte()));
			case 0x8e -> stack.push(in.bytes(in.length64()));
			default -> {
				return false;
			}
		}
		return true;
	}

	/** NB: Python 2 had texts of bytes. */
	private String latin(final long length) throws PickleException {
		return new String(in.bytes(length), StandardCharsets.ISO_8859_1);
	}

	private boolean container(final int op) throws PickleException {
		switch (op) {
			case '(' -> stack.mark();
			case '0' -> stack.pop();
			case '1' -> stack.popMark();
			case '2' -> stack.push(stack.top());
			case ']', 0x8f -> stack.push(new ArrayList<>());
			case 'l', 0x91 -> stack.push(stack.popMark());
			case 'a' -> append(stack.pop(1));
			case 'e', 0x90 -> append(stack.popMark());
			case ')' -> stack.push(new PickleTuple(List.of()));
			case 't' -> stack.push(new PickleTuple(stack.popMark()));
			case 0x85, 0x86, 0x87 -> stack.push(new PickleTuple(stack.pop(op -
				0x84)));
			case '}' -> stack.push(new LinkedHashMap<>());
			case 'd' -> {
				final List<Object> items = stack.popMark();
				stack.push(new LinkedHashMap<>());
				setItems(items);
			}
			case 's' -> setItems(stack.pop(2));
			case 'u' -> setItems(stack.popMark());
			default -> {
				return false;
			}
		}
		return true;
	}

	@SuppressWarnings("unchecked")
	private void append(final List<Object> items) throws PickleException {
		if (stack.top() instanceof PickledObject) {
			// NB: what a list of a class that means nothing holds means nothing.
			return;
		}
		if (!(stack.top() instanceof ArrayList)) {
			throw new PickleException("it adds to what is no list");
		}
		((List<Object>) stack.top()).addAll(items);
	}

	@SuppressWarnings("unchecked")
	private void setItems(final List<Object> items) throws PickleException {
		final Object target = stack.top();
		if (!(target instanceof Map || target instanceof PickledObject) || items
			.size() % 2 != 0)
		{
			throw new PickleException("it sets items of what is no dictionary");
		}
		final Map<Object, Object> map = target instanceof PickledObject object
			? object.items() : (Map<Object, Object>) target;
		for (int i = 0; i < items.size(); i += 2) {
			final Object key = items.get(i);
			if (key instanceof List || key instanceof Map || key instanceof byte[]) {
				throw new PickleException("the key of a dictionary must be a text, a " +
					"number, a tuple or a name");
			}
			map.put(key, items.get(i + 1));
		}
	}

	private boolean memo(final int op) throws PickleException {
		switch (op) {
			case 'q' -> stack.remember(in.unsignedByte());
			case 'r' -> stack.remember(in.unsignedInt());
			case 0x94 -> stack.rememberNext();
			case 'h' -> stack.recall(in.unsignedByte());
			case 'j' -> stack.recall(in.unsignedInt());
			default -> {
				return false;
			}
		}
		return true;
	}

	private boolean object(final int op) throws PickleException {
		switch (op) {
			case 'c' -> {
				final String module = in.line();
				stack.push(global(module, in.line()));
			}
			case 0x93 -> {
				final List<Object> names = stack.pop(2);
				stack.push(global(names.get(0), names.get(1)));
			}
			case 'R', 0x81 -> {
				final List<Object> call = stack.pop(2);
				stack.push(call(call.get(0), call.get(1)));
			}
			case 'b' -> build(stack.pop());
			case 'Q' -> stack.push(globals.persistent(stack.pop()));
			default -> {
				return false;
			}
		}
		return true;
	}

	private Global global(final Object module, final Object name)
		throws PickleException
	{
		if (!(module instanceof String && name instanceof String)) {
			throw new PickleException("a name must be a text");
		}
		final Global global = new Global((String) module, (String) name);
		globals.require(global);
		return global;
	}

	private Object call(final Object callee, final Object arguments)
		throws PickleException
	{
		if (!(callee instanceof Global && arguments instanceof PickleTuple)) {
			throw new PickleException("it calls what is no function or class, or " +
				"without a tuple of arguments");
		}
		return globals.call((Global) callee, ((PickleTuple) arguments).items());
	}

	private void build(final Object state) throws PickleException {
		if (stack.top() instanceof PickledObject object) {
			object.setState(state);
		}
		// NB: an OrderedDict's attributes, PyTorch's _metadata, are of no use.
		else if (!(stack.top() instanceof Map)) {
			throw new PickleException("it gives attributes to what has none");
		}
	}

	private static Map<Integer, String> refused() {
		final Map<Integer, String> names = new HashMap<>(Map.of((int) 'i', "INST",
			(int) 'o', "OBJ", 0x92, "NEWOBJ_EX", 0x82, "EXT1", 0x83, "EXT2", 0x84,
			"EXT4", (int) 'P', "PERSID", 0x96, "BYTEARRAY8", 0x97, "NEXT_BUFFER"));
		names.put(0x98, "READONLY_BUFFER");
		names.put((int) 'S', "STRING");
		names.put((int) 'V', "UNICODE");
		names.put((int) 'F', "FLOAT");
		names.put((int) 'p', "PUT");
		names.put((int) 'g', "GET");
		return Collections.unmodifiableMap(names);
	}
}
