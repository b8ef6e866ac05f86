"""Near-duplicates as imagededup's PHash finds them, written out with Pillow, SciPy and NumPy: every picture to 32×32 grey,
its 8×8 lowest frequencies against their median, all pairs compared bit by bit. imagededup itself brings PyTorch along and
is not installed. Usage: duplicates.py ROW FOLDER"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import PIL
import scipy
from PIL import Image
from scipy.fft import dct

from serve import serve

COUNT = int(os.environ.get("THAW_BENCH_PICTURES", "25000"))
FOLDER = Path(sys.argv[2]).parent / f"pictures-{COUNT}"
MOST_BITS = 6


def phash(file: str) -> int:
    with Image.open(file) as image:
        grey = np.asarray(image.convert("L").resize((32, 32), Image.Resampling.LANCZOS), dtype=np.float64)
    low = dct(dct(grey, axis=0), axis=1)[:8, :8].ravel()
    bits = low > np.median(low[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def find(files: list[str]) -> int:
    with ProcessPoolExecutor() as pool:
        hashes = np.array(list(pool.map(phash, files, chunksize=64)), dtype=np.uint64)
    pairs = 0
    for row in range(len(hashes) - 1):
        pairs += int((np.bitwise_count(hashes[row + 1 :] ^ hashes[row]) <= MOST_BITS).sum())
    return pairs


def once() -> None:
    found = find(sorted(str(file) for file in FOLDER.rglob("*.jpg")))
    planted = -(-(COUNT - 1) // 100)
    assert found >= 0.95 * planted, f"found {found} pairs of {planted}"


if __name__ == "__main__":
    while not FOLDER.exists():
        time.sleep(1)
    few = sorted(str(file) for file in (FOLDER / "class-0").glob("*.jpg"))[:200]
    serve(once, {"Pillow": PIL.__version__, "SciPy": scipy.__version__}, warm_up=lambda: find(few) and None)
