"""Let the visitor say where online tiles come from; none is asked for before the map's own control chooses them."""

import re

import streamlit as st

from dashboard.project import keep_setting, kept_setting
from pipeline.about import Tiles
from pipeline.encode import markdown_text
from pipeline.web.view import OPENSTREETMAP

SETTING, CREDIT = "tiles", "tiles-credit"
_ADDRESS = re.compile(r"https?://[\w.:\-]+/[\w./:\-?=&%{}~@,+]{1,500}")
_PARTS = ("{z}", "{x}", "{y}")


def choose_tiles() -> None:
    """Ask for the address of tiles and whom to credit; the project keeps both."""
    for name in (SETTING, CREDIT):
        if name not in st.session_state:
            st.session_state[name] = kept_setting(name) or ""
    words = st.text_input(
        "Online tiles: address", key=SETTING, placeholder=OPENSTREETMAP.url, on_change=_keep, args=(SETTING,)
    )
    st.text_input("Credit of the tiles", key=CREDIT, max_chars=200, on_change=_keep, args=(CREDIT,))
    if words.strip() and not is_address(words.strip()):
        st.warning(
            f"{markdown_text(words.strip()[:80])} is no address of tiles: it begins with https:// and holds "
            f"{markdown_text(', '.join(_PARTS))}. OpenStreetMap is offered until then."
        )


def chosen_tiles() -> list[Tiles]:
    """Give the tiles that the map offers: the visitor's own where the address is one, else OpenStreetMap's."""
    words = str(st.session_state.get(SETTING) or "").strip()
    if not is_address(words):
        return [OPENSTREETMAP]
    credit = str(st.session_state.get(CREDIT) or "").strip()
    return [Tiles(name="Own tiles (online)", url=words, credit=credit or words.split("/")[2])]


def is_address(words: str) -> bool:
    """Tell whether *words* can be an address of tiles."""
    return bool(_ADDRESS.fullmatch(words)) and all(part in words for part in _PARTS)


def _keep(name: str) -> None:
    keep_setting(name, str(st.session_state[name]).strip())
