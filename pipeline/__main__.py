"""The command line: `python -m pipeline extract | check | map`."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import click

from gazetteer.build import open_gazetteer
from gazetteer.errors import GazetteerError
from gazetteer.index import Gazetteer
from pipeline import command_options
from pipeline.about import About
from pipeline.copies import merge_copies
from pipeline.corpora.parts import Job
from pipeline.corpora.pool import do_in_pool
from pipeline.corpora.progress import Progress
from pipeline.corpora.runs import run as run_corpus
from pipeline.corpus import Options, analyse_each, analyse_parallel
from pipeline.corrections import Correction
from pipeline.errors import CorrectionError, PipelineError
from pipeline.model import Document, Failure, Report
from pipeline.read import NOTHING_TOLD
from pipeline.record import record_line
from pipeline.statements import as_table, statements_of
from pipeline.writing import replacing

if TYPE_CHECKING:
    from pipeline.project.store import Project
    from pipeline.review import Judgement

DONE, CLAIM_OFF, TROUBLE = 0, 1, 2


@click.group()
def main() -> None:
    """Read reports, find places and distance claims, check them, and draw a map."""


@main.command()
@command_options.reports
@command_options.reading
@click.option(
    "-o",
    "--output",
    metavar="FILE | FOLDER/",
    help="Where the records go; default standard output. A folder is for a corpus: parts with a manifest, "
    "and the same command goes on where it was stopped.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="Processes to use; default 1, for a folder one a core of this machine.",
)
@click.option(
    "--form",
    type=click.Choice(["jsonl", "parquet"]),
    default="jsonl",
    show_default=True,
    help="What a folder's parts hold: records, or the features of all layers as GeoParquet.",
)
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose cluster does the work; needs a folder.")
@command_options.project
@command_options.confidence
@command_options.region
@command_options.recogniser
@command_options.directory
def extract(
    reports: tuple[str, ...],
    reading: command_options.Reading,
    output: str | None,
    workers: int | None,
    form: Literal["jsonl", "parquet"],
    scheduler: str | None,
    project: Path | None,
    confidence: float,
    region: str | None,
    recogniser: str | None,
    directory: Path | None,
) -> int:
    """Print one JSON record a report."""
    options = Options(confidence=confidence, region=region, recogniser=recogniser, corrections=_corrections(project))
    if output and _is_folder(output):
        if reading.told != NOTHING_TOLD:
            message = "--encoding and --column are for a file or standard output; a folder takes reports as they are"
            raise click.UsageError(message)
        return _extract_corpus(
            reports, Job(folder=Path(output), options=options, form=form), directory, workers, scheduler
        )
    if scheduler or form != "jsonl":
        message = f"--{'scheduler' if scheduler else 'form'} needs a folder for the parts: end the name after -o with /"
        raise click.UsageError(message)
    return _extract_stream(reading.of(reports), Path(output) if output else None, options, directory, workers or 1)


def _extract_stream(
    items: Iterator[Document | Failure], output: Path | None, options: Options, directory: Path | None, workers: int
) -> int:
    gazetteer = _open(directory)
    if workers == 1:
        lines = analyse_each(items, gazetteer=gazetteer, options=options, finish=record_line)
    else:
        lines = analyse_parallel(items, directory=directory, options=options, finish=record_line, workers=workers)
    with _sink(output) as stream:
        failed = _write_lines(lines, stream)
    return TROUBLE if failed else DONE


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def _extract_corpus(
    reports: tuple[str, ...],
    job: Job,
    directory: Path | None,
    workers: int | None,
    scheduler: str | None,
) -> int:
    gazetteer = _open(directory)
    if scheduler:
        if find_spec("distributed") is None:
            message = "--scheduler needs Dask: pip install -r requirements-cluster.txt, here and on the workers"
            raise click.UsageError(message)
        from pipeline.corpora.cluster import do_on_cluster  # noqa: PLC0415  (Dask is optional)

        do = partial(do_on_cluster, directory=directory, address=scheduler)
    else:
        do = partial(do_in_pool, directory=directory, workers=workers or os.cpu_count() or 1)
    done, failed = run_corpus(reports, job, gazetteer=gazetteer, do=do, advance=Progress(_say))
    _say(f"{job.folder}: {done:,} reports, {failed:,} failed; see {job.folder / 'manifest.json'}")
    return TROUBLE if failed else DONE


def _say(message: str) -> None:
    click.echo(message, err=True)


@main.command()
@command_options.reports
@command_options.reading
@click.option("--json", "as_json", is_flag=True, help="One JSON object a claim instead of a table.")
@command_options.project
@command_options.confidence
@command_options.region
@command_options.recogniser
@command_options.directory
def check(
    reports: tuple[str, ...],
    reading: command_options.Reading,
    as_json: bool,
    project: Path | None,
    confidence: float,
    region: str | None,
    recogniser: str | None,
    directory: Path | None,
) -> int:
    """Hold every distance claim against the map, one line a claim; exit status 1 when one is off."""
    options = Options(confidence=confidence, region=region, recogniser=recogniser, corrections=_corrections(project))
    done, failed = _analyse_all(reading.of(reports), options, _open(directory))
    statements = [statement for report in done for statement in statements_of(report)]
    if as_json:
        lines = [json.dumps(statement.as_json(), ensure_ascii=False) for statement in statements]
    else:
        lines = as_table(statements)
    for line in lines:
        click.echo(line)
    if done and not statements:
        click.echo("no distance claims were found", err=True)
    if failed:
        return TROUBLE
    return CLAIM_OFF if any(statement.is_off for statement in statements) else DONE


@main.command(name="map")
@command_options.reports
@command_options.reading
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The suffix picks the form.")
@click.option("--title", help="Title of the map.")
@click.option("--description", help="What the map shows, in a sentence or two.")
@click.option("--alt-text", help="The same for those who cannot see it; the default is the description.")
@click.option("--precision", metavar="GRID", help="Move every point onto a grid first: 0.01deg, 500m, 10km.")
@click.option("--no-quotes", is_flag=True, help="Leave out what reports say beside the words that were found.")
@click.option("--tiles", metavar="URL", help="Online tiles that readers of a page may switch to.")
@click.option("--tiles-credit", default="", metavar="TEXT", help="Whose tiles they are.")
@command_options.filters
@command_options.project
@command_options.confidence
@command_options.region
@command_options.recogniser
@command_options.directory
def map_(
    reports: tuple[str, ...],
    reading: command_options.Reading,
    output: Path,
    title: str | None,
    description: str | None,
    alt_text: str | None,
    precision: str | None,
    no_quotes: bool,
    tiles: str | None,
    tiles_credit: str,
    project: Path | None,
    confidence: float,
    region: str | None,
    recogniser: str | None,
    directory: Path | None,
    **only: tuple[str, ...],
) -> int:
    """Write a map, a picture, a data file or a bundle of evidence of the reports."""
    # geopandas and folium take seconds to import.
    from pipeline.export import check_target, write  # noqa: PLC0415
    from pipeline.filters import counted, described, from_query, narrowed  # noqa: PLC0415
    from pipeline.layers import to_layers  # noqa: PLC0415
    from pipeline.obscure import parse_precision  # noqa: PLC0415
    from pipeline.review import reviewed  # noqa: PLC0415
    from pipeline.web.view import parse_tiles  # noqa: PLC0415

    check_target(output)
    grid = parse_precision(precision) if precision is not None else None
    online = (parse_tiles(tiles, tiles_credit),) if tiles is not None else ()
    chosen = from_query({name: only[f"only_{name}".replace("-", "_")] for name in command_options.FILTERS})
    options = Options(confidence=confidence, region=region, recogniser=recogniser, corrections=_corrections(project))
    done, failed = _analyse_all(reading.of(reports), options, _open(directory))
    everything = reviewed(to_layers(done), done, _judgements(project)).layers
    shown = narrowed(everything, chosen)
    about = About(
        title=title,
        description=description,
        alt_text=alt_text,
        generated=datetime.now(UTC),
        filter_words=described(chosen),
        shown=sum(counted(shown).values()),
        total=sum(counted(everything).values()),
        precision=grid,
        quotes=not no_quotes,
        tiles=online,
    )
    write(done, output, about=about, layers=shown)
    click.echo(
        f"{output}: written, {len(done)} of {len(done) + failed} reports, {about.shown} of {about.total} features",
        err=True,
    )
    return TROUBLE if failed else DONE


def _corrections(project: Path | None) -> tuple[Correction, ...]:
    if project is None:
        return ()
    with _opened(project) as opened:
        return opened.corrections()


def _judgements(project: Path | None) -> "tuple[Judgement, ...]":
    if project is None:
        return ()
    with _opened(project) as opened:
        return opened.judgements()


@main.command()
@command_options.project
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where they go; default standard output.")
@click.option(
    "--take-in",
    "theirs",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE.json",
    help="Take in a colleague's instead, each once.",
)
def corrections(project: Path | None, output: Path | None, theirs: Path | None) -> int:
    """Give what was put right by hand in a project as a JSON file; without --project, in the dashboard's own."""
    if output and theirs:
        message = "-o gives corrections and --take-in takes them; ask for one of the two"
        raise click.UsageError(message)
    with _opened(project) as opened:
        if theirs is None:
            with _sink(output) as stream:
                stream.write(opened.export_corrections().encode("utf-8"))
            return DONE
        try:
            opened.import_corrections(theirs.read_bytes().decode("utf-8", "replace"))
        except CorrectionError as error:
            message = f"{theirs}: {error}"
            raise CorrectionError(message) from None
        _say(f"{opened.path}: {opened.log(limit=1)[0].what}")
    return DONE


def _opened(project: Path | None) -> "Project":
    from pipeline.project.store import Project  # noqa: PLC0415  (SQLAlchemy takes a second to import)

    return Project.open(project)


@main.command()
@click.argument(
    "records", nargs=-1, required=True, metavar="RUN_FOLDER | RECORDS.jsonl...", type=click.Path(path_type=Path)
)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The suffix picks the form.")
@click.option("--by", type=click.Choice(["place", "division", "hexagon"]), required=True, help="What is counted in.")
@click.option(
    "--resolution",
    type=click.IntRange(0, 15),
    default=4,
    show_default=True,
    help="How fine hexagons are: at 4 about 26 km a side, each step 2.6 times as fine.",
)
@click.option("--week", "weekly", is_flag=True, help="Count each week of publication by itself.")
@click.option("--title", help="Title of the map.")
def count(
    records: tuple[Path, ...],
    output: Path,
    by: Literal["place", "division", "hexagon"],
    resolution: int,
    weekly: bool,
    title: str | None,
) -> int:
    """Count what records hold, for maps too large to draw point by point; .html .geojson .gpkg .csv .parquet."""
    # geopandas takes seconds to import.
    from pipeline.counting.cells import sorter  # noqa: PLC0415
    from pipeline.counting.counts import count_records, described, read_records  # noqa: PLC0415
    from pipeline.counting.forms import check_target, write_counts  # noqa: PLC0415

    check_target(output)
    counts = count_records(read_records(records), sorter(by, resolution=resolution), weekly=weekly)
    about = About(title=title, description=described(counts), generated=datetime.now(UTC))
    write_counts(counts, output, legend=f"Mentions by {by}", about=about)
    _say(f"{output}: written. {about.description}")
    return DONE


def _write_lines(lines: Iterable[tuple[str, str | None]], stream: BinaryIO) -> int:
    failed = 0
    for line, error in lines:
        stream.write(line.encode("utf-8") + b"\n")
        if error:
            failed += 1
            click.echo(error, err=True)
    return failed


def _analyse_all(
    items: Iterable[Document | Failure], options: Options, gazetteer: Gazetteer
) -> tuple[list[Report], int]:
    """Analyse every report, copies once; say why for those that fail, and count them."""
    done: list[Report] = []
    failed = 0
    for result in analyse_each(merge_copies(items), gazetteer=gazetteer, options=options, finish=_as_it_is):
        if isinstance(result, Failure):
            failed += 1
            click.echo(result.reason, err=True)
        else:
            done.append(result)
    return done, failed


def _as_it_is(result: Report | Failure) -> Report | Failure:
    return result


@contextmanager
def _sink(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with replacing(output) as stream:
            yield stream


def _open(directory: Path | None) -> Gazetteer:
    return open_gazetteer(directory, progress=_say)


def run(command: Callable[..., int | None]) -> int:
    """Run *command*; any trouble becomes one line on standard error and exit status 2."""
    try:
        return command(standalone_mode=False) or DONE
    except click.ClickException as error:
        click.echo(error.format_message().replace("\n", " "), err=True)
    except (PipelineError, GazetteerError) as error:
        click.echo(str(error), err=True)
    except BrokenPipeError:
        # Whoever read our output has gone: what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
    return TROUBLE


if __name__ == "__main__":
    sys.exit(run(main))
