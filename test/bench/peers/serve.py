"""The line protocol of a benchmark worker, and what the peers share.

To the worker: `run N`. From it: `@ready {"versions": {...}, "note": "...", "mean": X}` once it is set up and warm, then
for each run `@ms MILLISECONDS`. `mean` is that of the array it computes, if any, so that the harness can see that both
sides compute the same. Lines without the @ are chatter of the libraries.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

CAFFE_MEAN = np.float32([103.939, 116.779, 123.68])


def serve(once, versions: dict[str, str], note: str = "", warm_up=None) -> None:
    """Calls `warm_up`, or `once`, to warm up, then `once` as often as each line of standard input asks, and answers how long that took."""
    answer = (warm_up or once)()
    mean = float(np.mean(answer)) if isinstance(answer, np.ndarray) else None
    print("@ready " + json.dumps({"versions": versions, "note": note, "mean": mean}), flush=True)
    for line in sys.stdin:
        count = int(line.split()[1])
        start = time.perf_counter()
        for _ in range(count):
            once()
        print(f"@ms {(time.perf_counter() - start) * 1e3}", flush=True)


def caffe_input(folder: Path) -> np.ndarray:
    """The benchmark's photographs as VGG16 expects them: BGR, less the channel means, float32."""
    return np.load(folder / "pixels.npy").astype("float32")[..., ::-1] - CAFFE_MEAN
