"""Keras's own VGG16 or VGG19 on photographs: the outputs of named layers, in float32, to OUT/LAYER.npy.

    python vgg_layers.py PIXELS WEIGHTS OUT [--base VGG19] [--layers block1_pool,block5_pool] [--preprocess imagenet]

Without --layers: every convolution and every pool.
"""

import argparse
from pathlib import Path

import oracle

import keras
import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("pixels", type=Path)
parser.add_argument("weights", type=Path)
parser.add_argument("out", type=Path)
parser.add_argument("--base", choices=["VGG16", "VGG19"], default="VGG16")
parser.add_argument("--layers")
parser.add_argument("--preprocess", choices=["imagenet", "rescale"], default="imagenet")
args = parser.parse_args()

inputs = oracle.preprocess(oracle.read_pixels(args.pixels), args.preprocess)
base = getattr(keras.applications, args.base)(weights=None, include_top=False, input_shape=inputs.shape[1:])
oracle.load_weights(base, args.weights)

names = args.layers.split(",") if args.layers else [layer.name for layer in base.layers[1:]]
taps = keras.Model(base.inputs, {name: base.get_layer(name).output for name in names})
args.out.mkdir(parents=True, exist_ok=True)
for name, value in taps.predict(inputs, batch_size=20, verbose=0).items():
    np.save(args.out / f"{name}.npy", value)
