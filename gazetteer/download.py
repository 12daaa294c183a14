"""Fetch a country's dump from GeoNames, or from where the user says."""

import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, Protocol

from gazetteer.errors import GazetteerError
from gazetteer.importers import LARGEST_FILE

SOURCE = "https://download.geonames.org/export/dump"
"""Where the dumps are; GAZETTEER_SOURCE takes its place."""

_COUNTRY = re.compile(r"[A-Z]{2}")
_SECONDS = 30.0
_CHUNK = 1 << 18


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def is_country(word: str) -> bool:
    """Tell whether *word* is a country's code ("UA") rather than a file."""
    return _COUNTRY.fullmatch(word) is not None


def fetch(country: str, folder: Path, progress: Callable[[str], None]) -> Path:
    """Download the dump of *country* into *folder* and give its file.

    Every download starts clean, and has its name only once it is whole.
    Raises `GazetteerError` when the address cannot be reached or sends too much.
    """
    address = f"{os.environ.get('GAZETTEER_SOURCE') or SOURCE}/{country}.zip"
    final, partial = folder / f"{country}.zip", folder / f"{country}.part"
    try:
        with _open(address) as answer, partial.open("wb") as file:
            size = int(answer.headers.get("Content-Length") or 0)
            if size > LARGEST_FILE:
                _refuse(address, f"it is larger than {LARGEST_FILE:,} bytes")
            taken = _copy(answer, file.write, address, lambda done: progress(f"downloading {address}: {done:,} bytes"))
            if size and taken != size:
                _refuse(address, f"it broke off after {taken:,} of {size:,} bytes")
        partial.replace(final)
    except (OSError, ValueError) as error:
        _refuse(address, str(getattr(error, "reason", error)))
    return final


def _open(address: str) -> Any:  # noqa: ANN401 - urllib has no better name for it
    """Open an address over HTTP or HTTPS, and nothing else: no file:, no ftp:, no redirect to one."""
    if not address.startswith(("http://", "https://")):
        _refuse(address, "only http and https addresses will do")
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener.open(address, timeout=_SECONDS)


def _copy(source: _Readable, write: Callable[[bytes], int], address: str, told: Callable[[int], None]) -> int:
    """Copy what comes, up to the limit; gives the number of bytes."""
    done = 0
    while chunk := source.read(_CHUNK):
        done += len(chunk)
        if done > LARGEST_FILE:
            _refuse(address, f"it is larger than {LARGEST_FILE:,} bytes")
        write(chunk)
        told(done)
    return done


def _refuse(address: str, reason: str) -> NoReturn:
    message = f"{address} cannot be fetched: {reason}"
    raise GazetteerError(message)
