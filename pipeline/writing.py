"""Write a file whole or not at all: beside its target first, then moved into its place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import WriteError


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Open a stream whose bytes become *target* when the block ends well; what stood there stays until then.

    Raises `WriteError` when the folder or the disk refuses.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}-", suffix=".part", dir=target.parent)
    except OSError as error:
        message = f"{target}: cannot be written ({error.strerror}); choose a folder that exists and is yours"
        raise WriteError(message) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _allow_reading(name)
        os.replace(name, target)  # noqa: PTH105  (the temporary name is a string)
    except OSError as error:
        message = f"{target}: cannot be written ({error.strerror}); what stood there before still does"
        raise WriteError(message) from None
    finally:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)


def _allow_reading(name: str) -> None:
    """Give the file the permissions any new file gets; a temporary one is readable by its owner only."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)
