"""Name a feature of a map by what it was made from: its report, its layer and its words' offsets."""

from pipeline.model import Span


def feature_id(report: str, layer: str, span: Span) -> str:
    """Give the id under which layers, pages and addresses know a feature: "note-1#places-12-19"."""
    return f"{report}#{layer}-{span.start}-{span.end}"
