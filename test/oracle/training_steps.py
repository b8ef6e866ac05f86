"""Some steps of Keras's own training, from given weights and given batches: the losses, and the weights afterwards.

    python training_steps.py JOB.json…

JOB.json, one for each model to train:
  model      "head": Flatten, Dense relu, Dense sigmoid (one output) or softmax (more);
             "vgg16": VGG16 above the layer `above`, then that head;
             "scratch": the small convnet of Deep Learning with Python 5.2
  above      with "vgg16": the deepest layer below the trained ones, e.g. "block4_pool"
  dense      the names of the two Dense layers, e.g. ["hidden", "output"]
  inputs     .npy, one row a photograph: what flows into the first trained layer
  labels     .npy, class numbers
  weights    a folder of start weights
  batches    .npy (steps, batch): rows of `inputs`, a step a row
  optimizer  rmsprop, sgd, momentum, nesterov or adam
  rate       learning rate; one number, or one a step
  out        a folder: losses.npy and the weights after the last step
  each       optional, with rmsprop: also folders 1, 2, … in `out`, the weights after each step and beside each what RMSprop
             keeps of its gradients (kernel/velocity.npy)
"""

import json
import sys
from pathlib import Path

import oracle

import keras
import numpy as np

L = keras.layers
OPTIMIZERS = {
    "rmsprop": keras.optimizers.RMSprop,
    "sgd": keras.optimizers.SGD,
    "momentum": lambda rate: keras.optimizers.SGD(rate, momentum=0.9),
    "nesterov": lambda rate: keras.optimizers.SGD(rate, momentum=0.9, nesterov=True),
    "adam": keras.optimizers.Adam,
}


def top_of_vgg16(x, above: str):
    """The layers of keras.applications.VGG16 that follow `above`, called on `x` in their order."""
    layers = keras.applications.VGG16(weights=None, include_top=False, input_shape=(150, 150, 3)).layers
    names = [layer.name for layer in layers]
    for layer in layers[names.index(above) + 1 :]:
        x = layer.__class__.from_config(layer.get_config())(x)
    return x


def scratch_convnet(x):
    for number, channels in enumerate([32, 64, 128, 128]):
        suffix = f"_{number}" if number else ""
        x = L.Conv2D(channels, 3, activation="relu", name=f"conv2d{suffix}")(x)
        x = L.MaxPooling2D(2, name=f"max_pooling2d{suffix}")(x)
    return x


def build(job, input_shape, weights: Path):
    inputs = x = keras.Input(input_shape)
    if job["model"] == "vgg16":
        x = top_of_vgg16(x, job["above"])
    if job["model"] == "scratch":
        x = scratch_convnet(x)
    hidden, output = job["dense"]
    units = [len(np.load(weights / name / "bias.npy")) for name in (hidden, output)]
    x = L.Flatten()(x)
    x = L.Dense(units[0], activation="relu", name=hidden)(x)
    x = L.Dense(units[1], activation="sigmoid" if units[1] == 1 else "softmax", name=output)(x)
    model = keras.Model(inputs, x)
    oracle.load_weights(model, weights)
    return model


def save_state(model, folder: Path):
    oracle.save_weights(model, folder)
    velocities = iter(model.optimizer._velocities)
    for layer in model.layers:
        for weight in layer.trainable_weights:
            (folder / layer.name / weight.name).mkdir(parents=True, exist_ok=True)
            np.save(folder / layer.name / weight.name / "velocity.npy", np.asarray(next(velocities)))


def train(job):
    keras.backend.clear_session()
    inputs, labels, batches = (np.load(job[name]) for name in ("inputs", "labels", "batches"))
    rates = np.broadcast_to(job["rate"], len(batches))
    model = build(job, inputs.shape[1:], Path(job["weights"]))
    binary = model.output_shape[-1] == 1
    loss = "binary_crossentropy" if binary else "sparse_categorical_crossentropy"
    model.compile(OPTIMIZERS[job["optimizer"]](float(rates[0])), loss)
    losses = []
    out = Path(job["out"])
    for step, (rows, rate) in enumerate(zip(batches, rates), 1):
        model.optimizer.learning_rate.assign(float(rate))
        y = labels[rows].astype("float32")
        losses.append(float(model.train_on_batch(inputs[rows], y[:, None] if binary else y)))
        if job.get("each"):
            save_state(model, out / str(step))
    out.mkdir(parents=True, exist_ok=True)
    oracle.save_weights(model, out)
    np.save(out / "losses.npy", np.float32(losses))


for file in sys.argv[1:]:
    train(json.loads(Path(file).read_text()))
