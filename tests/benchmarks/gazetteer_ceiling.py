"""Print which share of the annotated place names the gazetteer has a right place for.

    python tests/benchmarks/gazetteer_ceiling.py TOPONYMS.jsonl... [--km 161] [--missed]

A literal name counts as held when some candidate for its very words lies within the distance.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer, distance_m
from gazetteer.place import Point


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--km", default=161.0, show_default=True, help="How near a candidate must lie.")
@click.option("--missed", is_flag=True, help="List what is missed.")
def main(files: tuple[Path, ...], *, km: float, missed: bool) -> None:
    """Measure FILES against the default gazetteer."""
    gazetteer = open_gazetteer(progress=lambda message: click.echo(message, err=True))
    for path in files:
        mentions = [
            mention
            for line in path.read_text(encoding="utf-8").strip().split("\n")
            for mention in json.loads(line)["mentions"]
            if mention["lat"] is not None and mention.get("type") in (None, "literal")
        ]
        lacking = [mention for mention in mentions if not is_held(gazetteer, mention, km * 1000.0)]
        share = 1.0 - len(lacking) / len(mentions)
        click.echo(f"{path.name}: {share:.3f} of {len(mentions)} names have a place within {km:g} km")
        kinds = Counter(str(mention.get("fcode") or mention.get("note")) for mention in lacking)
        click.echo("  missed by kind: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(15)))
        if missed:
            names = Counter((mention["text"], str(mention.get("fcode") or mention.get("note"))) for mention in lacking)
            for (text, kind), count in names.most_common(200):
                click.echo(f"  {count}\t{text}\t{kind}")


def is_held(gazetteer: Gazetteer, mention: dict[str, Any], metres: float) -> bool:
    """Tell whether some candidate lies within *metres* of the truth."""
    truth = Point(lat=mention["lat"], lon=mention["lon"])
    return any(distance_m(truth, found.place.point) <= metres for found in gazetteer.candidates(mention["text"]))


if __name__ == "__main__":
    main()
