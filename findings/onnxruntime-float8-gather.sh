#!/usr/bin/env bash
# onnxruntime 1.30.0 (CPU provider, opset 21) with onnx 1.23.1, both for Python.
# One would guess: what moves numbers without reading them, such as Gather, takes 8-bit floats as Cast does.
# Seen: Cast from FLOAT8E4M3FN runs, Gather of the same initializer is refused when the model is loaded. An embedding
# table in fp8, as checkpoints have it, has to be cast whole, or gathered as bytes.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv venv >/dev/null
venv/bin/pip install -q onnxruntime==1.30.0 onnx==1.23.1 2>/dev/null
cat > probe.py <<'PYTHON'
import numpy as np
import onnxruntime
from onnx import TensorProto, helper

onnxruntime.set_default_logger_severity(4)
table = helper.make_tensor("table", TensorProto.FLOAT8E4M3FN, [4, 2], bytes(range(0x30, 0x38)), raw=True)


def run(name, *nodes):
    graph = helper.make_graph(
        list(nodes),
        "probe",
        [helper.make_tensor_value_info("rows", TensorProto.INT64, [1])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, None)],
        [table],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        print(name, session.run(None, {"rows": np.array([2])})[0].ravel().tolist())
    except Exception as e:
        print(name, "is refused:", type(e).__name__)


def cast(source, target):
    return helper.make_node("Cast", [source], [target], to=TensorProto.FLOAT)


def gather(source, target):
    return helper.make_node("Gather", [source, "rows"], [target])


run("Cast, then Gather:", cast("table", "floats"), gather("floats", "out"))
run("Gather, then Cast:", gather("table", "row"), cast("row", "out"))
PYTHON
venv/bin/python -W ignore probe.py | tee seen
diff seen - <<'SEEN'
Cast, then Gather: [0.75, 0.8125]
Gather, then Cast: is refused: InvalidGraph
SEEN
