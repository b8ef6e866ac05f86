"""What the book's own code sees inside a model.

    python insight.py train keras|tf_keras PIXELS LABELS OUT     the chapter's small convnet, trained a little and saved
    python insight.py nest keras|tf_keras PIXELS LABELS OUT      a base with a model inside it, used as a layer under a head, likewise
    python insight.py look keras|tf_keras MODEL PIXELS OUT REQUEST

PIXELS: uint8 (n, size, size, 3). REQUEST is JSON: {"scale", "layers", "cam": [{"layer", "classes"}], "filters":
[{"layer", "channel", "start"}]}; scale: what the pixels are multiplied by first. OUT gets LAYER.npy (1, h, w, c), LAYER.png
(the bare grid), cam-LAYER-CLASS.npy and filter-LAYER-CHANNEL.npy (the gradient with respect to the input).
"""

import importlib
import json
import sys
from pathlib import Path

import oracle

import numpy as np
import tensorflow as tf
from inside_files import leaves
from matplotlib import pyplot as plt


def small_convnet(keras):
    """Listing 5.5, with the dropout of 5.13."""
    layers = keras.layers
    model = keras.models.Sequential(name="cats_and_dogs_small_2")
    model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=(150, 150, 3)))
    model.add(layers.MaxPooling2D((2, 2)))
    for filters in (64, 128, 128):
        model.add(layers.Conv2D(filters, (3, 3), activation="relu"))
        model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(512, activation="relu"))
    model.add(layers.Dense(1, activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.RMSprop(learning_rate=1e-4), metrics=["acc"])
    return model


def nested(keras):
    """As in 5.3: a pretrained base is a layer. This one holds another model."""
    layers = keras.layers
    stem = keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.Conv2D(16, 3, activation="relu", padding="same", name="block1_conv1"),
            layers.MaxPooling2D(2, name="block1_pool"),
        ],
        name="stem",
    )
    picture = layers.Input((150, 150, 3))
    x = layers.Conv2D(24, 3, activation="relu", name="block2_conv1")(stem(picture))
    x = layers.MaxPooling2D(4, name="block2_pool")(x)
    x = layers.Conv2D(32, 3, activation="relu", name="block3_conv1")(x)
    base = keras.Model(picture, layers.MaxPooling2D(2, name="block3_pool")(x), name="base")
    model = keras.Sequential([base, layers.Flatten(), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
    model.build((None, 150, 150, 3))
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.RMSprop(learning_rate=1e-3))
    return model


def train(name, pixels, labels, out, build=small_convnet):
    keras = importlib.import_module(name)
    keras.utils.set_random_seed(1)
    model = build(keras)
    model.fit(oracle.read_pixels(pixels) / np.float32(255), np.load(labels), epochs=3, batch_size=10, verbose=0)
    model.save(str(out))


def grid(activation):
    """Listing 5.29, with the last row kept and a dead channel at 128."""
    images_per_row = 16
    n_features, height, width = activation.shape[-1], *activation.shape[1:3]
    n_rows = -(-n_features // images_per_row)
    display_grid = np.zeros((height * n_rows, images_per_row * width))
    for channel in range(n_features):
        channel_image = activation[0, :, :, channel].copy()
        if channel_image.std() == 0:
            channel_image[:] = 128
        else:
            channel_image -= channel_image.mean()
            channel_image /= channel_image.std()
            channel_image *= 64
            channel_image += 128
        channel_image = np.clip(channel_image, 0, 255).astype("uint8")
        col, row = divmod(channel, images_per_row)
        display_grid[col * height : (col + 1) * height, row * width : (row + 1) * width] = channel_image
    return display_grid


def without_last_activation(model):
    model.layers[-1].activation = tf.identity
    return model


def tensors_of(keras, model):
    """Inputs, each layer's output and the model's, of one graph: a Sequential of Keras 3 has none before it is called."""
    if not isinstance(model, keras.Sequential):
        return model.inputs, {layer.name: layer.output for layer in model.layers}, model.outputs[0]
    picture = x = keras.Input(model.input_shape[1:])
    outputs = {}
    for layer in leaves(model):
        if layer.__class__.__name__ != "InputLayer":
            outputs[layer.name] = x = layer(x)
    return picture, outputs, x


def look(name, model, pixels, out, request):
    keras = importlib.import_module(name)
    model = keras.models.load_model(str(model), compile=False)
    x = tf.constant(oracle.read_pixels(pixels)[:1] * np.float32(request["scale"]))
    inputs, outputs, _ = tensors_of(keras, model)
    wanted = [outputs[layer] for layer in request["layers"]]
    for layer, activation in zip(request["layers"], keras.Model(inputs, wanted).predict(x, verbose=0), strict=True):
        np.save(out / f"{layer}.npy", activation)
        plt.imsave(out / f"{layer}.png", grid(activation), cmap="viridis", vmin=0, vmax=255)
    np.save(out / "probabilities.npy", model(x).numpy())
    for job in request["filters"]:
        extractor = keras.Model(inputs, outputs[job["layer"]])
        start = tf.constant(np.load(job["start"]))
        with tf.GradientTape() as tape:
            tape.watch(start)
            loss = tf.reduce_mean(extractor(start * np.float32(request["scale"]))[:, :, :, job["channel"]])
        np.save(out / f"filter-{job['layer']}-{job['channel']}.npy", tape.gradient(loss, start).numpy())
    inputs, outputs, output = tensors_of(keras, without_last_activation(model))
    for job in request["cam"]:
        # Grad-CAM as on keras.io: the score before the last activation.
        both = keras.Model(inputs, [outputs[job["layer"]], output])
        for index in job["classes"]:
            with tf.GradientTape() as tape:
                conv, score = both(x)
                channel = score[:, index] if score.shape[1] > 1 else (score[:, 0] if index == 1 else -score[:, 0])
            grads = tape.gradient(channel, conv)
            pooled = tf.reduce_mean(grads, axis=(0, 1, 2))
            heat = np.maximum((conv[0].numpy() @ pooled.numpy()[..., None])[..., 0], 0)
            np.save(out / f"cam-{job['layer']}-{index}.npy", heat / heat.max() if heat.max() > 0 else heat)


if __name__ == "__main__":
    action, name, *rest = sys.argv[1:]
    if action == "train":
        train(name, *map(Path, rest))
    elif action == "nest":
        train(name, *map(Path, rest), build=nested)
    else:
        look(name, *map(Path, rest[:3]), json.loads(rest[3]))
