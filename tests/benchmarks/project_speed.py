"""Print what keeping a project costs: saving a correction, opening again with everything analysed, filters.

python tests/benchmarks/project_speed.py
"""
# ruff: noqa: T201  (printing figures is what a benchmark does)

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from project import GAZETTEER  # noqa: E402

from gazetteer.build import open_gazetteer  # noqa: E402
from gazetteer.index import Gazetteer  # noqa: E402
from gazetteer.place import Point  # noqa: E402
from pipeline.corpus import Options  # noqa: E402
from pipeline.corrections import Corrected, Correction, ToPoint  # noqa: E402
from pipeline.filters import Filter, narrowed  # noqa: E402
from pipeline.layers import Layers, rows_of, to_layers  # noqa: E402
from pipeline.model import Document, Report  # noqa: E402
from pipeline.project.store import Project  # noqa: E402
from pipeline.quoting import quote  # noqa: E402
from pipeline.read import read_reports  # noqa: E402
from pipeline.review import Judgement, judgement_of, new_above, reviewed  # noqa: E402

REPORTS, CORRECTIONS = 200, 100
NOW = datetime.now(UTC)


T = TypeVar("T")


def timed(name: str, act: Callable[[], T], base: float | None = None) -> tuple[T, float]:
    """Print the processor's and the clock's seconds of *act*, and their share of *base*."""
    cpu, clock = time.process_time(), time.perf_counter()
    result = act()
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    share = f", {cpu / base:.2f} of the first reading" if base else ""
    print(f"{name:<52} {cpu:7.3f} s of processor, {clock:7.3f} s{share}")
    return result, cpu


def results(project: Project, gazetteer: Gazetteer) -> list[Corrected]:
    """Give every report of a project."""
    return [made for made in project.results(gazetteer, Options()) if isinstance(made, Corrected)]


def corrections(made: list[Corrected], *, scope: str) -> list[Correction]:
    """Put the first placed name of each report right."""
    choices = [(item.report, choice) for item in made for choice in item.report.choices[:1]]
    point = ToPoint(point=Point(lat=48.6, lon=38.0), uncertainty_m=10.0)
    return [
        Correction(
            report=report.document.id,
            quoted=quote(report.document.text, choice.toponym.span),
            decision=point,
            made=NOW,
            scope=scope,  # type: ignore[arg-type]
        )
        for report, choice in choices
    ]


def accepted_above(layers: Layers, reports: list[Report], least_score: float) -> list[Judgement]:
    """Accept all that the dashboard's button would."""
    by_id = {report.document.id: report for report in reports}
    rows = {row["id"]: row for frame in layers.values() for row in rows_of(frame)}
    found = (rows[name] for name in new_above(layers, least_score))
    return [judgement_of(by_id[row["report"]], row, "accepted", made=NOW) for row in found]


def main() -> None:
    """Fill a project and print the figures."""
    gazetteer = open_gazetteer(GAZETTEER)
    samples = [item for item in read_reports(["assets/samples"]) if isinstance(item, Document)]
    documents = [replace(samples[number % len(samples)], id=f"report-{number}") for number in range(REPORTS)]
    with tempfile.TemporaryDirectory() as folder, Project.open(Path(folder) / "project.sqlite") as project:
        project.add_reports(documents)
        made, first = timed(f"{REPORTS} reports read for the first time", lambda: results(project, gazetteer))
        timed("the same, opened again", lambda: results(project, gazetteer), first)
        wanted = corrections(made, scope="mention")[:CORRECTIONS]
        timed(f"{len(wanted)} corrections saved, one by one", lambda: [project.correct(item) for item in wanted])
        made, _ = timed("opened again with them", lambda: results(project, gazetteer), first)
        project.correct(corrections(made, scope="project")[0])
        made, _ = timed("and with one for the whole project", lambda: results(project, gazetteer), first)
        reports = [item.report for item in made]
        layers, _ = timed("their layers", lambda: to_layers(reports))
        accepted, _ = timed("all above 0.5 accepted", lambda: accepted_above(layers, reports, 0.5))
        timed(f"{len(accepted)} judgements saved at once", lambda: project.judge(accepted))
        timed("their statuses set", lambda: reviewed(layers, reports, project.judgements()))
        timed("filtered by status and words", lambda: narrowed(layers, Filter(statuses=("new",), words="road")))
        print(f"the file holds {project.path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
