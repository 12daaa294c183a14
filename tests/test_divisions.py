"""Divisions: which one a point lies in, and how far it reaches."""

import pickle

import pytest
import shapely

from gazetteer.divisions import Divisions, Level, open_divisions
from gazetteer.index import Gazetteer
from gazetteer.place import Point


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    """Give the divisions of the world."""
    return open_divisions()


@pytest.mark.parametrize(
    ("lat", "lon", "code", "country"),
    [
        (48.594, 37.999, "UA-14", "UA"),  # Bakhmut
        (44.952, 34.102, "UA-43", "UA"),  # Simferopol
        (44.605, 33.522, "UA-40", "UA"),  # Sevastopol
        (50.450, 30.523, "UA-30", "UA"),  # Kyiv
        (48.857, 2.352, "FR-IDF", "FR"),  # Paris
        (51.507, -0.128, "GB-ENG", "GB"),  # London
        (13.627, 25.349, "SD-DN", "SD"),  # El Fasher
        (11.713, 28.343, "SD-GK", "SD"),  # El Fula: West Kordofan is younger than the map
        (1.567, 30.252, "CD-IT", "CD"),  # Bunia: so is Ituri
        (31.501, 34.466, None, "PS"),  # Gaza City: ISO has governorates, the map the Strip
        (33.513, 36.292, "SY-DI", "SY"),  # Damascus
        (14.798, 42.953, "YE-HU", "YE"),  # Hodeidah
        (13.497, 39.475, "ET-TI", "ET"),  # Mekelle
        (39.815, 46.752, "AZ-XCI", "AZ"),  # Stepanakert
        (36.191, 44.009, "IQ-AR", "IQ"),  # Erbil
        (66.0, -172.0, "RU-CHU", "RU"),  # Chukotka, beyond the antimeridian
        (-30.0, 180.0, None, None),  # at sea, on the antimeridian
        (-16.78, 179.33, "FJ-N", "FJ"),
        (-16.80, -179.98, "FJ-N", "FJ"),
        (43.5, 34.5, None, None),  # the Black Sea
        (90.0, 0.0, None, None),
    ],
)
def test_a_point_lies_in_its_division(
    divisions: Divisions, lat: float, lon: float, code: str | None, country: str | None
) -> None:
    """Crimea and Sevastopol are Ukraine's; the sea is nobody's."""
    found = divisions.at(Point(lat=lat, lon=lon))

    assert (found.code if found else None, found.country if found else None) == (code, country)


@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [(38.85, -77.3, "Fairfax"), (34.05, -118.24, "Los Angeles"), (48.594, 37.999, None), (36.0, -70.0, None)],
)
def test_a_point_of_the_us_lies_in_its_county(divisions: Divisions, lat: float, lon: float, name: str | None) -> None:
    """Counties are known of the United States only."""
    found = divisions.at(Point(lat=lat, lon=lon), "county")

    assert (found.name if found else None) == name


def test_a_harbour_belongs_to_its_coast(divisions: Divisions) -> None:
    """Outlines are simplified: a kilometre off the shore is still Odesa's, 20 km off is the sea."""
    assert divisions.at(Point(lat=46.490, lon=30.775)) is not None
    assert divisions.at(Point(lat=46.490, lon=31.05)) is None


def test_a_town_on_a_border_is_on_its_own_side(divisions: Divisions, gazetteer: Gazetteer) -> None:
    """Outlines are simplified: Odaisseh lies over the line they draw, and is Lebanon's all the same."""
    (odaisseh,) = (each.place for each in gazetteer.candidates("Odaisseh"))

    across, own = divisions.at(odaisseh.point), divisions.of(odaisseh)
    assert (across and across.country, own and own.country) == ("IL", "LB")


def test_what_an_area_touches(divisions: Divisions) -> None:
    """A circle round Bakhmut that reaches over the oblast's border touches Luhansk too."""
    circle = shapely.Point(38.0, 48.6).buffer(0.4)

    assert [each.name for each in divisions.touched(circle)] == ["Luhansk", "Donetsk"]


def test_a_division_is_its_place(divisions: Divisions, gazetteer: Gazetteer) -> None:
    """A division, a town and a country of the gazetteer have the outlines they are or lie in."""
    oblast, town, country = (gazetteer.candidates(name)[0].place for name in ("Donetsk Oblast", "Bakhmut", "Ukraine"))

    found = divisions.of(oblast)
    assert found is not None
    assert divisions.of(town) == found
    assert divisions.of(country) is None
    assert divisions.outline_of(oblast) == divisions.outline(found)
    assert divisions.outline_of(town) is None
    whole = divisions.outline_of(country)
    assert whole is not None
    assert whole.covers(shapely.Point(34.1, 44.95))
    assert not whole.covers(shapely.Point(37.6, 55.75))


def test_places_and_divisions_agree(divisions: Divisions, gazetteer: Gazetteer) -> None:
    """Of the towns round Bakhmut nearly all lie in the division they are filed under."""
    near = [place for place, _ in gazetteer.near(Point(lat=48.6, lon=38.0), 150_000) if place.kind in ("town", "city")]
    agree = [(found := divisions.of(place)) is not None and found.name == place.region for place in near]

    assert sum(agree) / len(agree) > 0.97


@pytest.mark.parametrize("level", ["division", "county"])
def test_every_outline_is_sound(divisions: Divisions, level: Level) -> None:
    """Ids are unlike, names are there, outlines are valid and hold an area."""
    rows = divisions.all(level=level)

    assert len({row.id for row in rows}) == len(rows) > 3000
    assert all(row.name and len(row.country) == 2 for row in rows)
    outlines = [divisions.outline(row) for row in rows]
    assert all(shapely.is_valid(outlines))
    assert min(shapely.area(outlines)) > 0


def test_codes_are_given_once(divisions: Divisions) -> None:
    """No two divisions have one code of ISO 3166-2."""
    codes = [row.code for row in divisions.all() if row.code]

    assert sorted(set(codes)) == sorted(codes)


def test_a_division_pickles(divisions: Divisions) -> None:
    """A worker's answer is the parent's."""
    found = divisions.at(Point(lat=48.6, lon=38.0))

    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
