"""Let the visitor take out what is shown, or everything, in any form, coarsened and without quotes on request."""

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from dashboard.reading import Result
from pipeline.about import About, Precision
from pipeline.encode import markdown_text
from pipeline.errors import PrecisionError
from pipeline.filters import Filter, counted, described
from pipeline.layers import Layers
from pipeline.obscure import parse_precision


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What shall leave: a form, all or what is shown, and what the file says of itself."""

    suffix: str
    layers: Layers
    about: About


def show_export(result: Result, shown: Layers, chosen: Filter) -> None:
    """Offer the file behind one button; what writes files is loaded once it is opened."""
    popover = st.popover("Export", disabled=not result.reports, key="export", on_change="rerun")
    if not popover.open:
        return
    from pipeline.export import FORMS, as_bytes  # noqa: PLC0415  (a tenth of what the page takes to start)

    with popover:
        wish = _wish(result, shown, chosen, {suffix: form.name for suffix, form in FORMS.items()})
        st.download_button(
            f"Download {FORMS[wish.suffix].name}",
            data=lambda: as_bytes(result.reports, wish.suffix, about=wish.about, layers=wish.layers),
            file_name=f"conflict-map{wish.suffix}",
            mime=FORMS[wish.suffix].media_type,
            on_click="ignore",
            type="primary",
            use_container_width=True,
        )


def _wish(result: Result, shown: Layers, chosen: Filter, forms: dict[str, str]) -> _Wish:
    suffix = st.selectbox("Form", list(forms), key="export-form", format_func=forms.__getitem__)
    some, every = sum(counted(shown).values()), sum(counted(result.layers).values())
    which = st.radio("What", [f"what is shown ({some:,})", f"everything ({every:,})"], key="export-what")
    title = st.text_input("Title", key="export-title", placeholder="Conflict map", max_chars=200)
    alt_text = st.text_input(
        "What the map shows, in a sentence", key="export-alt", placeholder="for those who cannot see it", max_chars=500
    )
    everything = which.startswith("everything")
    about = About(
        title=title.strip() or None,
        alt_text=alt_text.strip() or None,
        generated=datetime.now(UTC).replace(microsecond=0),
        filter_words="" if everything else described(chosen),
        shown=every if everything else some,
        total=every,
        precision=_precision(),
        quotes=not st.checkbox("Leave quotes out", key="export-quotes"),
    )
    return _Wish(suffix=suffix, layers=result.layers if everything else shown, about=about)


def _precision() -> Precision | None:
    """Ask for a grid onto which points are moved before they leave."""
    words = st.text_input("Coarsen points to", key="export-grid", placeholder="as they are; or 0.01 deg, 500 m, 10 km")
    if not words.strip():
        return None
    try:
        return parse_precision(words)
    except PrecisionError as error:
        st.warning(f"{markdown_text(error)} Until then points stay as they are.")
        return None
