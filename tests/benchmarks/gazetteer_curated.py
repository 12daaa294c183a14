"""Print where the rows of our own tables lie: in which country and division, how far from a namesake of GeoNames.

    python tests/benchmarks/gazetteer_curated.py [--all]

Shown are the rows whose country or region is not that of the outline they lie in, and those placed by our own
knowledge that lie farther than 10 km from every settlement of their name in GeoNames; with --all, every row.
"""

import csv

import click

from gazetteer.build import open_gazetteer
from gazetteer.divisions import Divisions, open_divisions
from gazetteer.index import Gazetteer, distance_m
from gazetteer.packaged import TABLES
from gazetteer.place import WIDE, Place

CHECKED = ("places-conflict.csv", "places-facilities.csv", "places-frontline.csv")
FAR_M = 10_000.0


@click.command()
@click.option("--all", "show_all", is_flag=True, help="Show every row.")
def main(*, show_all: bool) -> None:
    """Check the rows of our own tables."""
    gazetteer, divisions = open_gazetteer(), open_divisions()
    shown = total = 0
    for table in CHECKED:
        with (TABLES / table).open(encoding="utf-8", newline="") as file:
            ids = [row["id"] for row in csv.DictReader(file)]
        for place in filter(None, map(gazetteer.place, ids)):
            if place.kind in WIDE:
                continue
            total += 1
            line, is_odd = told(place, divisions, gazetteer)
            shown += is_odd
            if is_odd or show_all:
                click.echo(f"{table}\t{line}")
    click.echo(f"{total} rows, {shown} to look at")


def told(place: Place, divisions: Divisions, gazetteer: Gazetteer) -> tuple[str, bool]:
    """Give the line of a place, and whether somebody should look at it."""
    found = divisions.at(place.point)
    where = f"{found.name}, {found.country}" if found else "no division"
    others = [other.place for other in gazetteer.candidates(place.name) if other.place.id.startswith("geonames:")]
    namesakes = [
        distance_m(place.point, other.point)
        for other in others
        if other.id != place.id and other.country == place.country and other.kind not in WIDE
    ]
    nearest = min(namesakes, default=None)
    away = f"{nearest / 1000:.0f} km from its namesake" if nearest is not None else "no namesake"
    wrong_country = found is not None and place.country is not None and found.country != place.country
    wrong_region = found is not None and place.region is not None and found.name != place.region
    line = f"{place.id}\t{place.name}\tfiled: {place.region}, {place.country}\tlies: {where}\t{away}"
    is_far = place.id.startswith("curated:") and (nearest or 0.0) > FAR_M
    return line, found is None or wrong_country or wrong_region or is_far


if __name__ == "__main__":
    main()
