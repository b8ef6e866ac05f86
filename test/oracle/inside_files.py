"""Model files of every form that Keras saves, and what Keras says of them.

    python inside_files.py make OUT     files, and OUT/files.json: for each file what loads it and the weights of its layers
    python inside_files.py settings OUT one setting changed at a time, and OUT/settings.json: which Keras still loads it
    python inside_files.py edits OUT    some of these files with one word of their config changed, and OUT/edits.json: the same

A file's weights are given as one .npy for each layer that has any: FILE.weights/LAYER/0.npy …, layers of models inside
by their own names.
"""

import importlib
import json
import os
import shutil
import sys
import zipfile
from pathlib import Path

import oracle  # noqa: F401  (quiets TensorFlow)

# What Keras prints its summaries with asks for the terminal's width.
os.environ["COLUMNS"] = "92"

import h5py
import numpy as np


def leaves(model):
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from leaves(layer)
        else:
            yield layer


def weights_of(model):
    return {layer.name: layer.get_weights() for layer in leaves(model) if layer.get_weights()}


def load(name, path):
    # Keras tells the format by the ending alone.
    return importlib.import_module(name).models.load_model(str(path), compile=False)


def base(keras, name="base", inner="block"):
    layers = keras.layers
    picture = layers.Input((20, 20, 3))
    x = layers.Conv2D(4, 3, activation="relu", padding="same", name=f"{inner}1_conv1")(picture)
    x = layers.MaxPooling2D(2, name=f"{inner}1_pool")(x)
    x = layers.Conv2D(6, 3, activation="relu", padding="same", name=f"{inner}2_conv1")(x)
    x = layers.MaxPooling2D(2, name=f"{inner}2_pool")(x)
    return keras.Model(picture, x, name=name)


def head(layers):
    return [
        layers.Flatten(name="flatten"),
        layers.Dense(8, activation="relu", name="dense"),
        layers.Dropout(0.5, name="dropout"),
        layers.Dense(1, activation="sigmoid", name="out"),
    ]


def book(keras):
    """The small convnet of 5.2, narrower."""
    layers = keras.layers
    model = keras.Sequential(name="book")
    model.add(keras.Input((60, 60, 3)))
    for index, filters in enumerate([4, 6, 8]):
        model.add(layers.Conv2D(filters, 3, activation="relu", name=f"conv{index}"))
        model.add(layers.MaxPooling2D(2, name=f"pool{index}"))
    for layer in head(layers):
        model.add(layer)
    return model


def nested(keras):
    model = keras.Sequential([base(keras), *head(keras.layers)], name="nested")
    model.build((None, 20, 20, 3))
    return model


def nested_functional(keras):
    layers = keras.layers
    picture = layers.Input((20, 20, 3), name="picture")
    x = layers.Rescaling(1 / 255, name="scale")(picture)
    x = base(keras)(x)
    for layer in head(layers):
        x = layer(x)
    return keras.Model(picture, x, name="nested_functional")


def two_deep(keras):
    inner = keras.Sequential([base(keras, "inner"), keras.layers.Activation("relu", name="again")], name="middle")
    inner.build((None, 20, 20, 3))
    model = keras.Sequential([inner, *head(keras.layers)], name="two_deep")
    model.build((None, 20, 20, 3))
    return model


def frozen(keras):
    model = nested(keras)
    model.get_layer("base").trainable = False
    return model


def partly_frozen(keras):
    model = nested(keras)
    for layer in model.get_layer("base").layers:
        layer.trainable = layer.name.startswith("block2")
    return model


MODELS = [book, nested, nested_functional, two_deep, frozen, partly_frozen]


def as_old_list(path: Path, out: Path):
    """The same file as Keras 2.0 wrote it: a Sequential's config is the list of its layers, and the list begins with a layer."""
    out.write_bytes(path.read_bytes())
    with h5py.File(out, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        first, *rest = config["config"]["layers"]
        rest[0]["config"]["batch_input_shape"] = first["config"]["batch_input_shape"]
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": rest})


def save_weights(model, folder: Path):
    for name, weights in weights_of(model).items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for index, weight in enumerate(weights):
            np.save(folder / name / f"{index}.npy", weight)


def make(out: Path):
    files = []
    for name in ("keras", "tf_keras"):
        keras = importlib.import_module(name)
        for build in MODELS:
            model = build(keras)
            model.compile("rmsprop", "binary_crossentropy")
            shape = (2, *model.input_shape[1:])
            pixels = np.random.default_rng(1).uniform(0, 1, shape).astype("float32")
            model.train_on_batch(pixels, np.float32([[0], [1]]))
            compiled = []
            model.summary(line_length=88, print_fn=lambda line, **_: compiled.append(line))
            for ending in ("h5", "keras"):
                file = out / f"{name}-{build.__name__}.{ending}"
                model.save(str(file))
                files.append({"file": file.name, "keras": name, "compiled": "\n".join(compiled)})
    as_old_list(out / "tf_keras-book.h5", out / "keras2-book.h5")
    files.append({"file": "keras2-book.h5", "keras": "tf_keras", "compiled": ""})
    for entry in files:
        # As it loads again: that is what is compared.
        model = load(entry["keras"], out / entry["file"])
        save_weights(model, out / f"{entry['file']}.weights")
        entry["name"] = model.name
        lines = []
        model.summary(line_length=88, print_fn=lambda line, **_: lines.append(line))
        entry["summary"] = "\n".join(lines)
    keras = importlib.import_module("keras")
    lambda_model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Lambda(lambda x: x / 255, name="scale")])
    lambda_model.save(str(out / "lambda.h5"))
    lambda_model.save(str(out / "lambda.keras"))
    unknown = keras.Sequential([keras.Input((8, 8)), keras.layers.LSTM(3, name="memory")])
    unknown.save(str(out / "unknown.h5"))
    (out / "files.json").write_text(json.dumps(files))


SETTINGS = [
    ("Conv2D", "mystery", 1),
    ("Conv2D", "padding", "vald"),
    ("Conv2D", "padding", "VALID"),
    ("Conv2D", "activation", "rely"),
    ("Conv2D", "activation", "gelu"),
    ("Conv2D", "strides", [0, 1]),
    ("Conv2D", "kernel_size", [3, 3, 3]),
    ("Conv2D", "filters", 0),
    ("Conv2D", "data_format", "sideways"),
    ("Conv2D", "trainable", "x"),
    ("Conv2D", "use_bias", True),
    ("MaxPooling2D", "mystery", 1),
    ("MaxPooling2D", "pool_size", [0, 2]),
    ("MaxPooling2D", "pool_size", 2),
    ("MaxPooling2D", "padding", "vald"),
    ("Dense", "mystery", None),
    ("Dense", "units", 0),
    ("Dense", "lora_rank", None),
    ("Dense", "implementation", 2),
    ("Dropout", "mystery", 1),
    ("Dropout", "rate", 2),
    ("Dropout", "rate", 0.25),
    ("Flatten", "mystery", 1),
    ("Flatten", "data_format", "sideways"),
    ("Activation", "activation", "rely"),
    ("Activation", "mystery", 1),
    ("Rescaling", "mystery", 1),
    ("Rescaling", "offset", 1),
    ("InputLayer", "ragged", False),
]


def named(name, **config):
    return {"class_name": name, "config": config}


def in_keras(module, name, **config):
    return {"module": module, "registered_name": None, **named(name, **config)}


# What a setting names: by name alone, as Keras 2 and as Keras 3 write it, known and not, fitting and not.
INITIALIZERS = [
    *[None, 3, True, [], {}, "mystery", "glorotuniform", "GlorotUniform", "zeros", "one", "normal", "constant"],
    *["identity", "orthogonal", "IdentityInitializer", "HeUniformV2", "STFT", "Initializer", "Dense", "L2"],
    named("GlorotUniform", seed=None),
    named("GlorotUniform", seed=3, mystery=1),
    named("GlorotUniform", seed="x"),
    named("GlorotUniform", seed=None, dtype="float32"),
    {"class_name": "GlorotUniform"},
    {"class_name": "GlorotUniform", "config": 3},
    named("Mystery"),
    named("Constant", value=0.5),
    named("Constant", value="x"),
    named("RandomNormal", mean=0, stddev=-1),
    named("RandomNormal", mean=0, stddev="x"),
    named("RandomUniform", minval=None),
    named("Orthogonal", gain="x"),
    named("VarianceScaling", scale=2, mode="fan_in", distribution="Normal", seed=1),
    named("VarianceScaling", scale=0),
    named("VarianceScaling", mode="FAN_IN"),
    named("VarianceScaling", distribution="mystery"),
    in_keras("keras.initializers", "GlorotUniform", seed=None),
    in_keras("keras.initializers", "HeNormal", seed=None, input_axes=None, output_axes=None),
    in_keras("keras.initializers", "HeNormal", input_axes=[0], output_axes=[1]),
    in_keras("keras.initializers", "HeNormal", input_axes="x"),
    named("HeNormal", seed=in_keras("keras.random", "SeedGenerator", seed=3)),
    named("HeNormal", seed=named("SeedGenerator", seed=3)),
    in_keras("mystery", "GlorotUniform", seed=None),
    in_keras("keras.initializers", "Mystery"),
    in_keras("keras.layers", "Dense", units=3),
    in_keras("builtins", "function"),
]
REGULARIZERS = [
    *[None, 3, "l2", "L1L2", "l1_l2", "l1l2", "l3", "zeros", "orthogonal_regularizer", "Regularizer"],
    named("L2", l2=0.01),
    named("L2", l2=None),
    named("L2", l2="0.1"),
    named("L2", l1=0.1),
    named("OrthogonalRegularizer", factor=0.01, mode="rows"),
    named("OrthogonalRegularizer", factor=0.01, mode="mystery"),
    in_keras("keras.regularizers", "L1L2", l1=0.1, l2=None),
    in_keras("keras.regularizers", "Mystery"),
]
CONSTRAINTS = [
    *[None, 3, "max_norm", "maxnorm", "minmaxnorm", "NonNeg", "radial_constraint", "mystery", "l2"],
    named("MaxNorm", max_value="x", axis=7),
    named("MaxNorm", mystery=1),
    named("NonNeg", a=1),
    in_keras("keras.constraints", "UnitNorm", axis=0),
    in_keras("keras.constraints", "Mystery"),
]
SETTINGS += [
    *[("Dense", "kernel_initializer", value) for value in INITIALIZERS],
    *[("Dense", "bias_initializer", value) for value in ("mystery", "zeros", "identity", "orthogonal")],
    *[("Conv2D", "kernel_initializer", value) for value in ("mystery", "zeros", "identity", "orthogonal")],
    *[("Dense", "kernel_regularizer", value) for value in REGULARIZERS],
    *[("Conv2D", "activity_regularizer", value) for value in ("mystery", "l2", "orthogonal_regularizer")],
    *[("Flatten", "activity_regularizer", value) for value in ("mystery", "l2")],
    *[("Conv2D", "bias_constraint", value) for value in CONSTRAINTS],
]


def settings(out: Path):
    """The same model with one setting changed at a time, and which Keras still loads it."""
    answers = []
    for name in ("keras", "tf_keras"):
        keras = importlib.import_module(name)
        layers = keras.layers
        model = keras.Sequential(
            [
                keras.Input((8, 8, 3)),
                layers.Rescaling(1 / 255, name="scale"),
                layers.Conv2D(4, 3, name="look"),
                layers.Activation("relu", name="bend"),
                layers.MaxPooling2D(name="pool"),
                layers.Dropout(0.5, name="drop"),
                layers.Flatten(name="flat"),
                layers.Dense(1, activation="sigmoid", name="say"),
            ]
        )
        whole = out / f"whole-{name}.h5"
        model.save(str(whole))
        for index, (kind, key, value) in enumerate(SETTINGS):
            file = out / f"setting-{name}-{index}.h5"
            shutil.copy(whole, file)
            with h5py.File(file, "r+") as changed:
                config = json.loads(changed.attrs["model_config"])
                for layer in config["config"]["layers"]:
                    if layer["class_name"] == kind:
                        layer["config"][key] = value
                changed.attrs["model_config"] = json.dumps(config)
            try:
                load(name, file)
                loads = True
            except Exception:
                loads = False
            answers.append({"file": file.name, "index": index, "kind": kind, "key": key, "loads": loads})
    (out / "settings.json").write_text(json.dumps(answers))


EDITED = [
    "keras-nested_functional.keras",
    "keras-nested_functional.h5",
    "tf_keras-nested_functional.h5",
    "keras-book.keras",
    # Its inner layers have modules, which tf_keras does not look at.
    "tf_keras-nested.h5",
]
# What stands in a config once, and what is put there: how layers refer to each other, where classes are, what is computed in.
EDITS = [
    ('"__keras_tensor__"', '"__kyras_tensor__"'),
    ('"kwargs": {}', '"kwxrgs": {}'),
    ('"config": {"shape": ', '"config": {"shbpe": '),
    ('"dtype": "float32", "keras_history"', '"dtype": "fload32", "keras_history"'),
    ('"dtype": "float32", "keras_history"', '"dtype": "float16", "keras_history"'),
    ('"dtype": "float32", "keras_history"', '"dtypf": "float32", "keras_history"'),
    ('"keras_history": ["picture"', '"keras_history": ["pictare"'),
    ('"keras_history"', '"keras_histori"'),
    ('"keras_history": ["picture", 0, 0]', '"keras_history": ["picture", 5, 0]'),
    ('"keras_history": ["scale", 0, 0]', '"keras_history": ["scale", 5, 0]'),
    ('[["picture", 0, 0, {}]]', '[["picture", 5, 0, {}]]'),
    ('[["picture", 0, 0, {}]]', '[["picture", 0, 5, {}]]'),
    ('"input_layers": ["picture", 0, 0]', '"input_layers": ["picture", 5, 0]'),
    ('"input_layers": [["picture", 0, 0]]', '"input_layers": [["picture", 5, 0]]'),
    ('"input_layers": [["picture", 0, 0]]', '"input_layers": [["picture", 0, 5]]'),
    ('"inbound_nodes": []', '"inbound_node3": []'),
    ('"name": "scale", "inbound_nodes"', '"nbme": "scale", "inbound_nodes"'),
    ('"input_layers"', '"in0ut_layers"'),
    ('"input_layers": ["picture"', '"input_layers": ["pictare"'),
    ('"input_layers": [["picture"', '"input_layers": [["pictare"'),
    ('"output_layers"', '"outxut_layers"'),
    ('"module": "keras.layers", "class_name": "Conv2D"', '"module": "keras.lazers", "class_name": "Conv2D"'),
    ('"module": "keras.layers", "class_name": "Conv2D"', '"module": "kerbs.layers", "class_name": "Conv2D"'),
    ('"module": "keras.layers", "class_name": "Dense"', '"module": "keras", "class_name": "Dense"'),
    ('"module": "keras.layers", "class_name": "Dense"', '"module": null, "class_name": "Dense"'),
    ('"module": "keras.src.models.functional"', '"module": "keras.src.mbdels.functional"'),
    ('"module": "keras.src.engine.functional"', '"module": "keras.src.engune.functional"'),
    ('{"module": "keras", "class_name": "Sequential"', '{"m6dule": "keras", "class_name": "Sequential"'),
    ('{"module": "keras", "class_name": "Sequential"', '{"module": "kerbs", "class_name": "Sequential"'),
    ('"registered_name": null', '"registered_nama": null'),
    ('"class_name": "DTypePolicy"', '"class_name": "DTypePolicx"'),
    ('"class_name": "DTypePolicy", "config": {"name": "float32"}', '"class_name": "DTypePolicy", "confin": {"name": "float32"}'),
    ('"class_name": "DTypePolicy", "config": {"name": "float32"}', '"class_name": "DTypePolicy", "config": {"name": "float31"}'),
    ('"class_name": "DTypePolicy", "config": {"name": "float32"}', '"class_name": "DTypePolicy", "config": {"name": null}'),
    ('"class_name": "DTypePolicy", "config": {"name": "float32"}', '"class_name": "DTypePolicy", "config": {"nape": "float32"}'),
    ('"dtype": "float32", "filters"', '"dtype": "float31", "filters"'),
]
# A layer's name, wherever it stands; each Keras refuses others.
NAMES = ["de nse", "de/nse", "}de/nse", "밀집", "밀/집"]


def replaced(text: str, old: str, new: str):
    """With the last of a word replaced, which is a layer's and not the model's, or all of a name; None where there is none."""
    if old == '"dense"':
        return text.replace(old, new)
    before, found, after = text.rpartition(old)
    return before + new + after if found else None


def edits(out: Path):
    answers = []
    changes = [*EDITS, *(('"dense"', json.dumps(name, ensure_ascii=False)) for name in NAMES)]
    for source in EDITED:
        name = source.split("-")[0]
        for index, (old, new) in enumerate(changes):
            file = out / f"edit-{index}-{source}"
            if source.endswith("h5"):
                shutil.copy(out / source, file)
                with h5py.File(file, "r+") as changed:
                    text = replaced(changed.attrs["model_config"], old, new)
                    if text is not None:
                        changed.attrs["model_config"] = text
            else:
                with zipfile.ZipFile(out / source) as whole, zipfile.ZipFile(file, "w") as changed:
                    text = replaced(whole.read("config.json").decode(), old, new)
                    for member in whole.namelist():
                        changed.writestr(member, text or "" if member == "config.json" else whole.read(member))
            if text is None:
                file.unlink()
                continue
            try:
                load(name, file)
                says = None
            except Exception as error:
                says = f"{type(error).__name__}: {str(error)[-200:]}"
            answers.append({"file": file.name, "edit": [old, new], "isName": old == '"dense"', "says": says})
    (out / "edits.json").write_text(json.dumps(answers))


if __name__ == "__main__":
    action, target = sys.argv[1], Path(sys.argv[2])
    {"make": make, "settings": settings, "edits": edits}[action](target)
