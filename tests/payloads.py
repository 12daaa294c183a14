"""Reports whose every text is hostile: one payload in every slot that a user's data can reach."""

import tomllib
from dataclasses import replace
from pathlib import Path

from reports_by_hand import AVDIIVKA, BAKHMUT, TEXT, choice, report

from gazetteer.place import Candidate
from pipeline.model import Choice, Document, Finding, Report, Span, Toponym, WrittenCoordinate

CASES = tomllib.loads((Path(__file__).parent / "cases" / "payloads.toml").read_text(encoding="utf-8"))["payload"]
PAYLOADS: dict[str, str] = {case["name"]: case["text"] for case in CASES}


def hostile_report(payload: str) -> Report:
    """Build the report by hand with *payload* as its id, title, source, words, names and notes."""
    plain = report()
    text = f"{TEXT} {payload} Bakhmut."
    evil = replace(BAKHMUT, name=payload, region=payload, id=payload)
    words = Span(start=len(TEXT) + 1, end=len(TEXT) + 1 + len(payload))
    placed = Choice(
        toponym=Toponym(span=words, name=payload, role="location", modifier=payload),
        place=evil,
        score=0.5,
        candidates=(
            Candidate(place=evil, name=payload, fit=1.0, why=payload),
            Candidate(place=replace(AVDIIVKA, name=payload), name=payload, fit=0.5, why=payload),
        ),
    )
    lost = choice(text, "Xyzzyville", None)
    refused = WrittenCoordinate(span=words, notation="DD", point=None, uncertainty_m=None, problem=payload)
    return replace(
        plain,
        document=Document(id=payload, text=text, title=payload, source=payload, published=plain.document.published),
        sentences=(*plain.sentences, Span(start=words.start, end=len(text))),
        choices=(*plain.choices, placed, lost),
        findings=tuple(_hostile(finding, evil_name=payload, text=text) for finding in plain.findings),
        coordinates=(*plain.coordinates, refused),
        warnings=(payload,),
    )


def _hostile(finding: Finding, *, evil_name: str, text: str) -> Finding:
    grounded = finding.grounded
    length = grounded.claim.distance
    claim = replace(
        grounded.claim,
        span=Span(start=len(TEXT) + 1, end=len(text)),
        distance=replace(length, number=evil_name, hedge=evil_name) if length else None,
    )
    return replace(
        finding,
        grounded=replace(
            grounded,
            claim=claim,
            anchor=replace(BAKHMUT, name=evil_name),
            subject=replace(AVDIIVKA, name=evil_name) if grounded.subject else None,
        ),
        check=replace(finding.check, note=evil_name) if finding.check else None,
    )
