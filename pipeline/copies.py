"""Reports with the same text become one, which knows all who brought it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipeline.model import Copy, Document, Failure


def merge_copies(items: Iterable[Document | Failure]) -> list[Document | Failure]:
    """Merge documents whose text is the same but for blanks and line ends; failures pass through.

    The one that stays is the first to be published, then the first by source and id; the others
    become its `copies`. Which documents come out does not depend on the order they came in; each
    stands where the first of its text stood.
    """
    groups: dict[str, list[Document]] = {}
    order: list[str | Failure] = []
    for item in items:
        if isinstance(item, Failure):
            order.append(item)
            continue
        key = " ".join(item.text.split())
        if key not in groups:
            order.append(key)
        groups.setdefault(key, []).append(item)
    return [item if isinstance(item, Failure) else _merged(groups[item]) for item in order]


def _merged(same: list[Document]) -> Document:
    first, *others = sorted(same, key=_rank)
    copies = {copy for document in same for copy in document.copies} | {_copy(document) for document in others}
    return replace(first, copies=tuple(sorted(copies, key=_rank))) if copies else first


def _copy(document: Document) -> Copy:
    return Copy(
        id=document.id,
        title=document.title,
        source=document.source,
        published=document.published,
        link=document.link,
    )


def _rank(one: Document | Copy) -> tuple[date, str, str, str, str, str]:
    """Order reports by day (those without one last), then by what tells them apart."""
    text = one.text if isinstance(one, Document) else ""
    return one.published or date.max, one.source or "", one.id, one.title or "", one.link or "", text
