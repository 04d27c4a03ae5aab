#!/usr/bin/env bash
# onnxruntime 1.30.0 (CPU provider) with onnx 1.23.1, both for Python.
# One would guess: a weight that is replaced in memory needs no file any more, by whichever of the two calls it is replaced.
# Seen: with add_initializer a model whose external file is not there is refused when it is loaded, though not one byte of the file
# would be read; with add_external_initializers the same model runs.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv venv >/dev/null
venv/bin/pip install -q onnxruntime==1.30.0 onnx==1.23.1 2>/dev/null
cat > probe.py <<'PYTHON'
import numpy as np
import onnxruntime
from onnx import TensorProto, helper

onnxruntime.set_default_logger_severity(4)


def model(file):
    weight = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[2, 2], data_location=TensorProto.EXTERNAL)
    for key, value in ("location", file), ("offset", "0"), ("length", "16"):
        entry = weight.external_data.add()
        entry.key, entry.value = key, value
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 2]) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("MatMul", ["x", "w"], ["y"])], "probe", ends[:1], ends[1:], [weight])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    with open("model.onnx", "wb") as out:
        out.write(made.SerializeToString())


def run(file, call, replace):
    model(file)
    value = onnxruntime.OrtValue.ortvalue_from_numpy(np.array([[1, 2], [3, 4]], np.float32))
    options = onnxruntime.SessionOptions()
    replace(options, value)
    try:
        session = onnxruntime.InferenceSession("model.onnx", options, providers=["CPUExecutionProvider"])
        print(file, call, session.run(None, {"x": np.ones((1, 2), np.float32)})[0].ravel().tolist())
    except Exception as e:
        print(file, call, "is refused:", type(e).__name__)


np.zeros(4, np.float32).tofile("there.bin")
for file in "there.bin", "missing.bin":
    run(file, "add_initializer", lambda options, value: options.add_initializer("w", value))
    run(file, "add_external_initializers", lambda options, value: options.add_external_initializers(["w"], [value]))
PYTHON
venv/bin/python -W ignore probe.py | tee seen
diff seen - <<'SEEN'
there.bin add_initializer [4.0, 6.0]
there.bin add_external_initializers [4.0, 6.0]
missing.bin add_initializer is refused: Fail
missing.bin add_external_initializers [4.0, 6.0]
SEEN
