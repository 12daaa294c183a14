"""Name what reports are read with, so that a change of the program or of the gazetteer is noticed."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Self

from gazetteer.index import Gazetteer
from pipeline import __version__

_MADE_OF = frozenset({".py", ".txt", ".csv", ".toml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What makes records: equal makers make equal records of equal reports."""

    program: str
    gazetteer: str

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> Self:
        """Name this program, its content too, and *gazetteer*."""
        return cls(program=f"{__version__}+{_fingerprint()}", gazetteer=gazetteer.version)


@cache
def _fingerprint() -> str:
    """Name this program's content: every module of the pipeline and of the gazetteer, and every word list."""
    checksum = hashlib.sha256()
    for package in ("pipeline", "gazetteer"):
        root = Path(str(resources.files(package)))
        for file in sorted(path for path in root.rglob("*") if path.suffix in _MADE_OF):
            checksum.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return checksum.hexdigest()[:12]
