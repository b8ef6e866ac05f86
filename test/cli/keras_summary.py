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

picture = keras.Input((8, 8, 3), name="picture")
left = keras.layers.Conv2D(4, 3, padding="same", name="left")(picture)
right = keras.layers.Conv2D(4, 3, padding="same", name="a_convolution_with_a_long_name")(picture)
both = keras.layers.Add(name="both")([left, right])
branching = keras.Model(picture, keras.layers.Flatten(name="flat")(both), name="branching")
print(
    json.dumps(
        [summary(sized, 80), summary(free, 80), summary(sized, 120), summary(branching, 70), summary(branching, 130)]
    )
)
