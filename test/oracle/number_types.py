"""Model files whose weights are of other types than float32, and what Keras makes of them.

    python number_types.py make OUT    one model, its weights saved anew in every type, and OUT/types.json: for each file
                                       why Keras does not load it, or null
    python number_types.py policies OUT models under every dtype policy, and OUT/policies.json; OUT/pixels.npy, and for each
                                       file what Keras predicts for them, FILE.expected.npy

    python number_types.py bits OUT    files of one data set x, one byte of whose type is changed, and OUT/bits.json: for each
                                       the bytes of what h5py reads, cast to float32, or null where it reads nothing

The weights of a file that loads, cast to float32, are one .npy for each: FILE.weights/LAYER/0.npy …
"""

import importlib
import io
import json
import sys
import zipfile
from pathlib import Path

import oracle  # noqa: F401  (quiets TensorFlow)

import h5py
import numpy as np
from inside_files import load, weights_of

TYPES = ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "i1", "u1", "<i2", ">u2", ">i4", "<u4", "<i8", ">u8", "?"]
# What NumPy casts as well, but nobody saves weights in.
STRANGE = ["g", "c8", "S4"]
ENDINGS = ["h5", "keras"]


def small(keras, policy=None):
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((9, 9, 3)),
            layers.Rescaling(1 / 255, name="scale", dtype=policy),
            layers.Conv2D(8, 3, activation="relu", name="look", dtype=policy),
            layers.MaxPooling2D(2, name="pool", dtype=policy),
            layers.Flatten(name="flat", dtype=policy),
            # More than 64 KB: what is large is read in another way.
            layers.Dense(300, activation="relu", name="dense", dtype=policy),
            layers.Dense(1, activation="sigmoid", name="say", dtype=policy),
        ],
        name="small",
    )


def values(dtype, shape, draw):
    """Numbers all over a type, that float32 has to round where it can."""
    dtype = np.dtype(dtype)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        some = draw.integers(limits.min, limits.max, shape, dtype.newbyteorder("="), endpoint=True)
        special = [limits.min, limits.max, *(2**k + d for k in range(limits.bits - 1) for d in (-1, 1))]
    elif dtype.kind == "f":
        limits = np.finfo(dtype)
        some = draw.normal(0, 1, shape) * 10.0 ** draw.uniform(-12, 6, shape)
        special = [0, -0.0, np.inf, -np.inf, limits.max, limits.tiny, limits.smallest_subnormal, -limits.smallest_subnormal]
        special += [1 + 2.0**-24, 1 + 2.0**-24 + 2.0**-40, 1 + 3 * 2.0**-24, 2.0**-149, 2.0**-150, 2.0**128 - 2.0**103]
    else:
        some, special = draw.integers(0, 2, shape), []
    with np.errstate(over="ignore"):
        all_of = np.array(some).astype(dtype)
        flat = all_of.reshape(-1)
        count = min(len(flat), len(special))
        flat[:count] = np.array(special[:count], dtype=object if dtype.kind in "iu" else "float64").astype(dtype)
    return all_of


def with_values(whole: bytes, dtype) -> bytes:
    """An HDF5 file with its weights, but not what an optimizer left, of another type."""
    draw = np.random.default_rng(5)
    inside = io.BytesIO(whole)
    with h5py.File(inside, "r+") as file:
        found = []
        file.visititems(lambda name, thing: found.append(name) if isinstance(thing, h5py.Dataset) else None)
        for name in found:
            if name.startswith("optimizer"):
                continue
            shape = file[name].shape
            del file[name]
            file.create_dataset(name, data=values(dtype, shape, draw))
    return inside.getvalue()


def resave(source: Path, target: Path, dtype):
    if source.suffix == ".h5":
        target.write_bytes(with_values(source.read_bytes(), dtype))
        return
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, with_values(content, dtype) if name == "model.weights.h5" else content)


def as_loaded(keras: str, file: Path):
    """The model, its weights saved beside the file; or why Keras does not load it."""
    try:
        model = load(keras, file)
    except Exception as error:
        return None, f"{type(error).__name__}: {str(error)[:300]}"
    for name, weights in weights_of(model).items():
        folder = file.parent / f"{file.name}.weights" / name
        folder.mkdir(parents=True, exist_ok=True)
        for index, weight in enumerate(weights):
            np.save(folder / f"{index}.npy", np.asarray(weight).astype("float32"))
    return model, None


def make(out: Path):
    answers = []
    for name in ("keras", "tf_keras"):
        keras = importlib.import_module(name)
        model = small(keras)
        model.compile("rmsprop", "binary_crossentropy")
        model.train_on_batch(np.zeros((2, 9, 9, 3), "float32"), np.float32([[0], [1]]))
        for ending in ENDINGS:
            whole = out / f"{name}-whole.{ending}"
            model.save(str(whole))
            for index, dtype in enumerate([*TYPES, *STRANGE]):
                file = out / f"{name}-{index}.{ending}"
                resave(whole, file, dtype)
                _, reason = as_loaded(name, file)
                answers.append({"file": file.name, "type": dtype, "isStrange": dtype in STRANGE, "says": reason})
    (out / "types.json").write_text(json.dumps(answers))


POLICIES = ["float32", "mixed_float16", "mixed_bfloat16", "float64", "float16", "bfloat16"]


def policies(out: Path):
    answers = []
    pixels = np.random.default_rng(3).integers(0, 256, (16, 9, 9, 3)).astype("float32")
    np.save(out / "pixels.npy", pixels)
    for name in ("keras", "tf_keras"):
        keras = importlib.import_module(name)
        for policy in POLICIES:
            for ending in ENDINGS:
                file = out / f"{name}-{policy}.{ending}"
                keras.utils.set_random_seed(4)
                small(keras, policy).save(str(file))
                model, reason = as_loaded(name, file)
                if model is not None:
                    np.save(f"{file}.expected.npy", np.asarray(model.predict(pixels, verbose=0)).astype("float32"))
                answers.append({"file": file.name, "policy": policy, "says": reason})
        # Weights of another type than the policy's are rounded to it.
        for ending in ENDINGS:
            file = out / f"{name}-rounded.{ending}"
            resave(out / f"{name}-float16.{ending}", file, "<f4")
            _, reason = as_loaded(name, file)
            answers.append({"file": file.name, "policy": "rounded", "says": reason})
    (out / "policies.json").write_text(json.dumps(answers))


# Of a float's type message: its bit fields, offset, precision, exponent, mantissa and the exponent's bias. Bits, of which HDF5
# says nothing more, have the first six.
TYPE_BYTES = [1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]
BITS = 0x14


def answer_of(changed: bytes, file: Path, change):
    file.write_bytes(changed)
    try:
        with h5py.File(file) as opened, np.errstate(all="ignore"):
            read = np.asarray(opened["x"]).astype("float32").tobytes().hex()
    except Exception:
        read = None
    return {"file": file.name, "change": change, "read": read}


def bits(out: Path):
    answers = []
    draw = np.random.default_rng(8)
    for dtype in ("<f2", "<f4", "<f8"):
        size = np.dtype(dtype).itemsize
        whole = io.BytesIO()
        with h5py.File(whole, "w") as file:
            file["x"] = (draw.normal(0, 1, 50) * 10.0 ** draw.uniform(-6, 4, 50)).astype(dtype)
        # Class and version, bit fields, size, offset, precision.
        message = bytes([0x11, 0x20, size * 8 - 1, 0, size, 0, 0, 0, 0, 0, size * 8, 0])
        start = whole.getvalue().index(message)
        for index in range(120):
            changed = bytearray(whole.getvalue())
            at = start + TYPE_BYTES[index % len(TYPE_BYTES)]
            changed[at] = int(draw.choice([changed[at] ^ (1 << draw.integers(8)), draw.integers(64)]))
            answers.append(answer_of(changed, out / f"floats{dtype[1:]}-{index}.h5", [dtype, at - start, changed[at]]))
        for index in range(48):
            changed = bytearray(whole.getvalue())
            changed[start] = BITS
            at = start + TYPE_BYTES[index % 6]
            changed[at] ^= 1 << int(index // 6)
            answers.append(answer_of(changed, out / f"bits{dtype[1:]}-{index}.h5", ["bits", at - start, changed[at]]))
    (out / "bits.json").write_text(json.dumps(answers))


if __name__ == "__main__":
    action, target = sys.argv[1], Path(sys.argv[2])
    {"make": make, "policies": policies, "bits": bits}[action](target)
