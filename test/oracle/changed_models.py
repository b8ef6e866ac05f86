"""Model files to be changed, and what Keras makes of them when they are.

    python changed_models.py make OUT   the files, and for each NAME.values.json: where in it the values of its data sets lie,
                                    [[first byte, bytes], …]
    python changed_models.py load LIST  LIST: a JSON list of ["keras" or "tf_keras", file]; LIST.answer gets a line of JSON for
                                    each: the hashes of its weights by layer, or why it does not load
"""

import hashlib
import importlib
import io
import json
import os
import resource
import signal
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np
from inside_files import book, load, nested, nested_functional, partly_frozen, weights_of

# Seconds of a processor for one file, and seconds in all: HDF5 can be caught in a loop, where Python hears no signal.
EFFORT, PATIENCE = 5, 300
# Bytes of address space: a file can ask for more than there is.
MEMORY = 16 << 30


def wide(keras):
    """Kernels of 72 and 147 KB."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((10, 10, 3)),
            layers.Conv2D(32, 3, activation="relu", name="conv0"),
            layers.Conv2D(64, 3, activation="relu", name="conv1"),
            layers.MaxPooling2D(2, name="pool"),
            layers.Flatten(name="flatten"),
            layers.Dense(64, activation="relu", name="dense"),
            layers.Dense(1, activation="sigmoid", name="out"),
        ],
        name="wide",
    )


FILES = [
    ("keras", nested, "h5"),
    ("tf_keras", book, "h5"),
    ("keras", nested_functional, "keras"),
    ("tf_keras", partly_frozen, "h5"),
    ("tf_keras", wide, "h5"),
    ("keras", wide, "keras"),
]


def values_in(file: h5py.File, start: int):
    places = []

    def note(_, found):
        if isinstance(found, h5py.Dataset) and found.id.get_offset() is not None:
            places.append([start + found.id.get_offset(), found.id.get_storage_size()])

    file.visititems(note)
    return places


def values_of(path: Path):
    if path.suffix == ".h5":
        with h5py.File(path) as file:
            return values_in(file, 0)
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("model.weights.h5")
        whole = path.read_bytes()
        at = member.header_offset
        lengths = [int.from_bytes(whole[at + i : at + i + 2], "little") for i in (26, 28)]
        with h5py.File(io.BytesIO(archive.read(member))) as file:
            return values_in(file, at + 30 + sum(lengths))


def make(out: Path):
    for name, build, ending in FILES:
        keras = importlib.import_module(name)
        keras.utils.set_random_seed(1)  # the same files every time, so that a seed is the same change
        model = build(keras)
        if build is not wide:
            model.compile("rmsprop", "binary_crossentropy")
            pixels = np.random.default_rng(1).uniform(0, 1, (2, *model.input_shape[1:])).astype("float32")
            model.train_on_batch(pixels, np.float32([[0], [1]]))
        file = out / f"{name}-{build.__name__}.{ending}"
        model.save(str(file))
        (out / f"{file.name}.values.json").write_text(json.dumps(values_of(file)))


def answer_all(files: list[tuple[str, str]], answers: Path):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with answers.open("a") as out:
        for keras, file in files:
            signal.setitimer(signal.ITIMER_VIRTUAL, EFFORT)
            signal.alarm(PATIENCE)
            try:
                answer = {
                    name: [hashlib.sha256(np.ascontiguousarray(w).tobytes()).hexdigest() for w in ws]
                    for name, ws in weights_of(load(keras, Path(file))).items()
                }
            except BaseException as error:  # whatever Keras makes of a damaged file
                answer = f"{type(error).__name__}: {str(error)[:400]}"
            out.write(json.dumps(answer) + "\n")
            out.flush()


def load_all(files: list[tuple[str, str]], answers: Path):
    """A damaged file can end the process: each is asked of a child, which is replaced when it ends before its time."""
    for keras in {keras for keras, _ in files}:
        importlib.import_module(keras)
    answers.write_text("")
    answered = 0
    while answered < len(files):
        child = os.fork()
        if child == 0:
            answer_all(files[answered:], answers)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        answered = len(answers.read_text().splitlines())
        if answered < len(files):
            with answers.open("a") as out:
                out.write(json.dumps(f"Keras ended with status {status}") + "\n")
            answered += 1


if __name__ == "__main__":
    action, target = sys.argv[1], Path(sys.argv[2])
    if action == "make":
        make(target)
    else:
        load_all(json.loads(target.read_text()), Path(str(target) + ".answer"))
