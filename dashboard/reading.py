"""Read and analyse what was handed in, once for each report and setting."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock

import streamlit as st

from dashboard import project
from dashboard.samples import sample_project, sample_reports
from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from pipeline.copies import merge_copies
from pipeline.corpus import Options
from pipeline.corrections import Correction, NotApplied, corrected
from pipeline.encode import markdown_text
from pipeline.errors import ProjectError
from pipeline.layers import LAYERS, Layers, Row, Unplaced, rows_of, to_layers, unplaced
from pipeline.model import Document, Failure, Report
from pipeline.moves import Moved
from pipeline.project.store import Project
from pipeline.review import Judgement, reviewed

Say = Callable[[str], None]
"""Tell the visitor how far things are, in a few words of Markdown."""

ANALYSED = "analysed"
RESULTS = "results"
STOPPED = "stopped"
DECIDED = "decided"
REMEMBERED = 4
"""Results kept for a session, so that going back to an earlier one takes no time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All that the page shows of some reports under some settings; `waiting` counts those not read yet."""

    reports: tuple[Report, ...]
    failures: tuple[Failure, ...]
    layers: Layers
    rows: dict[str, Row]
    missing: dict[str, Unplaced]
    waiting: int = 0
    moved: tuple[Moved, ...] = ()
    not_applied: tuple[NotApplied, ...] = ()


@st.cache_resource(show_spinner=False)
def shelf() -> list[Gazetteer]:
    """Keep the gazetteer for all sessions, once there is one."""
    return []


def gazetteer(*, say: Say) -> Gazetteer:
    """Open the gazetteer; on first use it is built, and *say* is told, also by who waits for another to build it."""
    if not shelf():
        say("Opening the gazetteer")
    return _opened(lambda message: say(markdown_text(message[:1].upper() + message[1:])))


def _opened(progress: Say) -> Gazetteer:
    kept = shelf()
    if not kept:
        kept.append(open_gazetteer(progress=progress))
    return kept[0]


_AHEAD = Lock()
"""Held while `read_ahead` reads: a visit that begins meanwhile waits, and need not read the same beside it."""


@st.cache_resource(show_spinner=False)
def ready() -> dict[object, Result]:
    """Keep for all sessions what was read before there was one."""
    return {}


class _NotBuiltError(Exception):
    """The gazetteer has to be built first; that begins with a visit, which is told how far it is."""


def _not_now(_: str) -> None:
    raise _NotBuiltError


def read_ahead(documents: tuple[Document, ...], options: Options) -> None:
    """Read reports for the visits to come; nothing is read where the gazetteer is not built yet.

    Raises `GazetteerError` and `PipelineError` as the visit would, which says them.
    """
    with _AHEAD, suppress(_NotBuiltError):
        places = _opened(_not_now)
        keeper = _keeper(documents)
        done = [_analysed(item, places, options, keeper) for item in merge_copies(documents)]
        ready()[documents, options] = made_of(done)


def _keeper(documents: Sequence[Document]) -> Project:
    """Give the project that keeps what is read in these reports."""
    if documents == sample_reports():
        with suppress(ProjectError):  # a folder that is not ours to write to: they are read at each start
            return sample_project()
    return project.project()


def _analysed(item: Document | Failure, places: Gazetteer, options: Options, keeper: Project) -> Report | Failure:
    return item if isinstance(item, Failure) else keeper.analysed(item, places, options)


def result_of(documents: tuple[Document, ...], options: Options) -> Result:
    """Give the result for these reports and settings, from memory where it was made before.

    A visitor may stop the reading: then the result holds what was read until then. The place for the
    progress is kept when there is none: without it all that follows would move up, and the map be mounted anew.
    """
    place = st.empty()
    if RESULTS not in st.session_state:
        with _AHEAD:
            st.session_state[RESULTS] = dict(ready())
    memory: dict[object, Result] = st.session_state[RESULTS]
    key = (documents, options)
    stopped = st.session_state.get(STOPPED) == key
    if key in memory and (stopped or not memory[key].waiting):
        return memory[key]
    with place.container():
        status = st.status("Reading …")
        st.button("Stop reading", on_click=_stop, args=(key,), disabled=stopped)

        def say(stage: str) -> None:
            status.update(label=f"{stage} …")

        memory[key] = _result(documents, options, say=say, stopped=stopped)
    place.empty()
    for oldest in list(memory)[:-REMEMBERED]:
        del memory[oldest]
    return memory[key]


def resume() -> None:
    """Read on after a stop."""
    st.session_state.pop(STOPPED, None)


def _stop(key: object) -> None:
    st.session_state[STOPPED] = key


def _result(documents: Sequence[Document], options: Options, *, say: Say, stopped: bool) -> Result:
    items = merge_copies(documents)
    done = _done(items, options, _keeper(documents), say=say, stopped=stopped)
    say("Drawing the map")
    return made_of(done, waiting=len(items) - len(done))


def _done(
    items: Sequence[Document | Failure], options: Options, keeper: Project, *, say: Say, stopped: bool
) -> Sequence[Report | Failure]:
    """Analyse what was not analysed before; each call of *say* is a moment in which Streamlit can stop the run."""
    known: dict[object, Report | Failure] = st.session_state.setdefault(ANALYSED, {})
    places = None if stopped else gazetteer(say=say)
    done = []
    for number, item in enumerate(items, start=1):
        key = (item, options)
        if key not in known:
            if places is None:
                continue
            say(markdown_text(f"Finding places and checking claims, report {number} of {len(items)}: {item.id}"))
            known[key] = _analysed(item, places, options, keeper)
        done.append(known[key])
    return done


def decided(result: Result, options: Options) -> Result:
    """Give the result as people have put it right and judged it, from memory where nothing has changed since."""
    corrections, judgements = project.corrections(), project.judgements()
    if not corrections and not judgements:
        return result
    kept: tuple[int, Result, Result] | None = st.session_state.get(DECIDED)
    if kept is None or kept[0] != project.revision() or kept[1] is not result:
        kept = (project.revision(), result, _decided(result, corrections, judgements, options))
        st.session_state[DECIDED] = kept
    return kept[2]


def _decided(
    result: Result, corrections: tuple[Correction, ...], judgements: tuple[Judgement, ...], options: Options
) -> Result:
    places = gazetteer(say=lambda _: None)
    done = [corrected(report, corrections, places, confidence=options.confidence) for report in result.reports]
    made = made_of([*(item.report for item in done), *result.failures], waiting=result.waiting, judgements=judgements)
    return replace(
        made,
        moved=tuple(moved for item in done for moved in item.moved),
        not_applied=tuple(lost for item in done for lost in item.not_applied),
    )


def made_of(done: Sequence[Report | Failure], *, waiting: int = 0, judgements: Sequence[Judgement] = ()) -> Result:
    """Put together what the page shows of analysed reports."""
    reports = tuple(made for made in done if isinstance(made, Report))
    layers = reviewed(to_layers(reports), reports, judgements).layers
    return Result(
        reports=reports,
        failures=tuple(made for made in done if isinstance(made, Failure)),
        layers=layers,
        rows={row["id"]: row for name in LAYERS for row in rows_of(layers[name])},
        missing={item.id: item for item in unplaced(reports)},
        waiting=waiting,
    )
