"""Let an installed spaCy pipeline say which words of a text are names."""

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.errors import RecogniserError
from pipeline.model import Span
from pipeline.names.entities import Entity, Recogniser, Sort

if TYPE_CHECKING:
    from spacy.language import Language

_SORTS: dict[str, Sort] = {
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "PERSON": "person",
    "PER": "person",
    "ORG": "body",
    "NORP": "body",
}
"""What the labels of spaCy's pipelines mean to us; all others are names of something else."""

_NOT_NEEDED = ("lemmatizer", "attribute_ruler", "tagger", "parser", "morphologizer")
"""Parts of a pipeline that names do not depend on, and that take most of its time."""


@lru_cache(maxsize=2)
def spacy_recogniser(model: str) -> Recogniser:
    """Give what the pipeline *model*, the name of an installed one or its folder, does to a text.

    Raises `RecogniserError` where spaCy or the pipeline is not installed.
    """
    return recogniser_of(_load(model))


def recogniser_of(language: "Language") -> Recogniser:
    """Give what a pipeline that is in memory does to a text; one longer than it takes is read in part."""

    def recognise(text: str) -> tuple[Entity, ...]:
        entities = language(text[: language.max_length]).ents
        return tuple(
            Entity(span=Span(start=each.start_char, end=each.end_char), sort=_SORTS.get(each.label_, "other"))
            for each in entities
        )

    return recognise


def _load(model: str) -> "Language":
    try:
        import spacy  # noqa: PLC0415  (optional, and slow to import)
    except ImportError:
        message = "a recogniser needs spaCy: pip install -r requirements-nlp.txt"
        raise RecogniserError(message) from None
    try:
        return spacy.load(model, exclude=list(_NOT_NEEDED))
    except OSError:
        message = f"{model!r} is no spaCy pipeline: give the name of an installed one (en_core_web_sm) or its folder"
        raise RecogniserError(message) from None
