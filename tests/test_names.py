"""Spellings: what folds together, what stays apart, and where it stood in the text."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.arabic import respelt
from gazetteer.index import Gazetteer
from gazetteer.inflect import inflected
from gazetteer.names import fold, fold_all, fold_text, is_mixed_script
from gazetteer.transliterate import romanised, skeleton

REPORTED = tomllib.loads((Path(__file__).parent / "cases" / "conflict_names.toml").read_text(encoding="utf-8"))
CASES = tomllib.loads((Path(__file__).parent / "cases" / "names.toml").read_text(encoding="utf-8"))


def cases(kind: str) -> Iterator[tuple[str, str]]:
    """Give each spelling of a kind with the place it means."""
    return ((written, place["id"]) for place in CASES["place"] for written in place.get(kind, ()))


@pytest.mark.parametrize(("written", "place_id"), [*cases("spellings"), *cases("inflected")])
def test_every_spelling_gives_its_place_first(gazetteer: Gazetteer, written: str, place_id: str) -> None:
    """However it is written, the name means the one place before all others."""
    found = gazetteer.lookup(written)

    assert [candidate.place.id for candidate in found[:1]] == [place_id]


@pytest.mark.parametrize("written", [written for kind in ("spellings", "inflected") for written, _ in cases(kind)])
def test_every_spelling_is_found_in_a_text(gazetteer: Gazetteer, written: str) -> None:
    """The spelling is found in the middle of a text, and its span holds the very words."""
    text = f"(«{written}», 2023)"
    name = written.strip().removesuffix("'s").removesuffix("’s")

    assert name in [text[match.start : match.end] for match in gazetteer.scan(text)]


@pytest.mark.parametrize(("country", "names"), REPORTED.items())
def test_the_places_of_conflict_reporting_are_known(gazetteer: Gazetteer, country: str, names: list[str]) -> None:
    """Each name leads to a place of its country, and not by its skeleton only."""
    lacking = [
        name
        for name in names
        if not any(each.place.country in (country, None) and each.fit > 0.6 for each in gazetteer.candidates(name))
    ]

    assert lacking == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Dzhankoy", "Dzhankoi"),
        ("Khān Yūnis", "Khan Yunis"),
        ("Chornomors'k", "Chornomorsk"),
        ("Gulyaypole", "Huliaipole"),
        ("Al Hudaydah", "Hodeidah"),
        ("Al Qāmishlī", "Qamishli"),
        ("Makeyevka", "Makiivka"),
        ("Kobane", "Kobani"),
        ("Ryl'sk", "Rylsk"),
        ("São Paulo", "São Paulo"),
    ],
)
def test_places_are_shown_by_the_names_of_news(gazetteer: Gazetteer, written: str, shown: str) -> None:
    """The marks of a catalogue go; names of Ukraine follow the national system; others keep their accents."""
    assert gazetteer.candidates(written)[0].place.name == shown


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        ("ash sharqat", ["al sharqat", "el sharqat", "sharqat"]),
        ("tall rif'at", ["tall rifat", "tell rifat", "tal rifat"]),
        ("ra's al  ayn", ["ras al ayn", "ras al ain", "ras el ayn", "ras el ain"]),
        ("bayt lahya", ["beit lahya"]),
        ("as suwar", ["al suwar", "el suwar"]),
        ("homs", []),
        ("حمص", []),
    ],
)
def test_arabic_names_are_respelt(key: str, spellings: list[str]) -> None:
    """Sun letters, Tall, Bayt and Ayn are written as news writes them; short names keep their article."""
    assert respelt(key, bare=True) == spellings


@pytest.mark.parametrize("text", CASES["nothing"]["texts"])
def test_no_place_is_found_where_none_is_named(gazetteer: Gazetteer, text: str) -> None:
    """Pieces of words, adjectives, demonyms and small words are no names."""
    assert [match.key for match in gazetteer.scan(f"so {text} said")] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zürich", "zurich"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("Sana‘a", "sana'a"),
        ("Ivano–Frankivsk", "ivano frankivsk"),
        ("Артёмовск", "артемовск"),
        ("Ґонта", "гонта"),
        ("и\u0306од", "йод"),
        ("Часі\u0301в Яр", "часів яр"),
        ("إدلب", "ادلب"),
        ("حَلَب", "حلب"),
        ("Аvdiivka", "avdiivka"),
    ],
)
def test_spellings_fold_together(one: str, other: str) -> None:
    """Case, accents, apostrophes, dashes, marks and look-alikes make no difference."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Київ", "Киів"), ("Йод", "Иод"), ("Kyiv. Moscow", "Kyiv Moscow")])
def test_spellings_stay_apart(one: str, other: str) -> None:
    """Letters of their own and a full stop do make a difference."""
    assert fold(one) != fold(other)


@given(st.text(alphabet="Aв\u0301\u00ad \n.'’-зЇ\u200bİ🔥", max_size=30))
@settings(max_examples=200, deadline=None)
def test_every_folded_character_knows_its_original(text: str) -> None:
    """Offsets of the folded text lead back to the original, in order, and to the same letters."""
    folded = fold_text(text)
    origins = [folded.original(offset) for offset in range(len(folded.text))]

    assert origins == sorted(set(origins))
    assert all(
        fold(text[origin]) in ("", char) for origin, char in zip(origins, folded.text, strict=True) if char in "aвз"
    )


@given(st.lists(st.text(alphabet="Aв .'-St", max_size=8), max_size=5))
@settings(max_examples=200, deadline=None)
def test_names_fold_alike_alone_and_together(names: list[str]) -> None:
    """Folding many names at once is folding each."""
    assert fold_all(names) == [fold(name) for name in names]


def test_a_word_of_two_scripts_is_told() -> None:
    """A Cyrillic letter in a Latin word is seen, a word beside it is not."""
    assert (is_mixed_script("Аvdiivka"), is_mixed_script("Avdiivka Авдіївка")) == (True, False)


def test_only_the_last_part_of_a_hyphened_name_is_inflected() -> None:
    """Івано stays as it is in every case of Івано-Франківськ."""
    assert {form.partition("-")[0] for form in inflected("Івано-Франківськ")} == {"івано"}


def test_what_follows_on_is_not_inflected() -> None:
    """Дону stays as it is in every case of Ростов-на-Дону."""
    assert {form.partition("-")[2] for form in inflected("Ростов-на-Дону")} == {"на-дону"}


def test_other_scripts_are_not_inflected() -> None:
    """Latin, Bulgarian with its own letters gone, and Arabic names have no Slavic case forms."""
    assert [*inflected("Bakhmut"), *inflected("بخموت"), *inflected("Џеј")] == []


def test_romanised_names_follow_their_systems() -> None:
    """Парасковіївка is Paraskoviivka by the national system and Paraskoviyivka by BGN/PCGN."""
    assert romanised("Парасковіївка") == {"paraskoviivka", "paraskoviyivka"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Paraskoviivka", "Paraskoveyevka"),
        ("Avdiivka", "Avdeyevka"),
        ("Kharkiv", "Kharkov"),
        ("Mar'yinka", "Marinka"),
        ("Pervomaiske", "Pervomayskoye"),
        ("Niu-York", "Nyu-York"),
        ("Kurdiumivka", "Kurdyumovka"),
        ("Klishchiivka", "Klyshchiyivka"),
    ],
)
def test_families_of_spelling_share_a_skeleton(one: str, other: str) -> None:
    """The ways of writing one Slavic name come to one skeleton."""
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Bakhmut", "Batumi"), ("Kharkiv", "Kherson"), ("Lyman", "Liubar")])
def test_other_names_have_other_skeletons(one: str, other: str) -> None:
    """Names of other places stay apart."""
    assert skeleton(one) != skeleton(other)
