"""Let the visitor lay shapes of their own, such as a front line, over the map, each with its day and its source."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.project import keep_setting, kept_setting
from dashboard.state import key_of, remembered
from pipeline.encode import markdown_text
from pipeline.errors import PipelineError
from pipeline.geodata import GEODATA_SUFFIXES, Geodata, read_geodata
from pipeline.maps import shapes_group
from pipeline.web.view import FURTHER_COLOURS

SETTING = "own-layers"
_SAID = "own-said"
MOST_LAYERS = 8
MOST_MB = 5
"""A project keeps no larger file of shapes, for it is read at every visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """A file as it was handed in, and what its owner says of it."""

    name: str
    source: str
    day: str
    data: bytes


def choose_own_layers() -> None:
    """Take in a file of shapes, and list those that there are."""
    with st.form("own-layer", border=False, clear_on_submit=True):
        st.file_uploader(
            "Own shapes, such as a front line",
            type=[suffix.removeprefix(".") for suffix in GEODATA_SUFFIXES],
            max_upload_size=MOST_MB,
            key="own-file",
        )
        st.text_input("Source of the shapes", max_chars=200, placeholder="who drew them", key="own-source")
        st.date_input("Day they speak of", value=None, key="own-day")
        # A callback cannot be cut off by the next click, as what stands here could be.
        st.form_submit_button("Lay it over the map", on_click=_take, use_container_width=True)
    for said in st.session_state.pop(_SAID, ()):
        st.warning(markdown_text(said))
    for number, found in enumerate(_files()):
        words, button = st.columns([3, 2], vertical_alignment="center")
        words.caption(markdown_text(title_of(found)))
        button.button(
            "Take off",
            key=key_of("own-off", number, title_of(found)),
            on_click=_drop,
            args=(found,),
            use_container_width=True,
        )


def own_groups() -> list[Any]:
    """Give the groups of the visitor's own shapes."""
    files = _files()
    layers = remembered("own-layers", None, files, lambda: [(title_of(found), _read(found)) for found in files])
    colours = FURTHER_COLOURS[1:]
    return [
        shapes_group(made.table, title, colour=colours[number % len(colours)])
        for number, (title, made) in enumerate(layers)
        if made
    ]


def title_of(found: OwnFile) -> str:
    """Name a file with its day and its source: what no layer is shown without."""
    return f"{found.name} ({found.day or 'day not told'}; {found.source or 'source not told'})"


def _take() -> None:
    """Keep a file that can be read; let it be said in a sentence why another cannot."""
    file = st.session_state["own-file"]
    if file is None:
        return
    source, day = st.session_state["own-source"].strip(), st.session_state["own-day"]
    files, data = _files(), file.getvalue()
    if len(files) >= MOST_LAYERS:
        st.session_state[_SAID] = [f"A map holds {MOST_LAYERS} files of shapes: take one off first."]
        return
    try:
        made = read_geodata(file.name, data)
    except PipelineError as error:
        st.session_state[_SAID] = [str(error)]
        return
    st.session_state[_SAID] = list(made.problems)
    _keep([*files, OwnFile(name=made.name, source=source, day=day.isoformat() if day else "", data=data)])


def _drop(gone: OwnFile) -> None:
    _keep([found for found in _files() if found != gone])


def _keep(files: Sequence[OwnFile]) -> None:
    written = [[found.name, found.source, found.day, b64encode(found.data).decode()] for found in files]
    keep_setting(SETTING, json.dumps(written, ensure_ascii=True) if written else "")


def _files() -> list[OwnFile]:
    kept = kept_setting(SETTING)
    return remembered("own-files", None, kept, lambda: _unpacked(kept))


def _unpacked(kept: str | None) -> list[OwnFile]:
    return [
        OwnFile(name=name, source=source, day=day, data=b64decode(data))
        for name, source, day, data in json.loads(kept or "[]")
    ]


def _read(found: OwnFile) -> Geodata | None:
    """Read a file again; None for one that this version no longer reads, which is said."""
    try:
        return read_geodata(found.name, found.data)
    except PipelineError as error:
        st.warning(markdown_text(error))
        return None
