"""Keras's side of the benchmark, as the book's code writes it.    python keras_rows.py ROW FOLDER

FOLDER is what data.ts makes: pixels.npy, vgg16.h5, features.npy, labels.npy and photographs/train|validation/CLASS/.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow
from keras import layers, models, optimizers
from keras.applications import VGG16
from keras.src.legacy.preprocessing.image import ImageDataGenerator

from sklearn import metrics

from serve import CAFFE_MEAN, caffe_input, serve

SIZE, BATCH, EPOCHS, JUDGED = (150, 150), 20, 30, 1000
AUGMENTATION = {
    "rotation_range": 20,
    "width_shift_range": 0.1,
    "height_shift_range": 0.1,
    "shear_range": 0.1,
    "zoom_range": 0.1,
    "horizontal_flip": True,
    "fill_mode": "nearest",
}


def convolutional_base(folder: Path):
    return VGG16(weights=str(folder / "vgg16.h5"), include_top=False, input_shape=(*SIZE, 3))


def head():
    model = models.Sequential()
    model.add(layers.Dense(256, activation="relu", input_dim=4 * 4 * 512))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer=optimizers.RMSprop(learning_rate=2e-5), loss="binary_crossentropy", metrics=["acc"])
    return model


def extract(folder: Path):
    base = convolutional_base(folder)
    batch = caffe_input(folder)
    return lambda: base.predict_on_batch(batch)


def head_epoch(folder: Path):
    model = head()
    features, labels = np.load(folder / "features.npy"), np.load(folder / "labels.npy").astype("float32")
    return lambda: model.fit(features, labels, epochs=1, batch_size=BATCH, verbose=0)


def flow(folder: Path, **augmentation):
    return ImageDataGenerator(rescale=1.0 / 255, **augmentation).flow_from_directory(
        folder, target_size=SIZE, batch_size=BATCH, class_mode="binary"
    )


def decode(folder: Path):
    batches = flow(folder / "photographs" / "train")
    return lambda: next(batches)


def decode_augment(folder: Path):
    batches = flow(folder / "photographs" / "train", **AUGMENTATION)
    return lambda: next(batches)


def extract_features(base, folder: Path, sample_count: int):
    features = np.zeros(shape=(sample_count, 4, 4, 512))
    labels = np.zeros(shape=(sample_count))
    i = 0
    for inputs_batch, labels_batch in flow(folder):
        features_batch = base.predict(inputs_batch, verbose=0)
        features[i : i + len(features_batch)] = features_batch
        labels[i : i + len(features_batch)] = labels_batch
        i += len(features_batch)
        if i >= sample_count:
            break
    return features.reshape(sample_count, -1), labels


def recipe_extract(folder: Path):
    def once():
        base = convolutional_base(folder)
        sets = []
        for split in ("train", "validation"):
            count = len(list((folder / "photographs" / split).glob("*/*")))
            sets.append(extract_features(base, folder / "photographs" / split, count))
        (train, validation), model = sets, head()
        model.fit(*train, epochs=EPOCHS, batch_size=BATCH, validation_data=validation, verbose=0)

    return once


def open_vgg16(folder: Path):
    file = Path(tempfile.mkdtemp()) / "vgg16.h5"
    convolutional_base(folder).save(str(file))
    return lambda: models.load_model(str(file), compile=False)


def activations_png(folder: Path):
    """Listings 5.27 and 5.29: every channel of every layer, a figure for each layer."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    base = convolutional_base(folder)
    seen = [layer for layer in base.layers if "input" not in layer.name]
    activation_model = models.Model(inputs=base.inputs, outputs=[layer.output for layer in seen])
    out = Path(tempfile.mkdtemp())
    photograph = sorted((folder / "photographs" / "train").glob("*/*"))[0]

    def once():
        image = keras.utils.img_to_array(keras.utils.load_img(photograph, target_size=SIZE))
        x = np.expand_dims(image[..., ::-1] - CAFFE_MEAN, axis=0)
        images_per_row = 16
        for layer, layer_activation in zip(seen, activation_model.predict(x, verbose=0), strict=True):
            n_features, size = layer_activation.shape[-1], layer_activation.shape[1]
            n_cols = n_features // images_per_row
            display_grid = np.zeros((size * n_cols, images_per_row * size))
            for col in range(n_cols):
                for row in range(images_per_row):
                    channel_image = layer_activation[0, :, :, col * images_per_row + row]
                    channel_image -= channel_image.mean()
                    channel_image /= channel_image.std() or 1
                    channel_image *= 64
                    channel_image += 128
                    channel_image = np.clip(channel_image, 0, 255).astype("uint8")
                    display_grid[col * size : (col + 1) * size, row * size : (row + 1) * size] = channel_image
            scale = 1.0 / size
            plt.figure(figsize=(scale * display_grid.shape[1], scale * display_grid.shape[0]))
            plt.title(layer.name)
            plt.grid(False)
            plt.imshow(display_grid, aspect="auto", cmap="viridis")
            plt.savefig(out / f"{layer.name}.png")
            plt.close()

    return once


def evaluate(folder: Path):
    """The same photographs over and over, 1000 of them, through a saved model, to every figure of a classification report."""
    home = Path(tempfile.mkdtemp(prefix="thaw-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    photographs = sorted((folder / "photographs").glob("*/*/*"))
    for index in range(JUDGED):
        source = photographs[index % len(photographs)]
        link = home / "test" / source.parent.name / f"{index:04}-{source.name}"
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(source)
    model = models.Sequential([convolutional_base(folder), layers.Flatten(), *head().layers])
    model.save(home / "model.h5")

    def once():
        model = models.load_model(home / "model.h5", compile=False)
        batches = ImageDataGenerator(rescale=1.0 / 255).flow_from_directory(
            home / "test", target_size=SIZE, batch_size=BATCH, class_mode="binary", shuffle=False
        )
        probabilities = model.predict(batches, verbose=0)[:, 0]
        said = probabilities > 0.5
        assert len(said) == JUDGED
        metrics.confusion_matrix(batches.classes, said)
        metrics.classification_report(batches.classes, said, output_dict=True, zero_division=0)
        metrics.log_loss(batches.classes, probabilities.astype("float64"))

    return once


ROWS = {
    "evaluate-1k": evaluate,
    "open-vgg16": open_vgg16,
    "activations-png": activations_png,
    "extract": extract,
    "head-epoch": head_epoch,
    "decode": decode,
    "decode-augment": decode_augment,
    "recipe-extract": recipe_extract,
}

if __name__ == "__main__":
    row, folder = sys.argv[1], Path(sys.argv[2])
    onednn = os.environ.get("TF_ENABLE_ONEDNN_OPTS")
    serve(
        ROWS[row](folder),
        {"keras": keras.__version__, "tensorflow": tensorflow.__version__},
        f"TF_ENABLE_ONEDNN_OPTS={onednn} in the peer's environment" if onednn is not None else "",
    )
