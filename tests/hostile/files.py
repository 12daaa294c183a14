"""Make the corpus of malformed and hostile files: `python tests/hostile/files.py FOLDER` writes it.

Everything is made from scratch and harmless to hold; no file names anything but this machine's own.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import crafted
import damaged

Made = tuple[str, bytes]
FAMILIES = (
    *(damaged.wrong_contents, damaged.truncated, damaged.flipped, damaged.deep, damaged.long_lines),
    *(crafted.archives, crafted.office, crafted.pdfs, crafted.mails, crafted.tables, crafted.jsons, crafted.texts),
    *(crafted.geodata, crafted.xmls),
)


def corpus() -> Iterator[Made]:
    """Give every file, its name and its bytes."""
    for family in FAMILIES:
        yield from ((f"{family.__name__}-{name}", data) for name, data in family())


def main() -> None:
    """Write the corpus into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in corpus():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
