"""The places a claim means."""

from dataclasses import replace

import pytest
from places_by_hand import ALEPPO, AVDIIVKA, BAKHMUT, DAMASCUS, IDLIB_CITY, KHARKIV, KYIV, SIVERSK, choices_of, grounded

from gazetteer.place import Place
from pipeline.distances import find_distance_claims
from pipeline.ground import ground_claims
from pipeline.sentences import find_sentences

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
    ("Bakhmut. Bakhmut. Bakhmut. After Siversk, Avdiivka - 90km to the south - is next.", SIVERSK, AVDIIVKA, True),
    ("Bakhmut fell, Damascus said. Siversk, 30 km to the north, held.", BAKHMUT, SIVERSK, True),
    ("Bakhmut fell. Damascus talked. Siversk, 30 km to the north, held.", BAKHMUT, SIVERSK, True),
    ("Damascus talked. Siversk, 30 km to the north, held.", None, SIVERSK, False),
    ("Damascus talked. Siversk, 30 km from the city, held.", None, SIVERSK, True),
    ("Bakhmut fell. A mine went off 5 km from the crossing.", None, None, True),
    ("Bakhmut fell. Siversk lies 30 km north of the provincial capital.", BAKHMUT, SIVERSK, True),
    ("A drone fell 300 m from the Bakhmut nuclear power plant.", None, None, False),
    ("Bakhmut airport, 6 km south of the city, was hit.", BAKHMUT, None, True),
    ("A mine lay 12 km from the border crossing with Syria.", None, None, False),
    ("Rebels are 20 km from Idlib.", IDLIB_CITY, None, False),
    ("Rebels are 20 km from Idlib town.", IDLIB_CITY, None, False),
    ("Idlib, 60 km from Aleppo, was shelled.", ALEPPO, IDLIB_CITY, False),
]


@pytest.mark.parametrize(("text", "anchor", "subject", "implied"), GROUNDED, ids=[row[0] for row in GROUNDED])
def test_gives_each_claim_its_places(text: str, anchor: Place | None, subject: Place | None, implied: bool) -> None:
    """Named anchors come from the choices; those left out or pointed back to from the report."""
    (claim,) = grounded(text)

    assert (claim.anchor, claim.subject, claim.implied) == (anchor, subject, implied)


EDGES = [
    ("Siversk, 15 km south of the Syria border, fell.", "a border"),
    ("Siversk, 15 km south of the border, fell.", "a border"),
    ("Siversk, 15 km south of the border with Syria, fell.", "a border"),
    ("Siversk lies 2 km from the Ukraine-Syria border.", "a border"),
    ("Siversk lies 2 km from the Ukrainian frontier.", "a border"),
    ("Siversk is 10 km from the front line.", "a front line"),
    ("Siversk is 10 km from the line of contact.", "a line"),
    ("Siversk is 10 km from the contact line.", "a line"),
    ("Siversk is 3 km from the coast.", "a coast"),
    ("Siversk is 20 km east of the Oskil river.", "a river"),
    ("Siversk is 20 km east of the Oskil.", "the bank of a river or lake"),
    ("Siversk is 2 km south of the highway.", "a road"),
    ("Siversk is 2 km south of the railway line.", "a railway"),
    ("Siversk is 8 km from the Bakhmut-Avdiivka highway.", "a road"),
    ("Siversk is 8 km from the Bakhmut – Velyka Novosilka road.", "a road"),
    ("Siversk is 30 km from Syria.", "the edge of a country"),
    ("Siversk is 30 km from Idlib province.", "the edge of a region"),
]


@pytest.mark.parametrize(("text", "edge"), EDGES, ids=[row[0] for row in EDGES])
def test_what_no_point_stands_for_is_no_anchor(text: str, edge: str) -> None:
    """A border, a coast, a road, a country: nothing is measured from the one point the gazetteer has."""
    (claim,) = grounded(text)

    assert (claim.edge, claim.anchor, claim.implied) == (edge, None, False)
    assert claim.subject == SIVERSK


@pytest.mark.parametrize(
    "text", ["A post 5 km from the border town of Siversk.", "A post 5 km from Siversk yesterday."]
)
def test_a_town_is_a_town_wherever_it_lies(text: str) -> None:
    """The noun that counts is the last one before the name, or the one right after it."""
    (claim,) = grounded(text)

    assert (claim.edge, claim.anchor) == (None, SIVERSK)


def test_two_that_leave_out_their_anchor_in_a_sentence_have_the_same() -> None:
    """The first one's subject is not what the second counts from."""
    first, second = grounded("Near Bakhmut are Siversk 3 km to the west and Avdiivka 3 km to the south.")

    assert (first.subject, second.subject) == (SIVERSK, AVDIIVKA)
    assert first.anchor == second.anchor == BAKHMUT


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Siversk, 30 km north of Bakhmut, and Avdiivka, 55 km to the south, fell.", BAKHMUT),
        ("Siversk, 30 km north of Bakhmut, and Avdiivka, 85 km to the south, fell.", SIVERSK),
        ("Siversk, 30 km north of Bakhmut, and Avdiivka, 85 km from there, fell.", SIVERSK),
        ("Siversk, 30 km north of Bakhmut, and Avdiivka, 10 km to the north, fell.", BAKHMUT),
    ],
)
def test_of_two_in_the_sentence_the_one_is_meant_with_which_it_may_be_true(text: str, anchor: Place) -> None:
    """No report is called wrong for a place it did not count from; where none fits, the last is taken."""
    _, claim = grounded(text)

    assert (claim.anchor, claim.subject, claim.implied) == (anchor, AVDIIVKA, True)


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Siversk lies 30 km north of Bakhmut. Avdiivka is 85 km to the south of it.", SIVERSK),
        ("Siversk lies 30 km north of Bakhmut. Avdiivka is 55 km to the south of it.", BAKHMUT),
        ("Siversk lies 30 km north of Bakhmut. Avdiivka is 85 km from there.", SIVERSK),
        ("Shells hit Siversk and Kharkiv. Avdiivka, 85 km south of the town, was spared.", SIVERSK),
        ("Kyiv is far. Siversk lies 30 km north of Bakhmut. Avdiivka is 590 km from there.", BAKHMUT),
    ],
)
def test_it_and_the_city_may_be_any_place_of_the_sentence_before(text: str, anchor: Place) -> None:
    """What points back means the place with which the claim may be true, but none before the last ones named."""
    *_, claim = grounded(text)

    assert (claim.anchor, claim.subject, claim.implied) == (anchor, AVDIIVKA, True)


def test_further_is_from_the_place_before() -> None:
    """What lies "20 km further" is counted from what the last claim was about, not from what it counted from."""
    _, claim = grounded("Avdiivka, 55 km south of Bakhmut, and Xanadu, 5 km further south, fell.")

    assert (claim.anchor, claim.subject) == (AVDIIVKA, None)


def test_the_capital_of_south_sudan_is_not_that_of_sudan() -> None:
    """Peoples of two words are known by both."""
    (claim,) = grounded(
        "A jet crashed 5 km from the South Sudanese capital.", capital_of={"SD": KYIV, "SS": DAMASCUS}.get
    )

    assert claim.anchor == DAMASCUS


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


@pytest.mark.parametrize(
    "text", ["Fighting between Syria and Ukraine.", "Troops are north of Syria.", "Troops are east of the Oskil river."]
)
def test_countries_are_no_ends(text: str) -> None:
    """A direction from a country, or a stretch between two, places nothing."""
    assert grounded(text) == ()


def test_between_has_both_its_ends() -> None:
    """The second end is grounded as the first."""
    (claim,) = grounded("Troops hold ground between Bakhmut and Siversk.")

    assert (claim.anchor, claim.other_anchor) == (BAKHMUT, SIVERSK)


@pytest.mark.parametrize(("metres", "subject"), [(30, SIVERSK), (300, None)])
def test_a_claim_tells_which_place_a_name_without_one_means(metres: int, subject: Place | None) -> None:
    """A name that was not placed is, where the claim is true of just one place of that name."""
    text = f"Siversk lies {metres} km north of Bakhmut."
    choices = [
        replace(choice, place=None, score=0.0) if choice.toponym.name == "Siversk" else choice
        for choice in choices_of(text)
    ]
    sentences = tuple(find_sentences(text))
    claims = tuple(find_distance_claims(text, sentences, [choice.toponym.span for choice in choices]))
    (claim,) = ground_claims(text, sentences, claims, choices)

    assert claim.subject == subject
