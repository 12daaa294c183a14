"""The places a claim means."""

import pytest
from places_by_hand import AVDIIVKA, BAKHMUT, DAMASCUS, KHARKIV, KYIV, SIVERSK, grounded

from gazetteer.place import Place

GROUNDED: list[tuple[str, Place | None, Place | None, bool]] = [
    ("Avdiivka, 90 km south of Bakhmut, is next.", BAKHMUT, AVDIIVKA, False),
    ("Shells fell 5 km north of Siversk.", SIVERSK, None, False),
    ("Kharkiv burned. A depot 6 km north of the city was hit.", KHARKIV, None, True),
    ("Siversk held. Bakhmut fell. Troops dug in 2 km west of the town.", BAKHMUT, None, True),
    ("Kyiv spoke. A jet crashed 40 km from the capital.", KYIV, None, True),
    ("Bakhmut fell. Avdiivka - a town roughly 90km to the south - may be next.", BAKHMUT, AVDIIVKA, True),
    ("Bakhmut. Bakhmut. Bakhmut. Siversk. Avdiivka - a town 90km to the south - is next.", BAKHMUT, AVDIIVKA, True),
    ("Near Siversk a village 5 km to the east was hit.", SIVERSK, None, True),
    ("Wells were dug 5 km east of Abu Zahr.", None, None, False),
]


@pytest.mark.parametrize(("text", "anchor", "subject", "implied"), GROUNDED, ids=[row[0] for row in GROUNDED])
def test_gives_each_claim_its_places(text: str, anchor: Place | None, subject: Place | None, implied: bool) -> None:
    """Named anchors come from the choices; those left out or pointed back to from the report."""
    (claim,) = grounded(text)

    assert (claim.anchor, claim.subject, claim.implied) == (anchor, subject, implied)


def test_an_anchor_left_out_has_the_span_it_was_taken_from() -> None:
    """The offsets are those of the nearest mention of the place that is supplied."""
    text = "Bakhmut fell. Avdiivka - a town roughly 90km to the south - may be next."
    (claim,) = grounded(text)

    assert claim.anchor_span is not None
    assert claim.anchor_span.of(text) == "Bakhmut"
    assert claim.anchor_span.start == 0


def test_an_anchor_pointed_back_to_has_the_span_of_the_words() -> None:
    """Words such as "the city" stand for the place that is supplied."""
    text = "Kharkiv burned. A depot 6 km north of the city was hit."
    (claim,) = grounded(text)

    assert claim.anchor_span is not None
    assert claim.anchor_span.of(text) == "the city"


def test_the_capital_of_a_people_lies_in_its_country() -> None:
    """Where "the Syrian capital" is said, it is not the last capital named, but that of Syria."""
    (claim,) = grounded("Kyiv spoke. A jet crashed 25 km north of the Syrian capital.", capital_of={"SY": DAMASCUS}.get)

    assert claim.anchor == DAMASCUS
    assert claim.implied


def test_the_capital_of_another_people_is_not_guessed() -> None:
    """Without a mention and without knowledge the anchor stays without a place."""
    (claim,) = grounded("Kyiv spoke. A jet crashed 25 km north of the Syrian capital.")

    assert claim.anchor is None


def test_the_capital_is_that_of_the_country_most_spoken_of() -> None:
    """By "the capital" a report on Syria that names no capital means Damascus."""
    (claim,) = grounded("Aleppo is in Syria. A jet crashed 40 km from the capital.", capital_of={"SY": DAMASCUS}.get)

    assert claim.anchor == DAMASCUS


def test_a_country_is_no_subject() -> None:
    """What is built in "Syria just 50 km from X" is not about Syria as a place at that distance."""
    (claim,) = grounded("A base was built in Syria just 50 km from Damascus.")

    assert claim.subject is None
    assert claim.claim.subject is None


def test_the_settlement_before_its_country_is_the_subject() -> None:
    """By "Siversk, Ukraine - 30 km from Bakhmut" Siversk is meant."""
    text = "Shells hit Siversk, Ukraine - 30 km from Bakhmut."
    (claim,) = grounded(text)

    assert claim.subject == SIVERSK


@pytest.mark.parametrize("text", ["Fighting between Syria and Ukraine.", "Troops are north of Syria."])
def test_countries_are_no_ends(text: str) -> None:
    """A direction from a country, or a stretch between two, places nothing."""
    assert grounded(text) == ()


def test_between_has_both_its_ends() -> None:
    """The second end is grounded as the first."""
    (claim,) = grounded("Troops hold ground between Bakhmut and Siversk.")

    assert (claim.anchor, claim.other_anchor) == (BAKHMUT, SIVERSK)
