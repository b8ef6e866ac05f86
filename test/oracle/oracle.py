"""What the scripts beside this file share: how arrays and weights travel between Thaw's tests and Keras.

Arrays are .npy files. A set of weights is a folder with one file a weight, LAYER/WEIGHT.npy, under Keras's own
names (block5_conv1/kernel.npy). Pictures are a folder of PNG files, taken in the order of their names, or a .npy of
bytes (photographs, height, width, RGB).
"""

import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np

CAFFE_MEAN = np.float32([103.939, 116.779, 123.68])


def read_pixels(path: Path) -> np.ndarray:
    """Pictures as uint8 (photographs, height, width, 3)."""
    if path.is_file():
        return np.load(path)
    from PIL import Image

    return np.stack([np.asarray(Image.open(file).convert("RGB")) for file in sorted(path.glob("*.png"))])


def preprocess(pixels: np.ndarray, rule: str) -> np.ndarray:
    """`rescale`: 1/255. `imagenet`: what keras.applications.vgg16.preprocess_input does, spelt out."""
    values = pixels.astype("float32")
    return values / np.float32(255) if rule == "rescale" else values[..., ::-1] - CAFFE_MEAN


def load_weights(model, folder: Path) -> None:
    """Sets every weight of `model`; a missing file or a wrong shape raises."""
    for layer in model.layers:
        for weight in layer.weights:
            weight.assign(np.load(folder / layer.name / f"{weight.name}.npy"))


def save_weights(model, folder: Path) -> None:
    for layer in model.layers:
        for weight in layer.weights:
            (folder / layer.name).mkdir(parents=True, exist_ok=True)
            np.save(folder / layer.name / f"{weight.name}.npy", np.asarray(weight))
