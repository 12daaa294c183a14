"""Ask a geocoder for a name the gazetteer lacks: only on request, slowly, and never twice for the same."""

import hashlib
import json
import math
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock
from geopy.adapters import URLLibAdapter
from geopy.exc import GeopyError
from geopy.geocoders import Nominatim

from gazetteer.errors import GazetteerError
from gazetteer.extent import usual_radius
from gazetteer.place import Candidate, Place, PlaceKind, Point
from gazetteer.store import put_in_place

ADDRESS = "https://nominatim.openstreetmap.org"
"""Where names are asked for; GAZETTEER_GEOCODER takes its place."""

USER_AGENT = "conflict-map-gazetteer"
"""Who asks; the policy of the public server wants an address of the user in it: GAZETTEER_USER_AGENT."""

_SECONDS_APART = 1.0
"""The public server's usage policy: no more than one request a second."""

_TIMEOUT_S = 10.0
_MOST = 5
_FIT = 0.7
_METRES_A_DEGREE = 111_195.0
_KINDS: Mapping[str, PlaceKind] = {
    "continent": "continent",
    "country": "country",
    "state": "division",
    "province": "division",
    "region": "division",
    "county": "county",
    "state_district": "county",
    "district": "county",
    "municipality": "county",
    "city": "city",
    "town": "town",
    "village": "village",
    "hamlet": "village",
    "suburb": "village",
    "sea": "sea",
    "bay": "sea",
    "strait": "sea",
    "river": "water",
    "water": "water",
    "lake": "water",
    "peak": "mountain",
    "mountain_range": "mountain",
    "island": "island",
}


def ask(
    name: str,
    directory: Path,
    progress: Callable[[str], None],
    *,
    address: str | None = None,
    user_agent: str | None = None,
) -> tuple[Candidate, ...]:
    """Give the places that a Nominatim server knows under *name*, best first; answers are kept in *directory*.

    Their ids begin with "nominatim:". Raises `GazetteerError` when the server cannot be reached,
    refuses, takes too long, or answers with something else.
    """
    address = (address or os.environ.get("GAZETTEER_GEOCODER") or ADDRESS).rstrip("/")
    agent = user_agent or os.environ.get("GAZETTEER_USER_AGENT") or USER_AGENT
    folder = directory / "online"
    kept = folder / f"{hashlib.sha256(f'{address} {name}'.encode()).hexdigest()[:32]}.json"
    records = _kept(kept)
    if records is None:
        progress(f"asking {address} for {name!r}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / "lock"):
                _wait(folder / "asked")
                records = _request(name, address, agent)
            _keep(kept, records)
        except OSError as error:
            message = f"the answer of {address} cannot be kept in {folder}: {error.strerror or error}"
            raise GazetteerError(message) from error
    try:
        return tuple(_candidate(name, record, address) for record in records)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        kept.unlink(missing_ok=True)
        message = f"{address} answers with something that is no place"
        raise GazetteerError(message) from error


def _request(name: str, address: str, user_agent: str) -> list[Any]:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        message = f"{address} cannot be asked: only http and https addresses will do"
        raise GazetteerError(message)
    geocoder = Nominatim(
        domain=parts.netloc + parts.path,
        scheme=parts.scheme,
        user_agent=user_agent,
        timeout=_TIMEOUT_S,
        adapter_factory=URLLibAdapter,
    )
    try:
        found = geocoder.geocode(name, exactly_one=False, limit=_MOST, addressdetails=True, language="en")
    except (GeopyError, LookupError, TypeError, ValueError) as error:
        reason = " ".join(str(error or type(error).__name__).split())[:200]
        message = f"{address} cannot be asked: {reason}"
        raise GazetteerError(message) from error
    return [location.raw for location in found or ()]


def _candidate(name: str, record: Mapping[str, Any], address: str) -> Candidate:
    """Make a candidate of one record of an answer; its extent is half the diagonal of its box."""
    where = record.get("address") or {}
    kind = _KINDS.get(str(record.get("addresstype") or record.get("type")), "facility")
    point = Point(lat=float(record["lat"]), lon=float(record["lon"]))
    country = str(where.get("country_code") or "").upper()
    return Candidate(
        place=Place(
            id=f"nominatim:{record['osm_type']}/{record['osm_id']}",
            name=str(record.get("name") or record["display_name"].partition(",")[0]),
            kind=kind,
            country=country or None,
            region=where.get("state") or None,
            population=0,
            point=point,
            radius_m=max(_reach(record.get("boundingbox"), point), usual_radius("village")),
        ),
        name=name,
        fit=_FIT,
        why=f"found online by {urlsplit(address).netloc}",
    )


def _reach(box: list[str] | None, point: Point) -> float:
    """Give half the diagonal in metres of a box of south, north, west and east."""
    if not box:
        return 0.0
    south, north, west, east = map(float, box)
    wide = (east - west) % 360.0 * math.cos(math.radians(point.lat))
    return round(math.hypot(north - south, wide) * _METRES_A_DEGREE / 2.0)


def _wait(stamp: Path) -> None:
    """Let a second pass since the last request of any process that shares the folder."""
    passed = time.time() - stamp.stat().st_mtime if stamp.exists() else _SECONDS_APART
    if 0.0 <= passed < _SECONDS_APART:
        time.sleep(_SECONDS_APART - passed)
    stamp.touch()


def _kept(path: Path) -> list[Any] | None:
    """Give a kept answer; None when there is none that reads."""
    try:
        records = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return records if isinstance(records, list) else None


def _keep(path: Path, records: list[Any]) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        temporary.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
        put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
