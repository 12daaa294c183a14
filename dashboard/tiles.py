"""Let the visitor say where online tiles come from; none is asked for before the map's own control chooses them."""

import streamlit as st

from dashboard.project import keep_setting, kept_setting
from pipeline.about import Tiles
from pipeline.encode import markdown_text
from pipeline.errors import TilesError
from pipeline.web.view import OPENSTREETMAP, parse_tiles

SETTING, CREDIT = "tiles", "tiles-credit"


def recall_tiles() -> None:
    """Take the address of tiles and whom to credit from the project when a visit begins."""
    for name in (SETTING, CREDIT):
        if name not in st.session_state:
            st.session_state[name] = kept_setting(name) or ""


def choose_tiles() -> None:
    """Ask for the address of tiles and whom to credit; the project keeps both."""
    words = st.text_input(
        "Online tiles: address", key=SETTING, placeholder=OPENSTREETMAP.url, on_change=_keep, args=(SETTING,)
    )
    st.text_input("Credit of the tiles", key=CREDIT, max_chars=200, on_change=_keep, args=(CREDIT,))
    if words.strip():
        try:
            own_tiles(words, "")
        except TilesError as error:
            st.warning(f"{markdown_text(error)}. OpenStreetMap is offered until then.")


def chosen_tiles() -> list[Tiles]:
    """Give the tiles that the map offers: the visitor's own where the address is one, else OpenStreetMap's."""
    try:
        return [own_tiles(str(st.session_state.get(SETTING) or ""), str(st.session_state.get(CREDIT) or ""))]
    except TilesError:
        return [OPENSTREETMAP]


def own_tiles(address: str, credit: str) -> Tiles:
    """Read the address of tiles; their host is credited where nobody else is. Raises `TilesError` for no address."""
    host = address.strip().partition("://")[2].partition("/")[0]
    return parse_tiles(address.strip(), credit.strip() or host or "unknown")


def _keep(name: str) -> None:
    keep_setting(name, str(st.session_state[name]).strip())
