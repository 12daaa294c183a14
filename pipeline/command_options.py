"""Options that the commands of the command line share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from pipeline.fetch import Fetcher
from pipeline.model import Document, Failure
from pipeline.names.spacy_names import spacy_recogniser
from pipeline.read import Told, read_reports
from pipeline.resolution.setting import parse_region

reports = click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
directory = click.option(
    "--gazetteer",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="GAZETTEER_DIR",
    help="Folder of the gazetteer's index; the default is your cache folder.",
)
confidence = click.option(
    "--confidence",
    type=click.FloatRange(0.01, 0.99),
    default=0.9,
    show_default=True,
    help="Probability with which a drawn area holds the true place.",
)


def _region_of(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuse what is no region before anything is read."""
    if value is not None:
        parse_region(value)
    return value


region = click.option(
    "--region",
    metavar="REGION",
    callback=_region_of,
    help="Where namesakes are preferred: a country code (UA) or a box south,west,north,east in degrees.",
)


def _recogniser_of(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuse what is no recogniser before anything is read."""
    if value is not None:
        spacy_recogniser(value)
    return value


recogniser = click.option(
    "--recogniser",
    metavar="PIPELINE",
    callback=_recogniser_of,
    help="A spaCy pipeline, by name or folder, that is asked too what words are names; slow.",
)

project = click.option(
    "--project",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A project of the dashboard, with what was put right in it by hand.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How reports are read: what the user says of them, and whether web addresses may be asked."""

    told: Told
    offline: bool

    def of(self, reports: tuple[str, ...]) -> Iterator[Document | Failure]:
        """Read them."""
        return read_reports(reports, told=self.told, fetcher=None if self.offline else Fetcher())


def _told_columns(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Take `text=NOTES` apart; the names are those of the facts."""
    columns = {}
    for value in values:
        fact, mark, heading = value.partition("=")
        if not mark or fact not in {"text", "title", "source", "date"}:
            message = f"{value!r} is not of the form text=HEADING; the facts are text, title, source and date"
            raise click.BadParameter(message)
        columns[f"{fact}_column"] = heading
    return columns


def reading(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that say how reports are read."""

    @click.option("--offline", is_flag=True, help="Refuse web addresses.")
    @click.option("--encoding", metavar="NAME", help="Encoding of the files, where it would be guessed.")
    @click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="FACT=HEADING",
        callback=_told_columns,
        help="Column of a table that holds the text, title, source or date, where it would be guessed.",
    )
    @wraps(command)
    def with_reading(*, offline: bool, encoding: str | None, columns: dict[str, str], **rest: Any) -> int:  # noqa: ANN401
        return command(reading=Reading(told=Told(encoding=encoding, **columns), offline=offline), **rest)

    return with_reading


FILTERS = {
    "from": "First day to show, as 2023-03-28.",
    "to": "Last day to show.",
    "layer": "Layer to show: places, claims, checks or coordinates; may be given again, as those below.",
    "report": "Report to show, by its id.",
    "source": "Source to show.",
    "method": "How a point was placed: gazetteer, offset, coordinate or by hand.",
    "verdict": 'Verdict to show: holds, "distance off", "direction off", "both off" or "cannot check".',
    "status": 'How a project judged it: new, accepted, rejected or "needs check".',
    "least-score": "Lowest score to show, from 0 to 1.",
    "words": "Words that a feature must have in its name, quote, title or source.",
}
"""The options that narrow what is written, those of `pipeline.filters`, and what is said of each."""


def filters(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that narrow what it writes."""
    for name, said in reversed(FILTERS.items()):
        command = click.option(f"--{name}", f"only_{name}".replace("-", "_"), multiple=True, help=said)(command)
    return command
