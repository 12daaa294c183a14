"""The sample reports, and what was read in them at an earlier start."""

from functools import cache

import streamlit as st

from gazetteer.build import default_directory
from pipeline.copies import merge_copies
from pipeline.model import Document
from pipeline.project.store import Project
from pipeline.read import SUFFIXES, read_bytes
from pipeline.web.scripts import ASSETS

SAMPLES = ASSETS / "samples"


@cache
def sample_reports() -> tuple[Document, ...]:
    """Give the reports that are shown until there are others."""
    files = [file for file in sorted(SAMPLES.iterdir()) if file.suffix in SUFFIXES]
    items = (item for file in files for item in read_bytes(file.name, file.read_bytes()))
    return tuple(item for item in items if isinstance(item, Document))


@st.cache_resource(show_spinner=False)
def sample_project() -> Project:
    """Open the file beside the gazetteer that keeps what was read in the samples.

    They are no part of anybody's project, which keeps only what was read in its own reports. Raises
    `ProjectError` where nothing can be kept.
    """
    project = Project.open(default_directory() / "samples.db")
    reports = tuple(item for item in merge_copies(sample_reports()) if isinstance(item, Document))
    if project.documents() != reports:
        project.remove_reports(document.id for document in project.documents())
        project.add_reports(reports)
    return project
