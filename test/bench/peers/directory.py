"""Keras's directory loaders on the folder of many pictures.    python directory.py ROW FOLDER

scan-25k: image_dataset_from_directory, every picture read and decoded once. rescan-25k: its index alone, made again.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import tensorflow

from duplicates import FOLDER
from serve import serve


def index(folder: Path):
    return keras.utils.image_dataset_from_directory(folder, image_size=(120, 160), batch_size=64, verbose=False)


def scan(folder: Path):
    def once():
        for _ in index(folder):
            pass

    return once


ROWS = {"scan-25k": scan, "rescan-25k": lambda folder: lambda: index(folder)}

if __name__ == "__main__":
    once = ROWS[sys.argv[1]](FOLDER)
    serve(once, {"keras": keras.__version__, "tensorflow": tensorflow.__version__}, warm_up=lambda: None)
