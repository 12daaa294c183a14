"""Keep the visitor's reports, corrections and judgements in the project's file; every change is on the disk at once."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import streamlit as st

from pipeline.corrections import Correction
from pipeline.errors import CorrectionError, PipelineError
from pipeline.layers import Row
from pipeline.model import Document, Failure, Report, Status
from pipeline.project.changes import Entry, Written
from pipeline.project.store import Project
from pipeline.read import with_unique_ids
from pipeline.review import Judgement, judgement_of

T = TypeVar("T")

VARIABLE = "CONFLICT_MAP_PROJECT"
"""The environment variable that names the project's file where `--project` does not."""

_SEEN, _KEPT, _NEWS, _CLASH, _TROUBLE = "project-seen", "project-kept", "project-news", "project-clash", "trouble"


@st.cache_resource(show_spinner=False)
def _opened(path: Path | None) -> Project:
    """Open a project once for all windows."""
    return Project.open(path)


def project() -> Project:
    """Give the open project: that of `--project FILE` behind `--` on Streamlit's command line, else the user's own.

    Raises `ProjectError` where it cannot be opened.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--project")
    named = parser.parse_known_args(sys.argv[1:])[0].project or os.environ.get(VARIABLE)
    return _opened(Path(named) if named else None)


def look() -> None:
    """Look what other windows did since this one last saw the project, and keep it to be told."""
    revision = project().revision
    seen = st.session_state.get(_SEEN)
    if seen is not None and revision > seen:
        st.session_state[_NEWS] = project().log(after=seen)
    st.session_state[_SEEN] = revision


def documents() -> tuple[Document, ...]:
    """Give the reports of the project."""
    return _kept("documents", project().documents)


def corrections() -> tuple[Correction, ...]:
    """Give the corrections that stand, in the order in which they were made."""
    return _kept("corrections", project().corrections)


def judgements() -> tuple[Judgement, ...]:
    """Give what was thought of features."""
    return _kept("judgements", project().judgements)


def revision() -> int:
    """Give the number of changes that this window knows of."""
    return int(st.session_state.get(_SEEN) or 0)


def log() -> Sequence[Entry]:
    """Give what was done, the last first."""
    return project().log()


def add(items: Iterable[Document | Failure], *, file: str | None = None) -> tuple[Failure, ...]:
    """Take reports in under ids of their own, one that is there already once; give those that could not be read."""
    known = {document.id: document for document in documents()}
    fresh = [item for item in items if not (item.id in known and _same(item, known[item.id]))]
    named = list(with_unique_ids([*known.values(), *fresh]))[len(known) :]
    found = [item for item in named if isinstance(item, Document)]
    if found:
        _write(lambda seen: project().add_reports(found, file=file, seen=seen))
    return tuple(item for item in named if isinstance(item, Failure))


def remove(ids: Sequence[str]) -> None:
    """Take reports out; what was decided about them counts again when they come back."""
    _write(lambda seen: project().remove_reports(ids, seen=seen))


def correct(correction: Correction, *, seen: int | None = None) -> bool:
    """Keep a correction, thought of when the project stood at *seen*; False where it could not be, which is said."""
    return _write(lambda revision: project().correct(correction, seen=revision), seen=seen)


def undo(correction_id: str) -> None:
    """Take a correction back."""
    _write(lambda seen: project().undo(correction_id, seen=seen))


def judge(pairs: Sequence[tuple[Report, Row]], status: Status) -> None:
    """Set the review state of features, each with its report."""
    now = datetime.now(UTC)
    made = [judgement_of(report, row, status, made=now) for report, row in pairs]
    _write(lambda seen: project().judge(made, seen=seen))


def kept_setting(name: str) -> str | None:
    """Give a setting that the project keeps."""
    return project().setting(name)


def keep_setting(name: str, value: str) -> None:
    """Let the project keep a setting; "" forgets it."""
    try:
        project().set_setting(name, value or None)
    except PipelineError as error:
        st.session_state[_TROUBLE] = str(error)


def news() -> Sequence[Entry]:
    """Give once what other windows did."""
    found: Sequence[Entry] = st.session_state.pop(_NEWS, ())
    return found


def clash() -> Written | None:
    """Give what came of a change that met another one to the same thing, until it is settled."""
    found = st.session_state.get(_CLASH)
    return found[0] if found else None


def settle(*, insist: bool) -> None:
    """Settle a clash: set this window's change over the other, or let it go."""
    found = st.session_state.pop(_CLASH, None)
    if found and insist:
        _write(found[1])


def trouble() -> str | None:
    """Give once why a change could not be kept."""
    found: str | None = st.session_state.pop(_TROUBLE, None)
    return found


def _write(act: Callable[[int | None], Written], *, seen: int | None = None) -> bool:
    """Do a change; what others did meanwhile is kept to be told, and a clash to be settled."""
    try:
        written = act(st.session_state.get(_SEEN) if seen is None else seen)
    except (PipelineError, CorrectionError) as error:
        st.session_state[_TROUBLE] = str(error)
        return False
    st.session_state[_SEEN] = written.revision
    if written.others:
        st.session_state[_NEWS] = written.others
    if not written.saved:
        st.session_state[_CLASH] = (written, act)
    return True


def _kept(name: str, read: Callable[[], T]) -> T:
    """Read from the file once a revision."""
    kept: dict[str, tuple[int, T]] = st.session_state.setdefault(_KEPT, {})
    if name not in kept or kept[name][0] != revision():
        kept[name] = (revision(), read())
    return kept[name][1]


def _same(item: Document | Failure, known: Document) -> bool:
    return isinstance(item, Document) and item.text == known.text
