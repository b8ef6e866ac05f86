"""What Keras's own ImageDataGenerator makes of photographs.

    python augmentation.py transform PIXELS CASES OUT
        CASES: a JSON list of {"index", "settings", "parameters"}, the constructor's and apply_transform's.
        Writes OUT/pixels.npy, float32 (cases, height, width, 3), and OUT/matrices.json: for each case the 2x2 matrix and
        the offset that Keras handed to scipy, row by row, or null where it changed nothing.

    python augmentation.py draw SETTINGS HEIGHT WIDTH COUNT OUT
        SETTINGS: JSON. Writes OUT, a JSON list of COUNT results of get_random_transform.
"""

import json
import sys
from pathlib import Path

import oracle

import numpy as np
import scipy.ndimage
from keras.src.legacy.preprocessing.image import ImageDataGenerator


def transform(pixels: Path, cases: Path, out: Path) -> None:
    pictures = oracle.read_pixels(pixels)
    handed: list = []
    real = scipy.ndimage.affine_transform

    def watched(channel, matrix, offset, **options):
        handed.append([*matrix[0], offset[0], *matrix[1], offset[1]])
        return real(channel, matrix, offset, **options)

    scipy.ndimage.interpolation.affine_transform = watched
    results, matrices = [], []
    for case in json.loads(cases.read_text()):
        handed.clear()
        generator = ImageDataGenerator(**case["settings"])
        results.append(generator.apply_transform(pictures[case["index"]].astype("float32"), case["parameters"]))
        matrices.append([float(value) for value in handed[0]] if handed else None)
    np.save(out / "pixels.npy", np.stack(results).astype("float32"))
    (out / "matrices.json").write_text(json.dumps(matrices))


def draw(settings: str, height: int, width: int, count: int, out: Path) -> None:
    np.random.seed(0)
    generator = ImageDataGenerator(**json.loads(settings))
    draws = [generator.get_random_transform((height, width, 3)) for _ in range(count)]
    plain = [{name: None if value is None else float(value) for name, value in each.items()} for each in draws]
    out.write_text(json.dumps(plain))


if sys.argv[1] == "transform":
    transform(*(Path(path) for path in sys.argv[2:5]))
else:
    draw(sys.argv[2], *(int(value) for value in sys.argv[3:6]), Path(sys.argv[6]))
