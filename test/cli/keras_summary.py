"""Prints what Keras's model.summary() prints for VGG16, as a JSON list of three texts."""

import json
import os

import keras


def summary(model, columns):
    os.environ["COLUMNS"] = str(columns)
    lines = []
    model.summary(print_fn=lambda text, line_break=False: lines.append(text))
    return "\n".join(lines)


sized = keras.applications.VGG16(weights=None, include_top=False, input_shape=(150, 150, 3))
free = keras.applications.VGG16(weights=None, include_top=False)
print(json.dumps([summary(sized, 80), summary(free, 80), summary(sized, 120)]))
