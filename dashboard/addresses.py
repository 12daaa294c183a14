"""Let a web address be read, where whoever runs the app allows it: off until it is switched on."""

import argparse
import os
import sys
from collections.abc import Sequence

import streamlit as st

from pipeline.encode import markdown_text
from pipeline.model import Document, Failure
from pipeline.read import read_reports
from pipeline.readers.days import is_address

VARIABLE = "CONFLICT_MAP_FETCH"
"""The environment variable that allows it where `--fetch` does not."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ALLOW, _TYPED, _WANTED = "allow-fetch", "address", "address-wanted"


def choose_whether() -> None:
    """Offer the switch, where there may be one."""
    if offered(st.get_option("server.address"), asked=_asked()):
        st.toggle(
            "Read web addresses",
            key=_ALLOW,
            help="This machine then asks for the address you enter, once, as robots.txt allows. No text is sent.",
        )


def allowed() -> bool:
    """Tell whether addresses are read in this window."""
    return bool(st.session_state.get(_ALLOW)) and offered(st.get_option("server.address"), asked=_asked())


def offered(address: str | None, *, asked: bool) -> bool:
    """Tell whether a visitor may switch it on: at his own machine, or where the server was started so.

    Elsewhere a visitor could make the server ask in his place.
    """
    return asked or address in LOOPBACK


def ask_for_address() -> None:
    """Take an address from the visitor."""
    with st.form("address-form", border=False, clear_on_submit=True):
        st.text_input("Web address", key=_TYPED, placeholder="https://… of a page, a PDF or a feed", max_chars=2000)
        st.form_submit_button("Fetch it", type="primary", on_click=_want, use_container_width=True)


def fetched() -> Sequence[Document | Failure] | None:
    """Give what the address that was entered sent; None where none waits to be asked."""
    address: str | None = st.session_state.get(_WANTED)
    if address is None:
        return None
    # A tenth of what the page takes to start, and seldom wanted.
    from pipeline.fetch import Fetcher  # noqa: PLC0415

    if not allowed() or not is_address(address):
        # Never a path: that would be a file of whoever runs the app.
        found: list[Document | Failure] = [
            Failure(id=address, reason=f"{address}: this is no web address; it begins with https:// or http://")
        ]
    else:
        with st.spinner(markdown_text(f"Asking for {address}")):
            found = list(read_reports([address], fetcher=Fetcher()))
    del st.session_state[_WANTED]
    return found


def _want() -> None:
    written = st.session_state[_TYPED].strip()
    st.session_state[_WANTED] = written or None


def _asked() -> bool:
    """Tell whether the server was started with `--fetch` behind `--`, or by the variable."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--fetch", action="store_true")
    return bool(parser.parse_known_args(sys.argv[1:])[0].fetch) or os.environ.get(VARIABLE) == "1"
