"""A judgement stays with its words and counts for what was shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from reports_by_hand import AVDIIVKA, TEXT, report

from pipeline.layers import LAYERS, Row, rows_of, to_layers
from pipeline.model import Document, Report, Span, Status
from pipeline.review import Judgement, judgement_of, new_above, reviewed

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def first_row(made: Report, layer: str) -> Row:
    """Give the first feature of a layer."""
    return rows_of(to_layers([made])[layer])[0]


def judged(made: Report, layer: str, status: Status = "accepted", *, at: datetime = NOON) -> Judgement:
    """Judge the first feature of a layer."""
    return judgement_of(made, first_row(made, layer), status, made=at)


def statuses(made: Report, *judgements: Judgement) -> dict[str, list[str]]:
    """Give the statuses of all features by layer."""
    result = reviewed(to_layers([made]), [made], judgements)
    return {name: [row["status"] for row in rows_of(result.layers[name])] for name in LAYERS}


@pytest.mark.parametrize("layer", LAYERS)
def test_judged_feature_has_its_status(layer: str) -> None:
    """It alone; the point and the area of a claim are one."""
    found = statuses(report(), judged(report(), layer))

    assert found[layer][0] == "accepted"
    assert sum(status != "new" for row in found.values() for status in row) == (2 if layer == "claims" else 1)


def test_later_judgement_counts() -> None:
    """A second thought, whatever the order they are given in."""
    one, two = judged(report(), "places"), judged(report(), "places", "rejected", at=LATER)

    assert statuses(report(), two, one)["places"][0] == "rejected"
    assert statuses(report(), one, judged(report(), "places", "new", at=LATER))["places"][0] == "new"


def test_judgement_finds_its_words_when_they_moved() -> None:
    """A line before the text moves every offset, and no judgement."""
    plain = report()
    judgement = judged(plain, "places")
    words = judgement.quoted.span
    moved = replace(
        plain,
        document=replace(plain.document, text=f"A line.\n{TEXT}"),
        sentences=(Span(start=0, end=8 + len(TEXT)),),
        choices=(
            replace(
                plain.choices[0],
                toponym=replace(plain.choices[0].toponym, span=Span(start=words.start + 8, end=words.end + 8)),
            ),
        ),
        findings=(),
        coordinates=(),
    )

    assert statuses(moved, judgement)["places"] == ["accepted"]


def test_another_place_needs_a_check() -> None:
    """What was accepted is the place that was shown, not any place at these words."""
    plain = report()
    other = replace(plain, choices=(replace(plain.choices[0], place=AVDIIVKA), *plain.choices[1:]))

    assert statuses(other, judged(plain, "places"))["places"][0] == "needs check"
    assert statuses(other, judged(plain, "places", "new"))["places"][0] == "new"


def test_all_above_a_score_are_accepted() -> None:
    """Those that somebody judged keep their status, and those without a score are left."""
    plain = report()
    first = reviewed(to_layers([plain]), [plain], [judged(plain, "places", "rejected")]).layers
    words = {row["id"]: (row["layer"], row["words"]) for frame in first.values() for row in rows_of(frame)}
    above = [words[name] for name in new_above(first, 0.9)]

    assert [name for layer, name in above if layer == "places"] == ["Bakhmut", "Avdiivka"]
    assert [words[name][0] for name in new_above(first, 1.0)] == ["coordinates"]


def test_judgement_whose_feature_is_gone_is_listed() -> None:
    """Words that are gone, a feature that is gone, a report that is not there."""
    plain = report()
    judgement = judged(plain, "places")
    bare = Report(document=Document(id="note-1", text="Gone."), sentences=(), choices=(), findings=(), coordinates=())
    without = replace(plain, choices=())

    for reports in ([bare], [without], []):
        assert reviewed(to_layers(reports), reports, [judgement]).lost == (judgement,)
    assert reviewed(to_layers([plain]), [plain], [judgement]).lost == ()
