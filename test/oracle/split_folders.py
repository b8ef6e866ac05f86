"""What Keras's two directory readers find in the folders of a data set: classes in their order, files of each, and that
every picture can be read. Usage: split_folders.py FOLDER"""

import json
import sys
from collections import Counter
from pathlib import Path

import keras
from keras.src.legacy.preprocessing.image import ImageDataGenerator


def read(folder: Path) -> dict:
    data = keras.utils.image_dataset_from_directory(folder, image_size=(32, 32), batch_size=8, shuffle=False)
    labels = [int(label) for _, batch in data for label in batch.numpy()]
    flow = ImageDataGenerator().flow_from_directory(folder, target_size=(32, 32), batch_size=8, shuffle=False)
    pictures = sum(len(flow[index][0]) for index in range(len(flow)))
    return {
        "dataset": {"classes": data.class_names, "counts": [Counter(labels)[i] for i in range(len(data.class_names))]},
        "flow": {
            "classes": list(flow.class_indices),
            "counts": [int((flow.classes == i).sum()) for i in range(len(flow.class_indices))],
        },
        "pictures": pictures,
    }


print(json.dumps({split: read(Path(sys.argv[1]) / split) for split in ("train", "validation", "test")}).join(("\n@@", "")))
