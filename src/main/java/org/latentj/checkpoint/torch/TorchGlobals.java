
package org.latentj.checkpoint.torch;

import static org.latentj.pickle.PickleException.quote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import org.latentj.checkpoint.DType;
import org.latentj.pickle.Global;
import org.latentj.pickle.Globals;
import org.latentj.pickle.PickleException;
import org.latentj.pickle.PickleTuple;
import org.latentj.pickle.PickledObject;

/**
 * What a file of PyTorch's {@code save} may name: a closed list of storages, of
 * the functions that make tensors of them and of dictionaries. What trainers
 * leave beside the weights is taken as data, of which only the name is known;
 * what it names of Python itself, or of libraries that run what they are told,
 * must be in the list, since such a file may do harm elsewhere.
 */
final class TorchGlobals implements Globals {

	private static final Map<String, DType> STORAGES = Map.ofEntries(Map.entry(
		"FloatStorage", DType.F32), Map.entry("HalfStorage", DType.F16), Map.entry(
			"BFloat16Storage", DType.BF16), Map.entry("DoubleStorage", DType.F64), Map
				.entry("LongStorage", DType.I64), Map.entry("IntStorage", DType.I32),
		Map.entry("ShortStorage", DType.I16), Map.entry("CharStorage", DType.I8),
		Map.entry("ByteStorage", DType.U8), Map.entry("BoolStorage", DType.BOOL),
		Map.entry("ComplexFloatStorage", DType.C64));

	/** Of which each tensor tells its own type. */
	private static final String BYTES = "torch.storage.UntypedStorage";

	private static final Map<String, DType> TYPES = Map.ofEntries(Map.entry(
		"torch.float32", DType.F32), Map.entry("torch.float16", DType.F16), Map
			.entry("torch.bfloat16", DType.BF16), Map.entry("torch.float64",
				DType.F64), Map.entry("torch.int64", DType.I64), Map.entry(
					"torch.int32", DType.I32), Map.entry("torch.int16", DType.I16), Map
						.entry("torch.int8", DType.I8), Map.entry("torch.uint8", DType.U8),
		Map.entry("torch.bool", DType.BOOL), Map.entry("torch.float8_e4m3fn",
			DType.F8_E4M3), Map.entry("torch.float8_e5m2", DType.F8_E5M2));

	private static final Set<String> CONTAINERS = Set.of(
		"collections.OrderedDict", "builtins.set", "__builtin__.set", "torch.Size");

	private static final Set<String> TENSORS = Set.of(
		"torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2",
		"torch._utils._rebuild_tensor_v3", "torch._utils._rebuild_parameter",
		"torch._utils._rebuild_parameter_with_state");

	/** Taken as data, of which nothing is read but a ParameterDict's tensors. */
	private static final Set<String> DATA = Set.of(
		"torch.nn.modules.container.ParameterDict", "torch.nn.parameter.Parameter",
		"torch.device", "numpy.core.multiarray.scalar",
		"numpy._core.multiarray.scalar", "numpy.core.multiarray._reconstruct",
		"numpy._core.multiarray._reconstruct", "numpy.ndarray", "numpy.dtype",
		"_codecs.encode", "copyreg._reconstructor", "copy_reg._reconstructor",
		"builtins.object", "__builtin__.object", "collections.defaultdict",
		"collections.deque", "collections.Counter", "builtins.dict",
		"builtins.list", "argparse.Namespace", "types.SimpleNamespace",
		"pathlib.PosixPath", "pathlib.WindowsPath", "datetime.datetime",
		"datetime.timedelta", "typing.Any", "typing.Dict", "typing.List");

	private final BiFunction<DType, List<Object>, TorchStorage> storages;

	/**
	 * @param storages finds a storage by type and id: word, class, key, place,
	 *          count and so on
	 */
	TorchGlobals(final BiFunction<DType, List<Object>, TorchStorage> storages) {
		this.storages = storages;
	}

	@Override
	public void require(final Global global) throws PickleException {
		final String name = global.fullName();
		if (!CONTAINERS.contains(name) && !TENSORS.contains(name) && !DATA.contains(
			name) && !TYPES.containsKey(name) && !isStorage(global) && PythonModules
				.mayRun(global.module()))
		{
			throw new PickleException("it names " + quote(name) +
				", which a file of tensors has no need of. A file like this can do " +
				"harm in other programs; nothing of it was run");
		}
	}

	private static boolean isStorage(final Global global) {
		return global.fullName().equals(BYTES) || global.module().equals("torch") &&
			STORAGES.containsKey(global.name());
	}

	private static DType dtype(final Global storage) {
		return STORAGES.getOrDefault(storage.name(), DType.U8);
	}

	@Override
	public Object call(final Global callee, final List<Object> arguments)
		throws PickleException
	{
		switch (callee.fullName()) {
			case "collections.OrderedDict":
				return map(arguments);
			case "builtins.set", "__builtin__.set", "torch.Size":
				return arguments.isEmpty() ? new ArrayList<>() : list(arguments.get(0));
			case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2":
				return tensor(arguments, argument(arguments, 0, TorchStorage.class)
					.dtype());
			case "torch._utils._rebuild_tensor_v3":
				return tensor(arguments, dtype(arguments));
			case "torch._utils._rebuild_parameter",
					"torch._utils._rebuild_parameter_with_state":
				return argument(arguments, 0, TorchTensor.class);
			default:
				return new PickledObject(callee, arguments);
		}
	}

	private static Map<Object, Object> map(final List<Object> arguments)
		throws PickleException
	{
		final Map<Object, Object> map = new LinkedHashMap<>();
		if (!arguments.isEmpty()) {
			for (final Object pair : list(arguments.get(0))) {
				final List<Object> keyAndValue = list(pair);
				// NB: keys of other kinds could hold the map itself.
				map.put(argument(keyAndValue, 0, String.class), argument(keyAndValue, 1,
					Object.class));
			}
		}
		return map;
	}

	private static DType dtype(final List<Object> arguments)
		throws PickleException
	{
		final String name = argument(arguments, 6, Global.class).fullName();
		if (!TYPES.containsKey(name)) {
			throw new PickleException("a tensor is of the type " + quote(name) +
				"; valid are " + TYPES.keySet());
		}
		return TYPES.get(name);
	}

	private static TorchTensor tensor(final List<Object> arguments,
		final DType dtype) throws PickleException
	{
		return new TorchTensor(argument(arguments, 0, TorchStorage.class), dtype,
			argument(arguments, 1, Long.class), numbers(argument(arguments, 2,
				Object.class)), numbers(argument(arguments, 3, Object.class)));
	}

	private static long[] numbers(final Object value) throws PickleException {
		final List<Object> items = list(value);
		final long[] numbers = new long[items.size()];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = argument(items, i, Long.class);
		}
		return numbers;
	}

	@SuppressWarnings("unchecked")
	private static List<Object> list(final Object value) throws PickleException {
		if (value instanceof PickleTuple tuple) {
			return tuple.items();
		}
		if (value instanceof List) {
			return (List<Object>) value;
		}
		throw new PickleException("a list or tuple is needed");
	}

	private static <T> T argument(final List<Object> arguments, final int index,
		final Class<T> type) throws PickleException
	{
		if (index >= arguments.size() || !type.isInstance(arguments.get(index))) {
			throw new PickleException("value " + (index + 1) +
				" of a tensor's description is missing or of another kind than " + type
					.getSimpleName().replace("Torch", "").toLowerCase(Locale.ROOT));
		}
		return type.cast(arguments.get(index));
	}

	@Override
	public Object persistent(final Object id) throws PickleException {
		final List<Object> parts = list(id);
		final boolean storage = parts.size() >= 5 && "storage".equals(parts.get(
			0)) && parts.get(1) instanceof Global type && isStorage(type) && parts
				.get(2) instanceof String && parts.get(4) instanceof Long && (parts
					.size() == 5 || parts.get(5) == null);
		if (!storage) {
			throw new PickleException(
				"it points to something outside of it that is no storage of a known type");
		}
		final DType dtype = dtype((Global) parts.get(1));
		final TorchStorage found = storages.apply(dtype, parts);
		found.bytes();
		if (found.dtype() != dtype || found.count() != (Long) parts.get(4)) {
			throw new PickleException("storage " + quote((String) parts.get(2)) +
				" is described twice, each time in another way");
		}
		return found;
	}
}
