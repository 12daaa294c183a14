"""What a person decides stands: it is replayed on every reading, moves what follows from it, and is never lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import PAYLOADS

from gazetteer.index import Gazetteer
from gazetteer.place import Point
from pipeline.analyse import analyse
from pipeline.corrections import (
    Corrected,
    Correction,
    NotAPlace,
    Scope,
    ToPlace,
    ToPoint,
    corrected,
    in_words,
    typed_point,
)
from pipeline.errors import CorrectionError
from pipeline.layers import rows_of, to_layers, unplaced
from pipeline.model import Document, Report, Span
from pipeline.quoting import quote
from pipeline.record import to_record

TEXT = (
    "Shelling of Bakhmut went on. Columns were seen 13 miles southwest of Bakhmut, near Zeleny Hai farm.\n\n"
    "Avdiivka, a town roughly 90km to the south of Bakhmut, held. A crater at 48.5621, 37.9104 was measured. "
    "The Zeleny Hai farm burned; Kyiv said so."
)
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
HAND = ToPoint(point=Point(lat=48.7, lon=38.1), uncertainty_m=50.0)
AVDIIVKA = ToPlace(place="geonames:713174", name="Avdiivka")


@pytest.fixture(scope="module")
def plain(gazetteer: Gazetteer) -> Report:
    """Analyse the text once."""
    return analyse(Document(id="note", text=TEXT, published=date(2024, 1, 1)), gazetteer)


def at(words: str, nth: int = 0, text: str = TEXT) -> Span:
    """Find the *nth* time that words stand in a text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start=start, end=start + len(words))


def right(words: str, decision: Any, *, nth: int = 0, **fields: Any) -> Correction:
    """Put the words of the text right."""
    usual = {"report": "note", "quoted": quote(TEXT, at(words, nth)), "decision": decision, "made": NOON}
    return Correction(**usual | fields)


def placed(result: Report) -> dict[tuple[str, int], Any]:
    """Give id, score and hand of each name."""
    return {
        (choice.toponym.span.of(TEXT), choice.toponym.span.start): (
            choice.place.id if choice.place else None,
            choice.by_hand is not None,
        )
        for choice in result.choices
    }


def test_no_corrections_change_nothing(plain: Report, gazetteer: Gazetteer) -> None:
    """Without any, and with those of another report alone, the report is the same."""
    other = right("Bakhmut", HAND, report="another")

    assert corrected(plain, [], gazetteer) == Corrected(report=plain)
    assert corrected(plain, [other], gazetteer) == Corrected(report=plain)


def test_candidate_is_chosen(plain: Report, gazetteer: Gazetteer) -> None:
    """The mention means the chosen place, surely, and the place's extent is its uncertainty."""
    result = corrected(plain, [right("Bakhmut", AVDIIVKA, note="see map")], gazetteer)
    choice = result.report.choices[0]

    assert choice.place == gazetteer.place("geonames:713174")
    assert (choice.score, choice.uncertainty_m) == (1.0, choice.place.radius_m if choice.place else None)
    assert choice.candidates[0].place == choice.place
    assert result.report.choices[1].place == plain.choices[1].place
    (row,) = [row for row in rows_of(to_layers([result.report])["places"]) if row["start"] == at("Bakhmut").start]
    assert (row["method"], row["score"], row["note"]) == ("by hand", 1.0, "see map")
    assert to_record(result.report)["toponyms"][0]["by_hand"]["note"] == "see map"


def test_claim_moves_with_its_anchor(plain: Report, gazetteer: Gazetteer) -> None:
    """What counts from a corrected place moves as far, and the result says which and how far."""
    result = corrected(plain, [right("Bakhmut", HAND, nth=1)], gazetteer)

    claim, place = result.moved
    assert place.said.startswith("\u201cBakhmut\u201d moved ")
    assert not place.follows
    assert claim.id == f"note#claims-{at('13 miles').start}-{at('Bakhmut', 1).end}"
    assert claim.follows
    assert claim.said.endswith(" km with the place it counts from")
    assert claim.metres == pytest.approx(place.metres, rel=0.01)


def test_check_gets_another_verdict(plain: Report, gazetteer: Gazetteer) -> None:
    """A claim between two known places is checked anew."""
    north = ToPoint(point=Point(lat=48.95, lon=37.75), uncertainty_m=50.0)
    result = corrected(plain, [right("Bakhmut", north, nth=2)], gazetteer)

    assert result.moved[0].said.endswith("was \u201cdistance off\u201d and is now \u201cholds\u201d")


def test_point_by_hand_keeps_the_extent_of_its_town_for_claims(plain: Report, gazetteer: Gazetteer) -> None:
    """The marker is as sure as its digits; what is measured from the town still doubts where the town begins."""
    result = corrected(plain, [right("Bakhmut", HAND, nth=1)], gazetteer)
    choice = result.report.choices[1]

    assert choice.uncertainty_m == 50.0
    assert choice.place is not None
    assert plain.choices[1].place is not None
    assert choice.place.radius_m == plain.choices[1].place.radius_m


def test_not_a_place(plain: Report, gazetteer: Gazetteer) -> None:
    """The mention leaves the map, its claim with it, and both are listed with the note."""
    result = corrected(plain, [right("Bakhmut", NotAPlace(), nth=1, note="a ship")], gazetteer)
    missing = {item.words: (item.reason, item.deliberate) for item in unplaced([result.report])}

    assert [moved.said.partition("\u201d ")[2] for moved in result.moved] == ["is no longer on the map"] * 2
    assert [moved.follows for moved in result.moved] == [True, False]
    assert missing["Bakhmut"] == ("set aside by hand: a ship", True)


@pytest.mark.parametrize(("scope", "count"), [("mention", 1), ("report", 3), ("project", 3)])
def test_scope_says_how_many_mentions(plain: Report, gazetteer: Gazetteer, scope: Scope, count: int) -> None:
    """One mention, or all of the name."""
    result = corrected(plain, [right("Bakhmut", HAND, scope=scope)], gazetteer)

    assert sum(choice.by_hand is not None for choice in result.report.choices) == count


def test_project_reaches_other_reports(plain: Report, gazetteer: Gazetteer) -> None:
    """Only a correction for the project counts in other reports; one without the name is as it was."""
    elsewhere = replace(plain, document=replace(plain.document, id="other"))
    everywhere, here = (right("Bakhmut", HAND, scope=scope) for scope in ("project", "report"))
    without = analyse(Document(id="third", text="Lviv slept."), gazetteer)

    assert (
        sum(choice.by_hand is not None for choice in corrected(elsewhere, [everywhere], gazetteer).report.choices) == 3
    )
    assert corrected(elsewhere, [here], gazetteer).report == elsewhere
    assert corrected(without, [everywhere], gazetteer) == Corrected(report=without, applied=(everywhere,))


def test_narrower_wins_over_wider_and_later_over_earlier(plain: Report, gazetteer: Gazetteer) -> None:
    """Whatever the order they are given in."""
    late = NOON + timedelta(hours=1)
    corrections = [
        right("Bakhmut", HAND, scope="project", made=late + timedelta(hours=1)),
        right("Bakhmut", AVDIIVKA, scope="report", made=late),
        right("Bakhmut", NotAPlace(), scope="report"),
        right("Bakhmut", NotAPlace(), nth=1),
    ]
    results = {corrected(plain, order, gazetteer) for order in permutations(corrections)}

    assert len(results) == 1
    (result,) = results
    assert [choice.place.id if choice.place else None for choice in result.report.choices[:2]] == [AVDIIVKA.place, None]


def test_missed_words_are_added(plain: Report, gazetteer: Gazetteer) -> None:
    """Words at which nothing was found become a place, in a report wherever they stand."""
    words = "Zeleny Hai farm"
    one = corrected(plain, [right(words, HAND, missed=True)], gazetteer)
    both = corrected(plain, [right(words, HAND, missed=True, scope="report")], gazetteer)

    assert [key for key, value in placed(one.report).items() if value[1]] == [(words, at(words).start)]
    assert [key[0] for key, value in placed(both.report).items() if value[1]] == [words, words]


def test_name_in_another_role_becomes_a_location(plain: Report, gazetteer: Gazetteer) -> None:
    """Pointed at itself, a government's name is a place."""
    kyiv = at("Kyiv")
    before = next(choice for choice in plain.choices if choice.toponym.span == kyiv)
    result = corrected(plain, [right("Kyiv", HAND)], gazetteer)
    after = next(choice for choice in result.report.choices if choice.toponym.span == kyiv)

    assert (before.toponym.role, after.toponym.role) == ("metonym", "location")


def test_claim_is_placed_and_set_aside(plain: Report, gazetteer: Gazetteer) -> None:
    """A claim takes a point of its own, and can be no claim at all."""
    words = "13 miles southwest of Bakhmut"
    there = corrected(plain, [right(words, HAND, target="claim", note="drone film")], gazetteer)
    gone = corrected(plain, [right(words, NotAPlace(), target="claim")], gazetteer)
    rows = rows_of(to_layers([there.report])["claims"])

    assert {(row["lat"], row["lon"], row["method"], row["note"]) for row in rows} == {
        (48.7, 38.1, "by hand", "drone film")
    }
    assert len(to_layers([gone.report])["claims"]) == 0
    assert "set aside by hand" in [item.reason for item in unplaced([gone.report])]


def test_coordinate_is_moved_and_set_aside(plain: Report, gazetteer: Gazetteer) -> None:
    """A written coordinate takes another point, and can be none."""
    words = "48.5621, 37.9104"
    there = corrected(plain, [right(words, HAND, target="coordinate")], gazetteer).report
    gone = corrected(plain, [right(words, NotAPlace(), target="coordinate")], gazetteer).report

    assert [(row["lat"], row["method"]) for row in rows_of(to_layers([there])["coordinates"])] == [(48.7, "by hand")]
    assert len(to_layers([gone])["coordinates"]) == 0


# Found again, or listed.


def test_correction_finds_its_words_when_they_moved(gazetteer: Gazetteer) -> None:
    """A paragraph set before the text moves every offset, and no correction."""
    longer = analyse(Document(id="note", text=f"An editor's line before Bakhmut.\n\n{TEXT}"), gazetteer)
    result = corrected(longer, [right("Bakhmut", HAND, nth=1)], gazetteer)

    assert result.not_applied == ()
    assert [choice.by_hand is not None for choice in longer.choices] == [False] * len(longer.choices)
    assert [choice.by_hand is not None for choice in result.report.choices][:4] == [False, False, True, False]


LOST: dict[str, tuple[str, Correction, str]] = {
    "the words are gone": (
        "Nothing of that is left.",
        right("Bakhmut", HAND),
        "the words no longer stand in the report where they did",
    ),
    "the words stand elsewhere": (
        "A quite different report, in which the town of Bakhmut is spoken of in passing only.",
        right("Bakhmut", HAND, nth=1),
        "the words no longer stand in the report where they did",
    ),
    "the name is gone": (
        "Nothing of that is left.",
        right("Bakhmut", HAND, scope="report"),
        "the words no longer stand in the report where they did",
    ),
    "the place is gone": (
        TEXT,
        right("Bakhmut", ToPlace(place="geonames:0", name="Atlantis")),
        "the gazetteer has no place geonames:0 (Atlantis) any more",
    ),
    "the claim is gone": (
        TEXT,
        right("Shelling of Bakhmut", HAND, target="claim"),
        "no claim is read at these words any more",
    ),
    "the words are part of others": (
        TEXT,
        right("akhmu", HAND),
        "these words are now read as part of \u201cBakhmut\u201d",
    ),
}


@pytest.mark.parametrize(("text", "correction", "reason"), LOST.values(), ids=LOST)
def test_correction_that_no_longer_applies_is_listed(
    text: str, correction: Correction, reason: str, gazetteer: Gazetteer
) -> None:
    """It is named with its reason, and the report is as it was."""
    report = analyse(Document(id="note", text=text), gazetteer)
    result = corrected(report, [correction], gazetteer)

    assert [(item.correction, item.reason) for item in result.not_applied] == [(correction, reason)]
    assert result.report == report


# What cannot be meant.

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no words": ({"quoted": quote("  ", Span(start=0, end=2))}, "a correction needs words"),
    "no zone": ({"made": NOON.replace(tzinfo=None)}, "a correction needs the zone of its time"),
    "a place for a claim": ({"decision": AVDIIVKA, "target": "claim"}, "a claim is put right by a point"),
    "no place for what was missed": ({"decision": NotAPlace(), "missed": True}, "words that were missed need a place"),
}


@pytest.mark.parametrize(("fields", "message"), REFUSED.values(), ids=REFUSED)
def test_correction_that_means_nothing_is_refused(fields: dict[str, Any], message: str) -> None:
    """It cannot even be made."""
    with pytest.raises(CorrectionError, match=message):
        right("Bakhmut", **{"decision": HAND} | fields)


TYPED = {
    "48.5946, 37.9994": (48.5946, 37.9994),
    "48,59 37,99": (48.59, 37.99),
    "(48.59 N, 37.99 E)": (48.59, 37.99),
    "48°35'41\"N 37°59'58\"E": (48.5947, 37.9994),
    "48 35.68N 37 59.96E": (48.5947, 37.9993),
    "37U DP 26221 82874": (48.5946, 37.9994),
    "37U 426221 5382874": (48.5946, 37.9994),
}


@pytest.mark.parametrize(("words", "degrees"), TYPED.items(), ids=TYPED)
def test_typed_coordinate_is_read_in_any_notation(words: str, degrees: tuple[float, float]) -> None:
    """The point is the one meant, and its digits say how sure it is."""
    decision = typed_point(words)

    assert (decision.point.lat, decision.point.lon) == pytest.approx(degrees, abs=1e-4)
    assert decision.uncertainty_m > 0.0
    assert decision.written == words


NOT_TYPED = {
    "the old mill": "the old mill is no coordinate; write one such as 48.5946, 37.9994",
    "": "is no coordinate; write one such as",
    "137.99, 48.59": "they may be swapped",
    "48.59, 237.99": "a longitude is at most 180 degrees",
    "48.59, 37.99 and 48.61, 38.02": "is no coordinate; write one",
    "48.59": "48.59 is no coordinate",
}


@pytest.mark.parametrize(("words", "message"), NOT_TYPED.items(), ids=NOT_TYPED)
def test_what_is_no_coordinate_is_refused(words: str, message: str) -> None:
    """The message says what is wrong and what to write."""
    with pytest.raises(CorrectionError, match=message):
        typed_point(words)


def test_corrections_in_words() -> None:
    """A log can say what each does."""
    claim = right("13 miles southwest of Bakhmut", NotAPlace(), target="claim", scope="project")

    assert in_words(right("Bakhmut", AVDIIVKA)) == "“Bakhmut” means Avdiivka (geonames:713174) in this mention"
    assert in_words(right("Bakhmut", HAND, scope="report")) == "“Bakhmut” lies at 48.70000, 38.10000 in this report"
    assert in_words(claim) == "“13 miles southwest of Bakhmut” is no claim in all reports"


# What holds for all.

decisions = st.sampled_from([HAND, AVDIIVKA, NotAPlace(), ToPlace(place="geonames:0", name="Atlantis")])
some = st.builds(
    lambda words, **fields: right(words[0], nth=words[1], **fields),
    st.sampled_from([("Bakhmut", 0), ("Bakhmut", 1), ("Avdiivka", 0), ("Kyiv", 0), ("Columns", 0)]),
    decision=decisions,
    scope=st.sampled_from(["mention", "report", "project"]),
    made=st.integers(0, 3).map(lambda hours: NOON + timedelta(hours=hours)),
    note=st.none() | st.text(max_size=5),
)


@settings(max_examples=25, deadline=None)
@given(corrections=st.lists(some, max_size=4), shuffled=st.randoms(use_true_random=False))
def test_replays_agree_and_none_is_lost(
    corrections: list[Correction], shuffled: Any, plain: Report, gazetteer: Gazetteer
) -> None:
    """In any order the report is the same, and each correction is either applied or listed."""
    other = corrections[:]
    shuffled.shuffle(other)
    result = corrected(plain, corrections, gazetteer)

    assert corrected(plain, other, gazetteer).report == result.report
    kept = sorted(item.id for item in (*result.applied, *(item.correction for item in result.not_applied)))
    assert kept == sorted(item.id for item in corrections)
    assert all(span.of(TEXT) for span in (choice.toponym.span for choice in result.report.choices))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_words_and_notes_come_back_unchanged(payload: str, gazetteer: Gazetteer) -> None:
    """A note and a name are data: they are kept to the letter, and an id can be made of them."""
    text = f"Before {payload} after."
    report = analyse(Document(id=payload, text=text), gazetteer)
    span = Span(start=7, end=7 + len(payload))
    correction = Correction(
        report=payload, quoted=quote(text, span), decision=HAND, made=NOON, missed=True, note=payload, author=payload
    )
    result = corrected(report, [correction], gazetteer)

    (choice,) = [choice for choice in result.report.choices if choice.by_hand]
    assert choice.toponym.span.of(text) == payload
    assert choice.by_hand is not None
    assert (choice.by_hand.note, choice.by_hand.author) == (payload, payload)
    assert correction.id == replace(correction).id
    assert correction.id != replace(correction, note="another").id
