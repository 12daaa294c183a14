"""List what is on the map, what was checked and what was not placed; a row selects its record."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.reading import Result
from dashboard.records import point_id
from dashboard.state import remembered, select, selected, shows, up_to_date
from pipeline.encode import visible
from pipeline.layers import Layers, Row, Unplaced, rows_of
from pipeline.model import Report
from pipeline.statements import same_pairs, statements_of
from pipeline.web import cards

Columns = dict[str, list[Any]]

NO_CHECKS = "No claim in these reports names both of its places."


def show_checks(result: Result, layers: Layers, order: Sequence[str]) -> None:
    """List the claims that were held against the map, in that *order*, and beside each other those of one pair."""
    rows = remembered("checks", layers, order, lambda: _in_order(order, rows_of(layers["checks"])))
    _show("checks", layers, lambda: _check_columns(rows), [row["id"] for row in rows], empty=NO_CHECKS)
    pairs = remembered("pairs", layers, None, lambda: pairs_of(result.reports, rows))
    if pairs:
        st.markdown("**Said more than once**, of the same two places")
        ids = [row["id"] for pair in pairs for row in pair]
        _show("pairs", layers, lambda: _pair_columns(pairs), ids, empty="")


def _pair_columns(pairs: Sequence[Sequence[Row]]) -> Columns:
    beside = [row for pair in pairs for row in pair]
    columns = {
        "Pair": [str(number) for number, pair in enumerate(pairs, start=1) for _ in pair],
        "Said by": [cards.cite(row) for row in beside],
        **_check_columns(beside),
    }
    del columns["Source"]
    return columns


def pairs_of(reports: Sequence[Report], rows: Sequence[Row]) -> list[list[Row]]:
    """Group the *rows* of checks that speak of the same two places; single ones are left out."""
    at = {(row["report"], row["start"], row["end"]): row for row in rows}
    groups = same_pairs([statement for report in reports for statement in statements_of(report)])
    found = ([at.get((item.report, item.start, item.end)) for item in group] for group in groups.values())
    pairs = [[row for row in group if row] for group in found]
    return [pair for pair in pairs if len(pair) > 1]


def _check_columns(rows: Sequence[Row]) -> Columns:
    return {
        "Verdict": [row["verdict"] for row in rows],
        "From and to": [row["name"] for row in rows],
        "Stated": [row["stated"] for row in rows],
        "Measured": [row["measured"] for row in rows],
        "Ratio": [cards.ratio(row) for row in rows],
        "Why": [row["note"] for row in rows],
        "Quote": [row["quote"] for row in rows],
        "Source": [cards.cite(row) for row in rows],
    }


def show_evidence(layers: Layers, order: Sequence[str]) -> None:
    """List all that is on the map as points, in that *order*."""
    rows = remembered("evidence", layers, order, lambda: _evidence(layers, order))
    _show("evidence", layers, lambda: _evidence_columns(rows), [row["id"] for row in rows], empty="Nothing was placed.")


def _evidence(layers: Layers, order: Sequence[str]) -> list[Row]:
    return _in_order(order, (row for name in ("claims", "places", "coordinates") for row in rows_of(layers[name])))


def _in_order(order: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    found = {row["id"]: row for row in rows}
    return [found[record] for record in order if record in found]


def _evidence_columns(rows: Sequence[Row]) -> Columns:
    return {
        "What": [cards.LAYER_WORDS[row["layer"]] for row in rows],
        "Place or claim": [row["name"] for row in rows],
        "Quote": [row["quote"] for row in rows],
        "Position": [cards.position(row) for row in rows],
        "Doubt": [cards.doubt(row) for row in rows],
        "Placed by": [cards.METHODS[row["method"]] for row in rows],
        "Score": [cards.score(row) for row in rows],
        "Source": [cards.cite(row) for row in rows],
    }


def show_missing(items: Sequence[Unplaced]) -> None:
    """List what was found and is on no layer, with the reason."""
    empty = "All that was found is on the map."
    _show("missing", items, lambda: _missing_columns(items), [item.id for item in items], empty=empty)


def _missing_columns(items: Sequence[Unplaced]) -> Columns:
    return {
        "Words": [item.words for item in items],
        "Why": [item.reason for item in items],
        "On purpose": ["yes" if item.deliberate else "" for item in items],
        "Quote": [item.quote for item in items],
        "Report": [cards.on_page(item.report, item.page) for item in items],
    }


def _show(name: str, of: object, columns: Callable[[], Columns], ids: Sequence[str], *, empty: str) -> None:
    """Show a table whose rows and cells select records, the selected one ticked; it is made once for each *of*."""
    if not ids:
        st.info(empty)
        return
    key = f"table-{name}"
    here = point_id(selected() or "")
    wanted = [ids.index(here)] if here in ids else []
    st.session_state[key] = {"selection": {"rows": wanted, "columns": [], "cells": []}}
    shows(key, (ids, wanted))
    st.dataframe(
        remembered(key, of, None, lambda: _table(columns())),
        key=key,
        hide_index=True,
        on_select=lambda: _told(key, ids),
        selection_mode=["single-row", "single-cell"],
        column_config={"Quote": st.column_config.Column(width="large"), "Why": st.column_config.Column(width="medium")},
        alt=f"The {name} as a table",
    )


def _table(columns: Columns) -> pd.DataFrame:
    return pd.DataFrame({head: [visible(value or "") for value in values] for head, values in columns.items()})


def _told(key: str, ids: Sequence[str]) -> None:
    """Select what was picked, unless the browser still spoke of the rows, or the tick, that were there before."""
    if up_to_date():
        select(_picked(st.session_state[key], ids))


def _picked(state: Any, ids: Sequence[str]) -> str | None:  # noqa: ANN401  (Streamlit's answer)
    """Give the id of the row that was ticked, or of the one whose cell was clicked."""
    chosen = state["selection"]
    rows = [row for row, _ in chosen["cells"]] or list(chosen["rows"])
    return ids[rows[0]] if rows and rows[0] < len(ids) else None
