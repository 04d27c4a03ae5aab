#!/usr/bin/env bash
# onnxruntime 1.30.0 (CPU provider on x86-64, all optimizations) with onnx 1.23.1, both for Python.
# One would guess: a convolution in a branch of If is put into the blocked layout (NCHWc) like any other one whose kernel
# is constant; a branch may use constants of the graph around it.
# Seen: only where the kernel is an initializer of the branch itself. With the same initializer in the graph around it the
# convolution stays as it is, without a word: of single channels (depthwise) it took five times as long.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv venv >/dev/null
venv/bin/pip install -q onnxruntime==1.30.0 onnx==1.23.1 2>/dev/null
cat > probe.py <<'PYTHON'
import onnx
import onnxruntime
from onnx import TensorProto, helper

onnxruntime.set_default_logger_severity(4)
CHANNELS = 64
KERNEL = helper.make_tensor("kernel", TensorProto.FLOAT, [CHANNELS, 1, 3, 3], [0.25] * (9 * CHANNELS))
SHAPE = [1, CHANNELS, 8, 8]


def value(name, kind=TensorProto.FLOAT, shape=SHAPE):
    return helper.make_tensor_value_info(name, kind, shape)


def convolution(result):
    return helper.make_node("Conv", ["x", "kernel"], [result], group=CHANNELS, pads=[1, 1, 1, 1])


def laid_out(nodes, outside):
    """Whether each convolution of the optimized model is in the blocked layout; also those in branches."""
    graph = helper.make_graph(
        nodes, "probe", [value("x"), value("large", TensorProto.BOOL, [])], [value("y")], outside
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = "optimized.onnx"
    onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    found, graphs = [], [onnx.load("optimized.onnx").graph]
    while graphs:
        for node in graphs.pop().node:
            graphs += [a.g for a in node.attribute if a.HasField("g")]
            if node.op_type == "Conv":
                found.append(node.domain == "com.microsoft.nchwc")
    return found


def branches(inside):
    yes = helper.make_graph([convolution("filtered")], "yes", [], [value("filtered")], inside)
    no = helper.make_graph([helper.make_node("Identity", ["x"], ["same"])], "no", [], [value("same")])
    return [helper.make_node("If", ["large"], ["y"], then_branch=yes, else_branch=no)]


print("no branch:", laid_out([convolution("y")], [KERNEL]))
print("in a branch, kernel in the branch:", laid_out(branches([KERNEL]), []))
print("in a branch, kernel in the graph:", laid_out(branches([]), [KERNEL]))
PYTHON
venv/bin/python -W ignore probe.py | tee seen
diff seen - <<'SEEN'
no branch: [True]
in a branch, kernel in the branch: [True]
in a branch, kernel in the graph: [False]
SEEN
