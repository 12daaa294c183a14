"""Keep reports, corrections and judgements in one file, so that what a person did today stands tomorrow."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update

from gazetteer.index import Gazetteer
from pipeline.corpus import Options, analyse_each
from pipeline.corrections import Corrected, Correction, corrected, in_words
from pipeline.errors import CorrectionError
from pipeline.maker import Maker
from pipeline.model import Document, Failure, Report
from pipeline.project import tables
from pipeline.project.changes import Entry, Touch, Written, conflicts, touch_of, touch_of_judgement
from pipeline.project.codec import (
    corrections_from_json,
    corrections_to_json,
    from_json,
    packed,
    to_json,
    unpacked,
)
from pipeline.project.database import open_engine, trouble
from pipeline.review import Judgement

MAX_LOG = 500
"""Entries of the log that are given at once."""


def default_path() -> Path:
    """Give the file in which work is kept unless another is named: in the user's data folder."""
    return user_data_path("conflict-map") / "project.sqlite"


def _now() -> datetime:
    return datetime.now(UTC)


class Project:
    """A project, open. Several windows and processes may hold one at a time; safe to share between threads.

    Whatever a method that changes something has returned is on the disk. Every change takes `seen`, the
    revision that its window last saw: see `Written` for what comes of changes made meanwhile. `None`
    sets the change over whatever is there.
    """

    def __init__(self, path: Path, engine: Engine, *, author: str | None, clock: Callable[[], datetime]) -> None:
        self.path = path
        self.author = author
        self._engine = engine
        self._clock = clock

    @classmethod
    def open(
        cls, path: Path | None = None, *, author: str | None = None, clock: Callable[[], datetime] = _now
    ) -> "Project":
        """Open the project in *path*, by default the one in the user's data folder; begin it where there is none.

        `author` is who the log names. Raises `ProjectError`, and leaves the file as it is, where it is
        none of ours, damaged, or written by a newer version.
        """
        if path is None:
            path = default_path()
            with suppress(OSError):  # opening the file says what is wrong
                path.parent.mkdir(parents=True, exist_ok=True)
        path = path.absolute()
        return cls(path, open_engine(path), author=author, clock=clock)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Use it as a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it at the block's end."""
        self.close()

    # Reading.

    @property
    def revision(self) -> int:
        """Give the number of changes made so far."""
        with self._reading() as connection:
            return _revision(connection)

    def documents(self) -> tuple[Document, ...]:
        """Give the reports as they were taken in, in that order."""
        query = select(tables.reports.c.document).order_by(tables.reports.c.position)
        with self._reading() as connection:
            return tuple(from_json(text, Document) for text in connection.scalars(query))

    def corrections(self) -> tuple[Correction, ...]:
        """Give the corrections that stand, in the order they were made."""
        with self._reading() as connection:
            return _standing(connection)

    def without_report(self) -> tuple[Correction, ...]:
        """Give the corrections whose report is not in the project: they count again when it comes back."""
        known = {document.id for document in self.documents()}
        return tuple(item for item in self.corrections() if item.report not in known)

    def judgements(self) -> tuple[Judgement, ...]:
        """Give the judgement of each feature that has one."""
        query = select(tables.judgements.c.judgement)
        with self._reading() as connection:
            found = [from_json(text, Judgement) for text in connection.scalars(query)]
        return tuple(sorted(found, key=lambda judgement: (judgement.made, judgement.report, judgement.quoted.span)))

    def log(self, *, after: int = -1, limit: int = MAX_LOG) -> tuple[Entry, ...]:
        """Give what was done, the latest first; only what came after a revision where one is given."""
        query = select(tables.log.c.entry).where(tables.log.c.revision > after).order_by(tables.log.c.revision.desc())
        with self._reading() as connection:
            return tuple(from_json(text, Entry) for text in connection.scalars(query.limit(limit)))

    def setting(self, key: str) -> str | None:
        """Give a setting that was kept."""
        query = select(tables.settings.c.value).where(tables.settings.c.key == key)
        with self._reading() as connection:
            return connection.scalar(query)

    def results(
        self, gazetteer: Gazetteer, options: Options, *, only: Iterable[str] | None = None
    ) -> Iterator[Corrected | Failure]:
        """Give every report as the corrections have it, one by one, in order; `only` those with these ids.

        What was analysed before by the same program, gazetteer and options is not analysed again.
        """
        standing = self.corrections()
        wanted = None if only is None else set(only)
        for document in self.documents():
            if wanted is None or document.id in wanted:
                made = self.analysed(document, gazetteer, options)
                if isinstance(made, Failure):
                    yield made
                else:
                    yield corrected(made, standing, gazetteer, confidence=options.confidence)

    # Changing.

    def add_reports(
        self, documents: Iterable[Document], *, file: str | None = None, seen: int | None = None
    ) -> Written:
        """Take in reports; one whose id is known takes the other's place, and its corrections stay.

        `file` is the name of the file they came from.
        """
        items = list(documents)

        def act(connection: Connection) -> str:
            last = connection.scalar(select(func.max(tables.reports.c.position))) or 0
            for number, document in enumerate(items, start=1):
                values = {"document": to_json(document), "file": file}
                known = tables.reports.c.key == _key(document.id)
                if not connection.execute(update(tables.reports).where(known).values(values)).rowcount:
                    row = {"key": _key(document.id), "position": last + number} | values
                    connection.execute(insert(tables.reports).values(row))
            return f"added {_count(len(items), 'report')}"

        return self._write(act, seen=seen)

    def remove_reports(self, ids: Iterable[str], *, seen: int | None = None) -> Written:
        """Take out reports; their corrections and judgements stay, and count again when the reports come back."""
        keys = [_key(name) for name in ids]

        def act(connection: Connection) -> str:
            for key in keys:
                connection.execute(delete(tables.reports).where(tables.reports.c.key == key))
            return f"removed {_count(len(keys), 'report')}"

        return self._write(act, seen=seen)

    def correct(self, correction: Correction, *, seen: int | None = None) -> Written:
        """Keep a correction. It is made later than all before it, whatever the clock says, so that it counts."""

        def act(connection: Connection) -> str:
            last = connection.scalar(select(func.max(tables.corrections.c.made)))
            made = max(correction.made, datetime.fromisoformat(last) + timedelta(microseconds=1) if last else _EARLIEST)
            _keep(connection, replace(correction, made=made))
            return in_words(correction)

        return self._write(act, touches=[touch_of(correction)], seen=seen, author=correction.author)

    def undo(self, correction_id: str | None = None, *, seen: int | None = None) -> Written:
        """Undo a correction, by default the last that stands.

        Raises `CorrectionError` where there is none.
        """
        standing = self.corrections()
        found = next((item for item in reversed(standing) if correction_id in {None, item.id}), None)
        if found is None:
            message = "there is no such correction to undo" if correction_id else "there is no correction to undo"
            raise CorrectionError(message)

        def act(connection: Connection) -> str:
            one = tables.corrections.c.id == found.id
            connection.execute(update(tables.corrections).where(one).values(undone=True))
            return f"undid: {in_words(found)}"

        return self._write(act, touches=[touch_of(found, undone=True)], seen=seen)

    def judge(self, judgements: Sequence[Judgement], *, seen: int | None = None) -> Written:
        """Keep what a person thinks of features, one or many at once."""

        def act(connection: Connection) -> str:
            for judgement in judgements:
                key = _feature_key(judgement)
                connection.execute(delete(tables.judgements).where(tables.judgements.c.key == key))
                connection.execute(insert(tables.judgements).values(key=key, judgement=to_json(judgement)))
            statuses = " and ".join(sorted({judgement.status for judgement in judgements}))
            return f"judged {_count(len(judgements), 'feature')} {statuses}"

        author = next((judgement.author for judgement in judgements), None)
        return self._write(act, touches=[*map(touch_of_judgement, judgements)], seen=seen, author=author)

    def set_setting(self, key: str, value: str | None) -> None:
        """Keep a setting, or forget it: that is no change to what the project says."""
        with trouble(self.path), self._writing() as connection:
            connection.execute(delete(tables.settings).where(tables.settings.c.key == key))
            if value is not None:
                connection.execute(insert(tables.settings).values(key=key, value=value))

    def export_corrections(self) -> str:
        """Give the corrections that stand as a JSON file."""
        return corrections_to_json(self.corrections())

    def import_corrections(self, text: str, *, seen: int | None = None) -> Written:
        """Take in the corrections of such a file, each once, with the times they were made.

        Raises `CorrectionError` for a file that cannot be read; then none is taken in.
        """
        items = corrections_from_json(text)

        def act(connection: Connection) -> str:
            known = {correction.id for correction in _standing(connection)}
            fresh = [item for item in items if item.id not in known]
            for item in fresh:
                _keep(connection, item)
            return f"took in {_count(len(fresh), 'correction')}, {len(items) - len(fresh)} known already"

        return self._write(act, touches=[*map(touch_of, items)], seen=seen)

    # Parts.

    def _write(
        self,
        act: Callable[[Connection], str],
        *,
        touches: Sequence[Touch] = (),
        seen: int | None,
        author: str | None = None,
    ) -> Written:
        """Do *act*, which says in words what it did, and count it, unless others did otherwise since *seen*."""
        with trouble(self.path), self._writing() as connection:
            revision = _revision(connection)
            others = _since(connection, seen) if seen is not None else ()
            clashing = conflicts(touches, others)
            if clashing:
                return Written(saved=False, revision=revision, others=others, conflicts=clashing)
            entry = Entry(
                revision=revision + 1,
                at=self._clock(),
                author=author or self.author,
                what=act(connection),
                touches=tuple(touches),
            )
            connection.execute(insert(tables.log).values(revision=entry.revision, entry=to_json(entry)))
            connection.execute(update(tables.state).values(revision=entry.revision))
        return Written(saved=True, revision=revision + 1, others=others)

    def analysed(self, document: Document, gazetteer: Gazetteer, options: Options) -> Report | Failure:
        """Give a report from the file where nothing it was made by has changed, else analyse it and keep it."""
        made_by = _made_by(document, gazetteer, options)
        key = _key(document.id)
        table = tables.extractions
        with self._reading() as connection:
            row = connection.execute(select(table).where(table.c.report == key)).one_or_none()
        if row is not None and row.made_by == made_by:
            with suppress(ValueError):  # bytes that came to harm are made anew
                return unpacked(row.report_packed)
        (made,) = analyse_each([document], gazetteer=gazetteer, options=options, finish=_as_it_is)
        if isinstance(made, Report):
            with trouble(self.path), self._writing() as connection:
                # The report may have been removed in another window meanwhile.
                if connection.scalar(select(tables.reports.c.key).where(tables.reports.c.key == key)):
                    connection.execute(delete(table).where(table.c.report == key))
                    connection.execute(insert(table).values(report=key, made_by=made_by, report_packed=packed(made)))
        return made

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with trouble(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Open a transaction that is written when the block ends well."""
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection


_EARLIEST = datetime.min.replace(tzinfo=UTC)


def _as_it_is(result: Report | Failure) -> Report | Failure:
    return result


def _revision(connection: Connection) -> int:
    return connection.scalar(select(tables.state.c.revision)) or 0


def _since(connection: Connection, seen: int) -> tuple[Entry, ...]:
    query = select(tables.log.c.entry).where(tables.log.c.revision > seen).order_by(tables.log.c.revision)
    return tuple(from_json(text, Entry) for text in connection.scalars(query))


def _standing(connection: Connection) -> tuple[Correction, ...]:
    table = tables.corrections
    query = select(table.c.correction).where(table.c.undone.is_(False)).order_by(table.c.position)
    return tuple(from_json(text, Correction) for text in connection.scalars(query))


def _keep(connection: Connection, correction: Correction) -> None:
    """Set a correction behind the others; one that was undone stands again."""
    table: Table = tables.corrections
    connection.execute(delete(table).where(table.c.id == correction.id))
    last = connection.scalar(select(func.max(table.c.position))) or 0
    made = correction.made.astimezone(UTC).isoformat(timespec="microseconds")
    row = {"id": correction.id, "position": last + 1, "correction": to_json(correction), "made": made, "undone": False}
    connection.execute(insert(table).values(row))


def _key(report: str) -> str:
    """Name a report in the file: an id may hold characters that no database takes."""
    return hashlib.sha256(report.encode("utf-8", "surrogatepass")).hexdigest()


def _feature_key(judgement: Judgement) -> str:
    quoted = judgement.quoted
    return _key(to_json((judgement.report, judgement.layer, quoted.span.start, quoted.span.end, quoted.words)))


def _made_by(document: Document, gazetteer: Gazetteer, options: Options) -> str:
    """Name everything that a report is made from; equal names mean equal reports."""
    return _key("\n".join(to_json(each) for each in (Maker.of(gazetteer), options, document)))


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
