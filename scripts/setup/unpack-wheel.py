"""Unpacks parts of a wheel: unpack-wheel.py WHEEL FOLDER PART... A part is a path, or a folder ending in a slash.

Prints the bytes written. Fails when a part is not in the wheel.
"""

import sys
import zipfile

wheel, folder, *parts = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    written = 0
    for part in parts:
        members = [m for m in archive.infolist() if m.filename == part or (part.endswith("/") and m.filename.startswith(part))]
        if not members:
            sys.exit(f"{wheel} holds no {part}")
        for member in members:
            archive.extract(member, folder)
            written += member.file_size
print(written)
