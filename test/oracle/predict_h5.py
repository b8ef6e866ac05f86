"""Loads a model file without custom code, in Keras 3 or in tf_keras, and predicts raw pixels 0..255 to OUT.npy.

    python predict_h5.py keras|tf_keras MODEL PIXELS OUT.npy
"""

import argparse
import importlib
from pathlib import Path

import oracle

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("keras", choices=["keras", "tf_keras"])
parser.add_argument("model", type=Path)
parser.add_argument("pixels", type=Path)
parser.add_argument("out", type=Path)
args = parser.parse_args()

model = importlib.import_module(args.keras).models.load_model(str(args.model), compile=False)
pixels = oracle.read_pixels(args.pixels).astype("float32")
np.save(args.out, model.predict(pixels, batch_size=20, verbose=0))
