"""Make ready, before anybody asks, what the first page shows and what the first report needs."""

from contextlib import suppress
from threading import Event
from time import sleep

from dashboard import project
from dashboard.intake import CONFIDENCE
from dashboard.reading import read_ahead, shelf
from dashboard.samples import sample_reports
from gazetteer.errors import GazetteerError
from pipeline.analyse import analyse
from pipeline.corpus import Options
from pipeline.errors import PipelineError

shown = Event()
"""Set once a page has been shown."""

DRAWING_S = 2.0
"""For how long a browser draws the page that was sent to it, which is not to be held up."""


def prepare() -> None:
    """Open the gazetteer for the first visit, and read what it will show where the project holds no reports."""
    with suppress(GazetteerError, PipelineError):  # the visit meets the same, and says it
        reports = () if project.project().documents() else sample_reports()
        read_ahead(reports, Options(confidence=CONFIDENCE / 100))


def rehearse() -> None:
    """Analyse a report once a page has been shown, so that what the analysis loads is there for the visitor's own."""
    shown.wait()
    sleep(DRAWING_S)
    if shelf():
        with suppress(PipelineError):
            analyse(sample_reports()[0], shelf()[0])
