"""The whole way of one report, from its text to checked places: read this first."""

from collections.abc import Sequence
from dataclasses import replace

from gazetteer.index import Gazetteer
from gazetteer.names import is_mixed_script
from pipeline.check import check
from pipeline.coordinates import find_coordinates
from pipeline.dates import find_dates
from pipeline.distances import find_distance_claims
from pipeline.ground import ground_claims
from pipeline.locate import locate
from pipeline.model import Document, Finding, Report, Toponym
from pipeline.names.entities import Recogniser
from pipeline.resolve import resolve
from pipeline.sentences import find_sentences
from pipeline.toponyms import add_claimed, find_toponyms


def analyse(
    document: Document,
    gazetteer: Gazetteer,
    *,
    confidence: float = 0.9,
    region: str | None = None,
    recogniser: Recogniser | None = None,
) -> Report:
    """Find, resolve, locate and check all that *document* says about places.

    `confidence` (0..1) is the probability with which a drawn area shall hold the true place;
    `region` an ISO 3166-1 alpha-2 code that is preferred among namesakes; `recogniser` a second
    opinion on what words are names. The result depends on
    nothing but the arguments.
    """
    text = document.text
    sentences = tuple(find_sentences(text))
    coordinates = tuple(find_coordinates(text))
    entities = recogniser(text) if recogniser else ()
    found = tuple(find_toponyms(text, sentences, gazetteer, entities=entities))
    claims = tuple(find_distance_claims(text, sentences, [toponym.span for toponym in found]))
    toponyms = add_claimed(text, found, claims)
    choices = resolve(text, toponyms, claims, gazetteer, region=region)
    refused = tuple(written.problem for written in coordinates if written.problem)
    report = Report(
        document=document,
        sentences=sentences,
        choices=choices,
        findings=(),
        coordinates=coordinates,
        dates=tuple(find_dates(text, document.published)),
        warnings=document.warnings + refused + _disguised(text, toponyms),
        claims=claims,
    )
    return settle(report, gazetteer, confidence=confidence)


def settle(report: Report, gazetteer: Gazetteer, *, confidence: float = 0.9) -> Report:
    """Ground, locate and check the claims of *report* by its choices: again whenever a choice was changed."""
    if not report.claims and not report.findings:
        return report
    grounded = ground_claims(
        report.document.text, report.sentences, report.claims, report.choices, capital_of=gazetteer.capital
    )
    findings = tuple(
        Finding(grounded=claim, location=locate(claim, confidence=confidence), check=check(claim)) for claim in grounded
    )
    return replace(report, findings=findings)


def _disguised(text: str, toponyms: Sequence[Toponym]) -> tuple[str, ...]:
    """Warn of names that mix scripts, once a spelling, where it first stands: a slip of the keyboard, or a disguise."""
    if text.isascii():
        return ()
    first: dict[str, int] = {}
    for toponym in toponyms:
        if is_mixed_script(name := " ".join(toponym.span.of(text).split())):
            first.setdefault(name, toponym.span.start)
    warnings, line, at = [], 1, 0
    for name, start in first.items():
        line, at = line + text.count("\n", at, start), start
        warnings.append(f'"{name}" (line {line}, offset {start}) mixes Latin and Cyrillic letters')
    return tuple(warnings)
