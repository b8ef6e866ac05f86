"""Keras's side of the rows that train through the base, as the book's code writes it.    python keras_training.py ROW FOLDER

ROW is augment, finetune, or step-at-LAYER. FOLDER is what data.ts makes.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow
from keras import layers, models, optimizers

from keras_rows import AUGMENTATION, BATCH, EPOCHS, SIZE, convolutional_base, flow
from serve import caffe_input, serve

FINETUNE_EPOCHS = 100


def with_head(base, rate: float):
    model = models.Sequential()
    model.add(base)
    model.add(layers.Flatten())
    model.add(layers.Dense(256, activation="relu"))
    model.add(layers.Dense(1, activation="sigmoid"))
    compile_model(model, rate)
    return model


def compile_model(model, rate: float):
    model.compile(loss="binary_crossentropy", optimizer=optimizers.RMSprop(learning_rate=rate), metrics=["acc"])


def thaw_from(base, layer: str):
    """Listing 5.22."""
    base.trainable = True
    set_trainable = False
    for each in base.layers:
        if each.name == layer:
            set_trainable = True
        each.trainable = set_trainable


def generators(folder: Path):
    photographs = folder / "photographs"
    return flow(photographs / "train", **AUGMENTATION), flow(photographs / "validation")


def train_head(folder: Path):
    base = convolutional_base(folder)
    base.trainable = False
    model = with_head(base, 2e-5)
    train, validation = generators(folder)
    model.fit(train, epochs=EPOCHS, validation_data=validation, verbose=0)
    return base, model, train, validation


def augment(folder: Path):
    return lambda: train_head(folder)


def finetune(folder: Path):
    def once():
        base, model, train, validation = train_head(folder)
        thaw_from(base, "block5_conv1")
        compile_model(model, 1e-5)
        model.fit(train, epochs=FINETUNE_EPOCHS, validation_data=validation, verbose=0)

    return once


def step_at(folder: Path, layer: str):
    base = convolutional_base(folder)
    thaw_from(base, layer)
    model = with_head(base, 1e-5)
    batch = caffe_input(folder)
    labels = (np.arange(len(batch)) % 2).astype("float32")
    return lambda: model.train_on_batch(batch, labels)


if __name__ == "__main__":
    row, folder = sys.argv[1], Path(sys.argv[2])
    step = row.removeprefix("step-at-")
    job = {"augment": augment, "finetune": finetune}.get(row)
    serve(
        job(folder) if job else step_at(folder, step),
        {"keras": keras.__version__, "tensorflow": tensorflow.__version__},
        # A recipe takes minutes, and what its first step costs is nothing to that.
        warm_up=(lambda: None) if job else None,
    )
