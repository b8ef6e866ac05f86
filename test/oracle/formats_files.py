"""Files of Keras and NumPy for the tests of main/formats, and what Keras makes of files written there.

    python formats_files.py make FOLDER     writes model files of Keras 3 and tf_keras, odd ones, and hostile ones
    python formats_files.py npy FILE...     prints dtype, shape, sum and order of .npy files as JSON
    python formats_files.py load FOLDER     every FOLDER/*.h5 in Keras 3 and tf_keras: predictions of FOLDER/pixels.npy to
                                            NAME.keras.npy and NAME.tf_keras.npy; prints layers and their trainable flags
    python formats_files.py log FILE        rows as JSON; prints what CSVLogger writes of them
"""

import importlib
import json
import sys
import tempfile
from pathlib import Path

import oracle  # noqa: F401 (quietens TensorFlow)

import numpy as np


def small_network(keras, sequential):
    """Every layer kind that the formats cover."""
    layers = keras.layers
    chain = [
        layers.Rescaling(1 / 255, offset=-0.5, name="rescaling"),
        layers.Conv2D(4, (3, 2), strides=(2, 1), padding="same", activation="relu", name="conv"),
        layers.Conv2D(5, 3, use_bias=False, name="bare"),
        layers.Activation("relu", name="relu"),
        layers.MaxPooling2D(2, name="pool"),
        layers.Flatten(name="flatten"),
        layers.Dropout(0.5, name="dropout"),
        layers.Dense(6, activation="tanh", name="dense"),
        layers.Dense(3, activation="softmax", name="classes"),
    ]
    if sequential:
        return keras.Sequential([keras.Input((12, 14, 3)), *chain], name="small")
    x = inputs = keras.Input((12, 14, 3), name="input")
    for layer in chain:
        x = layer(x)
    return keras.Model(inputs, x, name="small")


def make(folder: Path):
    import h5py

    pixels = np.random.default_rng(3).integers(0, 256, (5, 12, 14, 3)).astype("float32")
    np.save(folder / "pixels.npy", pixels)
    values = None
    for name in ["keras", "tf_keras"]:
        keras = importlib.import_module(name)
        for form in ["functional", "sequential"]:
            keras.utils.set_random_seed(7)
            model = small_network(keras, form == "sequential")
            if values is None:
                draw = np.random.default_rng(11)
                values = [draw.normal(0, 0.3, weight.shape).astype("float32") for weight in model.get_weights()]
            model.set_weights(values)
            model.save(str(folder / f"{name}-{form}.h5"))
            np.save(folder / f"{name}-{form}.expected.npy", model.predict(pixels, verbose=0))
            if (name, form) == ("tf_keras", "functional"):
                model.save_weights(str(folder / "weights-only.h5"))
    for index, value in enumerate(values):
        np.save(folder / f"weight{index}.npy", value)

    kernel = np.arange(54, dtype="float32").reshape(3, 3, 3, 2)
    with h5py.File(folder / "old-names.h5", "w") as file:
        file.attrs["layer_names"] = [b"block1_conv1", b"block1_pool"]
        group = file.create_group("block1_conv1")
        group.attrs["weight_names"] = [b"block1_conv1_W_1:0", b"block1_conv1_b_1:0"]
        group["block1_conv1_W_1:0"] = kernel
        group["block1_conv1_b_1:0"] = np.float32([1, 2])
        file.create_group("block1_pool").attrs["weight_names"] = []
    with h5py.File(folder / "cut-names.h5", "w") as file:
        file.attrs["layer_names0"] = [b"a"]
        file.attrs["layer_names1"] = [b"bc"]
        for name in ["a", "bc"]:
            group = file.create_group(name)
            group.attrs["weight_names"] = [f"{name}/kernel:0".encode()]
            group[f"{name}/kernel:0"] = np.float32([[1]])
    hostile(folder)


def hostile(folder: Path):
    import h5py

    def weights(name):
        file = h5py.File(folder / f"hostile-{name}.h5", "w")
        file.attrs["layer_names"] = [b"dense"]
        return file

    with weights("link") as file:
        file["dense"] = h5py.ExternalLink(str(folder / "old-names.h5"), "/block1_conv1")
    with weights("link-below") as file:
        file.create_group("dense").attrs["weight_names"] = [b"out/block1_conv1_W_1:0"]
        file["dense"]["out"] = h5py.ExternalLink(str(folder / "old-names.h5"), "/block1_conv1")
    with weights("external-data") as file:
        group = file.create_group("dense")
        group.attrs["weight_names"] = [b"kernel:0"]
        (folder / "secret").write_bytes(bytes(64))
        group.create_dataset("kernel:0", (16,), "f4", external=[(str(folder / "secret"), 0, 64)])
    with weights("device") as file:
        group = file.create_group("dense")
        group.attrs["weight_names"] = [b"kernel:0"]
        group.create_dataset("kernel:0", (16,), "f4", external=[("/dev/stdin", 0, 64)])
    with weights("huge") as file:
        group = file.create_group("dense")
        group.attrs["weight_names"] = [b"kernel:0"]
        group.create_dataset("kernel:0", (1_000_000, 1_000_000), "f4", chunks=(1000, 1000))
    with weights("many-names") as file:
        group = file.create_group("dense")
        for part in range(3):
            group.attrs[f"weight_names{part}"] = np.array([b"k"] * 2000)
    with weights("long-names") as file:
        # A thousand texts, each of which might be as long as the longest of them.
        file.create_group("dense").attrs["weight_names"] = ["x" * 3_000_000] + ["y"] * 999
    with weights("text") as file:
        group = file.create_group("dense")
        group.attrs["weight_names"] = [b"kernel:0"]
        group["kernel:0"] = np.array([b"one", b"two"])
    with weights("no-group"):
        pass
    with h5py.File(folder / "hostile-layer-names.h5", "w") as file:
        file.attrs["layer_names"] = np.arange(3)


def describe(paths):
    arrays = [np.load(path) for path in paths]
    facts = [
        {
            "type": array.dtype.str,
            "shape": array.shape,
            "sum": float(array.sum(dtype="float64")),
            "c": bool(array.flags["C_CONTIGUOUS"]),
        }
        for array in arrays
    ]
    print(json.dumps(facts))


def load(folder: Path):
    pixels = np.load(folder / "pixels.npy")
    facts = {}
    for path in sorted(folder.glob("*.h5")):
        facts[path.stem] = {}
        for name in ["keras", "tf_keras"]:
            model = importlib.import_module(name).models.load_model(str(path), compile=False)
            np.save(folder / f"{path.stem}.{name}.npy", model.predict(pixels, verbose=0))
            facts[path.stem][name] = [[layer.name, type(layer).__name__, layer.trainable] for layer in model.layers]
    print(json.dumps(facts))


def log(file: Path):
    import keras

    rows = json.loads(file.read_text())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        logger = keras.callbacks.CSVLogger(str(path))
        logger.set_model(keras.Sequential())
        logger.on_train_begin()
        for row in rows:
            logger.on_epoch_end(row["epoch"], {key: float(value) for key, value in row.items() if key != "epoch"})
        logger.on_train_end()
        sys.stdout.buffer.write(path.read_bytes())


command, *rest = sys.argv[1:]
if command == "npy":
    describe(rest)
else:
    {"make": make, "load": load, "log": log}[command](Path(rest[0]))
