"""Show the selected record beside the map, or how to read the map."""

from collections.abc import Sequence

import streamlit as st

from dashboard.order import point_id
from dashboard.reading import Result
from dashboard.state import select, selected
from pipeline import cards
from pipeline.page import card_html

HOW_TO_READ = """
#### How to read this map
- A **circle** is a place a report names; the number counts the mentions.
- A **diamond** in a dashed area is a claim such as “13 miles south-west of …”: the area is where it may lie.
- A **line** joins the two ends of a claim that could be measured; its dashes and its label say whether it holds.
- A **square** is a coordinate as written.

Choose anything on the map, in a table or in a text to see its quote, its source and its doubt here.
"""


def show_detail(result: Result, order: Sequence[str]) -> None:
    """Show the card of the selected record; *order* is that in which one walks through them."""
    row = result.rows.get(selected() or "")
    if row is None:
        st.markdown(HOW_TO_READ)
        if order:
            st.button("Begin with the most doubtful", on_click=select, args=(order[0],))
        return
    _walk(point_id(row["id"]), order)
    st.html(card_html(cards.card(row)))


def _walk(record_id: str, order: Sequence[str]) -> None:
    """Offer the record before and the one after."""
    if not order:
        return
    at = order.index(record_id) if record_id in order else -1
    back, where, forward = st.columns([1, 1, 1], vertical_alignment="center")
    back.button("‹ Previous", on_click=select, args=(order[at - 1],), use_container_width=True)
    where.caption(f"{at + 1} of {len(order)}, doubtful first" if at >= 0 else "not among those shown")
    forward.button("Next ›", on_click=select, args=(order[(at + 1) % len(order)],), use_container_width=True)
