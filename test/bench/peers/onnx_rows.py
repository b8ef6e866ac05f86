"""VGG16's base in ONNX Runtime and in OpenVINO, from the same weights.    python onnx_rows.py onnxruntime|openvino FOLDER"""

import importlib.metadata
import sys
from pathlib import Path

import h5py
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from serve import caffe_input, serve

CONVOLUTIONS = [2, 2, 3, 3, 3]


def vgg16(weights: h5py.File, batch: int) -> bytes:
    """The network as an ONNX model, channels first, from a file of Keras's weights."""
    nodes, constants, last = [], [], "input"
    for block, count in enumerate(CONVOLUTIONS, start=1):
        for number in range(1, count + 1):
            name = f"block{block}_conv{number}"
            kernel, bias = (weights[name][path][()] for path in weights[name].attrs["weight_names"])
            kernel = np.ascontiguousarray(kernel.transpose(3, 2, 0, 1))
            constants.append(numpy_helper.from_array(kernel, f"{name}/kernel"))
            constants.append(numpy_helper.from_array(bias, f"{name}/bias"))
            taken = [last, f"{name}/kernel", f"{name}/bias"]
            nodes.append(helper.make_node("Conv", taken, [f"{name}/linear"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]))
            nodes.append(helper.make_node("Relu", [f"{name}/linear"], [name]))
            last = name
        pool = f"block{block}_pool"
        nodes.append(helper.make_node("MaxPool", [last], [pool], kernel_shape=[2, 2], strides=[2, 2]))
        last = pool
    graph = helper.make_graph(
        nodes,
        "vgg16",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [batch, 3, 150, 150])],
        [helper.make_tensor_value_info(last, TensorProto.FLOAT, [batch, 512, 4, 4])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    return model.SerializeToString()


def onnxruntime_session(model: bytes, batch: np.ndarray):
    import onnxruntime

    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"input": batch})[0]


def openvino_session(model: bytes, batch: np.ndarray):
    import openvino

    # OpenVINO computes in bfloat16 by itself where the processor has it; this row is about float32.
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    compiled = openvino.Core().compile_model(openvino.Core().read_model(model), "CPU", settings)
    return lambda: compiled(batch)[0]


SESSIONS = {"onnxruntime": onnxruntime_session, "openvino": openvino_session}

if __name__ == "__main__":
    peer, folder = sys.argv[1], Path(sys.argv[2])
    batch = np.ascontiguousarray(caffe_input(folder).transpose(0, 3, 1, 2))
    with h5py.File(folder / "vgg16.h5") as weights:
        model = vgg16(weights, len(batch))
    once = SESSIONS[peer](model, batch)
    serve(once, {peer: importlib.metadata.version(peer)})
