"""The command line of the gazetteer: look names up, build the index, add places to it."""

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any

import click

from gazetteer import build as building
from gazetteer import download, importers
from gazetteer import online as geocoding
from gazetteer.errors import GazetteerError
from gazetteer.index import chosen
from gazetteer.place import Candidate, Point

_SHOWN = 20
_SETTLEMENTS = ("capital", "city", "town", "village")


def _say(message: str) -> None:
    """Report progress, on standard error: standard output carries data only."""
    click.echo(message, err=True)


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Turn trouble into one sentence on standard error and exit status 2."""

    @wraps(command)
    def guarded(**options: Any) -> None:  # noqa: ANN401 - whatever the command's options are
        try:
            command(**options)
        except GazetteerError as error:
            _say(f"error: {error}")
            sys.exit(2)

    return guarded


class _PointType(click.ParamType[Point]):
    """A position as LAT,LON in degrees."""

    name = "LAT,LON"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Point:  # noqa: ANN401 - click's own signature
        """Read "48.59,38.0"."""
        if isinstance(value, Point):
            return value
        try:
            lat, lon = map(float, value.split(","))
            return Point(lat=lat, lon=lon)
        except ValueError:
            self.fail(
                f"{value!r} is not a position: give latitude,longitude in degrees, such as 48.59,38.0", param, ctx
            )


_DIRECTORY = click.option(
    "--gazetteer",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the index; default: GAZETTEER_DIR, or the user's cache folder.",
)


@click.group()
def main() -> None:
    """Find out which places a name may mean."""


@main.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of lines.")
@click.option("--near", type=_PointType(), help="Rank places near this position first.")
@click.option("--country", help="Only places of this country, by its two-letter code.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many to show.")
@click.option("--online", is_flag=True, help="Ask a geocoder on the web for a name the gazetteer lacks.")
@click.option("--geocoder", help=f"Nominatim server to ask; default: GAZETTEER_GEOCODER, or {geocoding.ADDRESS}.")
@click.option("--user-agent", help="Who to ask as; default: GAZETTEER_USER_AGENT, or the program's name.")
@_DIRECTORY
@_plainly
def lookup(
    name: str,
    *,
    as_json: bool,
    near: Point | None,
    country: str | None,
    limit: int,
    online: bool,
    geocoder: str | None,
    user_agent: str | None,
    directory: Path | None,
) -> None:
    """Show the places that NAME may mean, likeliest first."""
    gazetteer = building.open_gazetteer(directory, progress=_say)
    found = gazetteer.lookup(name, near=near, country=country, limit=limit)
    if online and not gazetteer.candidates(name):
        answer = geocoding.ask(name, gazetteer.directory, _say, address=geocoder, user_agent=user_agent)
        found = chosen(answer, near=near, country=country)[:limit]
    if as_json:
        click.echo(json.dumps([_fields(candidate) for candidate in found], ensure_ascii=False, indent=2))
        return
    for candidate in found:
        click.echo(_line(candidate))
    if not found:
        _say(f"no place is called {name!r}")


@main.command()
@_DIRECTORY
@_plainly
def build(directory: Path | None) -> None:
    """Build the index anew."""
    building.build(directory, progress=_say)


@main.command()
@click.argument("source")
@_DIRECTORY
@_plainly
def add(source: str, *, directory: Path | None) -> None:
    """Add the places of SOURCE: a country's code (UA), to be downloaded, or a .zip, .txt, .csv or .geojson file."""
    with tempfile.TemporaryDirectory() as folder:
        path = download.fetch(source, Path(folder), _say) if download.is_country(source) else Path(source)
        imported = importers.read_file(path)
    for problem in imported.problems[:_SHOWN]:
        _say(f"left out: {problem}")
    if len(imported.problems) > _SHOWN:
        _say(f"left out: {len(imported.problems) - _SHOWN:,} more")
    changed = building.add(path.stem, imported.entries, directory, progress=_say)
    settlements = sum(entry.place.kind in _SETTLEMENTS for entry in imported.entries)
    counted = f"{len(imported.entries):,} places, {settlements:,} of them settlements"
    outcome = "added" if changed else "they were there already"
    _say(f"{path.name}: {counted}; {outcome}; {len(imported.problems):,} rows left out")


def _fields(candidate: Candidate) -> dict[str, Any]:
    """Give the PLACE of the record, and how it was found."""
    place = asdict(candidate.place)
    point = place.pop("point")
    return {**place, **point, "fit": candidate.fit, "why": candidate.why}


def _line(candidate: Candidate) -> str:
    place = candidate.place
    where = ", ".join(part for part in (place.region, place.country) if part)
    position = f"{place.point.lat:.5f},{place.point.lon:.5f}"
    return "\t".join((place.id, place.name, place.kind, where, str(place.population), position, candidate.why))


if __name__ == "__main__":
    main(prog_name="python -m gazetteer")
