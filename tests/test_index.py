"""The index: what a scan finds, which place a name means, what lies near."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import store
from gazetteer.entry import Entry
from gazetteer.extent import settlement_radius
from gazetteer.function_words import FUNCTION_WORDS
from gazetteer.index import Gazetteer, distance_m
from gazetteer.keys import keyed
from gazetteer.names import fold_text
from gazetteer.place import Place, Point

SHARED = Path(__file__).parents[1].parent / "shared"

FRONT_LINE = (
    """
Bakhmut, Avdiivka, Klishchiivka, Ivanivske, Opytne, Krasna Hora, Soledar, Chasiv Yar, Khromove, Berkhivka, Yahidne,
Paraskoviivka, Robotyne, Verbove, Krynky, Vuhledar, Marinka, Krasnohorivka, Pervomaiske, Nevelske, Vodiane, Sieverne,
Stepove, Berdychi, Orlivka, Semenivka, Ocheretyne, Toretsk, Niu-York, Kurdiumivka, Andriivka, Bilohorivka, Kreminna,
Svatove, Kupiansk, Synkivka, Pisky, Spartak, Tonenke, Lastochkyne, Staromaiorske, Urozhaine, Velyka Novosilka,
Pokrovsk, Myrnohrad, Selydove, Kurakhove, Kostiantynivka, Druzhkivka, Kramatorsk, Sloviansk, Siversk, Lyman, Terny,
Yampolivka, Torske
""".replace("\n", " ")
    .strip()
    .split(", ")
)
FRONT_REGIONS = {"Donetsk", "Luhansk", "Zaporizhzhia", "Kherson", "Kharkiv"}


def place(place_id: str, name: str, *, lat: float = 48.0, lon: float = 38.0) -> Place:
    """Give a town of Ukraine."""
    return Place(
        id=place_id, name=name, kind="town", country="UA", region="Donetsk", population=5000,
        point=Point(lat=lat, lon=lon), radius_m=1400.0,
    )  # fmt: skip


def small(folder: Path, *entries: Entry) -> Gazetteer:
    """Build and open an index of a few places."""
    return Gazetteer([store.write(folder, "test", [keyed(0, entries)], FUNCTION_WORDS)])


@pytest.mark.parametrize("name", FRONT_LINE)
def test_the_front_line_is_known(gazetteer: Gazetteer, name: str) -> None:
    """Each of the 56 names of the front has a settlement there, among whatever namesakes."""
    found = [candidate.place for candidate in gazetteer.candidates(name)]

    assert any(item.country == "UA" and item.region in FRONT_REGIONS for item in found)


@pytest.mark.parametrize(("country", "name"), [("UA", "Kyiv"), ("sy", "Damascus"), ("SD", "Khartoum"), ("XX", None)])
def test_a_country_has_its_capital(gazetteer: Gazetteer, country: str, name: str | None) -> None:
    """The capital is found by the country's code, in either case; nothing is found for no country."""
    capital = gazetteer.capital(country)

    assert (capital.name if capital else None) == name


def test_bakhmut_and_avdiivka_lie_where_they_lie(gazetteer: Gazetteer) -> None:
    """The two towns of the sample articles stand within 3 km of their points, 53.7 km apart."""
    bakhmut, avdiivka = gazetteer.candidates("Bakhmut")[0].place, gazetteer.candidates("Avdiivka")[0].place

    assert distance_m(bakhmut.point, Point(lat=48.594, lon=37.999)) < 3000
    assert distance_m(avdiivka.point, Point(lat=48.140, lon=37.750)) < 3000
    assert distance_m(bakhmut.point, avdiivka.point) == pytest.approx(53_700, abs=200)


@pytest.mark.parametrize(
    ("name", "country", "region"),
    [
        ("London", "GB", "England"),
        ("Edinburgh", "GB", "Scotland"),
        ("Odesa", "UA", "Odesa"),
        ("Barcelona", "ES", "Catalonia"),
        ("Milan", "IT", "Lombardy"),
    ],
)
def test_divisions_go_by_their_english_names(gazetteer: Gazetteer, name: str, country: str, region: str) -> None:
    """England is not Lloegr: a town's division has the name that English news gives it."""
    assert gazetteer.lookup(name, country=country)[0].place.region == region


@pytest.mark.parametrize(
    ("name", "lat", "lon"), [("Canada", 60, -96), ("Japan", 36, 138), ("Fiji", -18, 178), ("Kiribati", 1.4, 173)]
)
def test_a_country_lies_in_its_middle(gazetteer: Gazetteer, name: str, lat: float, lon: float) -> None:
    """The point of a country is neither its capital nor a mean taken over the date line."""
    assert distance_m(gazetteer.candidates(name)[0].place.point, Point(lat=lat, lon=lon)) < 50_000


def test_near_ranks_the_neighbour_first(gazetteer: Gazetteer) -> None:
    """Of the many Andriivkas the one beside Bakhmut comes first when asked near it."""
    found = gazetteer.lookup("Andriivka", near=Point(lat=48.59, lon=38.0))

    assert found[0].place.id == "geonames:9114136"


def test_country_leaves_only_its_places(gazetteer: Gazetteer) -> None:
    """Odessa in the US is in Texas."""
    found = gazetteer.lookup("Odessa", country="us")

    assert found[0].place.region == "Texas"
    assert {candidate.place.country for candidate in found} == {"US"}


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Crimea", "division", "UA"),
        ("Sevastopol", "city", "UA"),
        ("Donbas", "region", "UA"),
        ("Idlib Governorate", "division", "SY"),
        ("Maine", "division", "US"),
        ("Fairfax County", "county", "US"),
        ("Black Sea", "sea", None),
        ("Euphrates", "water", None),
        ("Zaporizhzhia NPP", "facility", "UA"),
        ("Sahel", "region", None),
        ("Europe", "continent", None),
        ("Kyiv", "capital", "UA"),
        ("Snake Island", "island", "UA"),
    ],
)
def test_the_world_beside_the_towns(gazetteer: Gazetteer, name: str, kind: str, country: str | None) -> None:
    """Divisions, counties, regions, seas, rivers and works are there, Crimea in Ukraine."""
    first = gazetteer.candidates(name)[0].place

    assert (first.kind, first.country) == (kind, country)


def test_an_abbreviation_fits_less_than_a_name(gazetteer: Gazetteer) -> None:
    """CA is California, but only as well as an abbreviation can be."""
    found = {item.place.name: item for item in gazetteer.candidates("CA")}

    assert found["California"].fit < 0.9
    assert found["California"].why == "an abbreviation of its name"


def test_scan_gives_all_names_by_start_and_longest_first(tmp_path: Path) -> None:
    """Overlapping names are all given."""
    gazetteer = small(
        tmp_path, *(Entry(place=place(name, name)) for name in ("Lyman", "Lyman Pershyi", "Pershyi", "Yar"))
    )

    found = [(match.start, match.key) for match in gazetteer.scan("From Lyman Pershyi, Yar.")]

    assert found == [(5, "lyman pershyi"), (5, "lyman"), (11, "pershyi"), (20, "yar")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Lymans", []),
        ("prelyman", []),
        ("Lyman's", ["Lyman"]),
        ("Lyman’s", ["Lyman"]),
        ("Lyman'yansk", []),
        ("d’Lyman", ["Lyman"]),
        ("(Lyman)", ["Lyman"]),
        ("Lyman-based", ["Lyman"]),
        ("Lyman🔥", ["Lyman"]),
        ("Ly\u00adman", ["Ly\u00adman"]),
        ("Nova\nSich", ["Nova\nSich"]),
        ("Nova\r\n Sich", ["Nova\r\n Sich"]),
        ("Nova\n\nSich", []),
        ("Nova. Sich", []),
        ("Nova  Sich", ["Nova  Sich"]),
        ("in the P.D.Q., and", ["P.D.Q."]),
        ("P.D.Q", ["P.D.Q"]),
    ],
)
def test_where_a_name_begins_and_ends(tmp_path: Path, text: str, found: list[str]) -> None:
    """Only whole words match, and the span holds the very words."""
    gazetteer = small(tmp_path, *(Entry(place=place(name, name)) for name in ("Lyman", "Nova Sich", "P.D.Q.")))

    assert [text[match.start : match.end] for match in gazetteer.scan(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They march to March", ["March"]),
        ("they march", ["march"]),
        ("THEY MARCH", ["MARCH"]),
        ("near al-March", ["al-March", "March"]),
        ("Near mарch", []),
        ("Near حلب", ["حلب"]),
    ],
)
def test_words_in_lower_case_are_no_names_beside_capitals(tmp_path: Path, text: str, found: list[str]) -> None:
    """A text that has capitals writes its names with them; scripts without capitals are let be."""
    gazetteer = small(tmp_path, *(Entry(place=place(name, name)) for name in ("March", "Al-March", "حلب")))

    assert [text[match.start : match.end] for match in gazetteer.scan(text)] == found


def test_a_name_of_two_scripts_is_flagged(tmp_path: Path) -> None:
    """A Cyrillic letter in a Latin name does not hide it, and is told; the plain names beside it are not."""
    gazetteer = small(tmp_path, *(Entry(place=place(name, name)) for name in ("Lyman", "Nova Sich", "Лиман")))

    found = gazetteer.scan("In Lyman, Lymаn, Nova Siсh and Лиман")

    assert [(match.key, match.is_mixed) for match in found] == [
        ("lyman", False), ("lyman", True), ("nova sich", True), ("лиман", False),
    ]  # fmt: skip


def test_every_key_of_a_large_index_is_found_with_all_its_places(tmp_path: Path) -> None:
    """Names before, after and between a hundred namesakes answer with their own places; names beside them with none."""
    names = [f"Selo {number:03}" for number in range(100)] + ["Selo 050"] * 100
    gazetteer = small(tmp_path, *(Entry(place=place(f"{at:03}", name)) for at, name in enumerate(names)))

    for name in names:
        expected = {f"{at:03}" for at, other in enumerate(names) if other == name}
        assert {item.place.id for item in gazetteer.candidates(name)} == expected
    assert not any(map(gazetteer.candidates, ("Aba", "Selm", "Selp", "Zoz")))


def test_two_layers_answer_as_one(tmp_path: Path) -> None:
    """Names and places of both are found; of a place in both the first layer's record counts."""
    first = [Entry(place=place("a", "Nova", lat=48.0)), Entry(place=place("b", "Lyman", lat=48.1))]
    second = [Entry(place=place("a", "Nova", lat=50.0), names=("Neue",)), Entry(place=place("c", "Lyman Pershyi"))]
    layers = [store.write(tmp_path, stem, [keyed(0, each)]) for stem, each in (("one", first), ("two", second))]
    gazetteer = Gazetteer(layers)

    assert [match.key for match in gazetteer.scan("From Lyman Pershyi, Neue")] == ["lyman pershyi", "lyman", "neue"]
    assert [(item.place.id, item.place.point.lat) for item in gazetteer.candidates("Nova")] == [("a", 48.0)]
    assert [item.place.point.lat for item in gazetteer.candidates("Neue")] == [48.0]
    assert {item.id for item, _ in gazetteer.near(Point(lat=48.0, lon=38.0), 20_000)} == {"a", "b", "c"}
    assert gazetteer.version == Gazetteer(layers).version != Gazetteer(layers[:1]).version


def reference_scan(keys: set[str], text: str) -> set[tuple[int, int]]:
    """Find the names of a text word by word, with nothing but a set: slow, and plain enough to trust."""
    level = f" {fold_text(text).text} "
    starts = [index for index, char in enumerate(level) if char == " "]
    found = set()
    for number, start in enumerate(starts):
        for end in starts[number + 1 : number + 6]:
            if level[start + 1 : end] in keys:
                found.add((start, end - 1))
    return found


NAMES = ("lyman", "nova sich", "ярова", "yar", "nova", "с", "p.d.q")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Give an index of a few names."""
    return small(tmp_path_factory.mktemp("few"), *(Entry(place=place(name, name)) for name in NAMES))


@given(
    st.lists(
        st.sampled_from([*NAMES, " ", " ", "\n", "’s", "x", ".", "-", "\u0301", ",", "Nova", "ЯРОВА"]), max_size=12
    )
)
@settings(max_examples=300, deadline=None)
def test_scan_equals_the_plain_reference(few: Gazetteer, parts: list[str]) -> None:
    """The automaton and a dictionary of words find the same names on random text."""
    text = "".join(parts)
    folded = fold_text(text)

    spans = {folded.span(*span) for span in reference_scan(set(NAMES) - {"с"}, text)}
    expected = sorted((start, end) for start, end in spans if text.islower() or not text[start:end].islower())

    dotless = [(match.start, match.end - text[: match.end].endswith(".")) for match in few.scan(text)]
    assert sorted(dotless) == expected


def test_a_name_no_index_holds_is_found_by_its_skeleton(tmp_path: Path) -> None:
    """An unheard-of spelling of a Slavic name still leads to it, and says so."""
    gazetteer = small(tmp_path, Entry(place=place("a", "Paraskoveyevka")))

    (candidate,) = gazetteer.candidates("Paraskoviivka")

    assert (candidate.place.id, candidate.why) == ("a", "a spelling much like its name")


def test_near_measures_over_the_date_line(tmp_path: Path) -> None:
    """A place west of the date line is near a point east of it."""
    gazetteer = small(tmp_path, Entry(place=place("a", "A", lat=0.0, lon=179.95)), Entry(place=place("b", "B")))

    ((found, metres),) = gazetteer.near(Point(lat=0.0, lon=-179.95), 20_000)

    assert (found.id, round(metres)) == ("a", 11120)


def test_place_by_id(gazetteer: Gazetteer) -> None:
    """An id gives its place, an unknown one None."""
    found = gazetteer.place("geonames:713174")

    assert found is not None
    assert found.name == "Bakhmut"
    assert gazetteer.place("geonames:0") is None


def test_a_gazetteer_pickles_as_its_files(gazetteer: Gazetteer) -> None:
    """Another process gets the same index, not a copy of it."""
    data = pickle.dumps(gazetteer)

    assert len(data) < 1000
    assert pickle.loads(data).version == gazetteer.version  # noqa: S301 - our own bytes


def test_threads_may_share_it(tmp_path: Path) -> None:
    """Eight threads at once get the answers of one."""
    gazetteer = small(tmp_path, *(Entry(place=place(str(number), f"Selo{number}")) for number in range(300)))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(gazetteer.candidates, (f"Selo{number % 300}" for number in range(3000))))

    assert [item[0].place.id for item in found] == [str(number % 300) for number in range(3000)]


@pytest.mark.parametrize(("population", "kilometres"), [(2_800_000, 17), (80_500, 4), (35_800, 3), (500, 1), (0, 1)])
def test_a_settlement_reaches_as_far_as_it_does(population: int, kilometres: int) -> None:
    """Kyiv 17 km, Bakhmut 4, Avdiivka 3, a village 1."""
    assert round(settlement_radius(population) / 1000) == kilometres


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not on this machine")
def test_the_ceiling_of_local_news(gazetteer: Gazetteer) -> None:
    """For 85 of 100 names in local news some candidate lies within 161 km of the truth."""
    lines = (SHARED / "data" / "toponyms-lgl.jsonl").read_text(encoding="utf-8").strip().split("\n")
    mentions = [mention for line in lines for mention in json.loads(line)["mentions"] if mention["lat"] is not None]

    held = [
        any(
            distance_m(Point(lat=mention["lat"], lon=mention["lon"]), found.place.point) <= 161_000
            for found in gazetteer.candidates(mention["text"])
        )
        for mention in mentions
    ]

    assert sum(held) / len(held) >= 0.85
