"""Where a claim lies, and how surely."""

import math
from itertools import pairwise

import pytest
import shapely
from places_by_hand import BAKHMUT, KYIV, SIVERSK, grounded, place

from pipeline.claims.doubt import one_spread, spread_of, spreads
from pipeline.extents import extent_m
from pipeline.geodesy import area_km2, destination, inverse, turn
from pipeline.locate import locate
from pipeline.model import Location


def located(text: str, *, confidence: float = 0.9) -> Location:
    """Locate the one claim of a text."""
    (claim,) = grounded(text)
    location = locate(claim, confidence=confidence)
    assert location is not None
    return location


POINTS = [
    ("A depot burned 13 miles to the southwest of Bakhmut.", 20_921.5, 225.0),
    ("A depot burned 5 km north of Bakhmut.", 5_000.0, 0.0),
    ("A depot burned 5-7 km north of Bakhmut.", 6_000.0, 0.0),
    ("A depot burned within 4 km north of Bakhmut.", 4_000.0, 0.0),
    ("A depot burned a few kilometres north of Bakhmut.", 4_000.0, 0.0),
    ("A depot burned 3 km east and 4 km north of Bakhmut.", 5_000.0, 36.87),
]


@pytest.mark.parametrize(("text", "metres", "bearing"), POINTS, ids=[row[0] for row in POINTS])
def test_the_point_is_the_end_of_the_geodesic(text: str, metres: float, bearing: float) -> None:
    """The point lies at the distance and bearing of the words."""
    measured, direction = inverse(BAKHMUT.point, located(text).point)

    assert math.isclose(measured, metres, rel_tol=0.001)
    assert turn(direction, bearing) < 0.1


FORMS = [
    "A depot burned 13 miles to the southwest of Bakhmut.",
    "A depot burned 5 km from Bakhmut.",
    "Rebels came within 5 km of Bakhmut.",
    "It is more than 60 km from Bakhmut.",
    "Fighting was heavy north of Bakhmut.",
    "Troops hold ground between Bakhmut and Siversk.",
    "Cars burned on the road from Bakhmut to Siversk.",
    "A depot burned 3 km east and 4 km north of Bakhmut.",
    "A village is 900 km east of Kyiv.",
]


@pytest.mark.parametrize("text", FORMS)
def test_every_form_has_a_valid_area_inside_its_circle(text: str) -> None:
    """The area is valid, and `uncertainty_m` reaches its farthest corner from the point."""
    location = located(text)

    assert location.area.is_valid
    assert location.confidence == 0.9
    for lon, lat in shapely.get_coordinates(location.area):
        corner = type(location.point)(lat=lat, lon=lon)
        assert inverse(location.point, corner)[0] <= location.uncertainty_m + 1.0


@pytest.mark.parametrize("text", FORMS)
def test_more_confidence_needs_more_land(text: str) -> None:
    """The area grows with the confidence asked for; a bare direction's has a fixed reach."""
    small, large = located(text, confidence=0.5), located(text, confidence=0.95)

    assert area_km2(small.area) < area_km2(large.area)


def test_an_area_holds_what_the_words_mean() -> None:
    """The nominal point of an offset lies in its area."""
    location = located("A depot burned 13 miles to the southwest of Bakhmut.")

    assert location.area.covers(shapely.Point(location.point.lon, location.point.lat))


def test_a_distance_alone_is_a_ring() -> None:
    """What is "60 km from X" may be all round X, but not at X itself."""
    location = located("A depot burned 60 km from Bakhmut.")

    assert not location.area.covers(shapely.Point(BAKHMUT.point.lon, BAKHMUT.point.lat))
    for bearing in range(0, 360, 30):
        there = destination(BAKHMUT.point, bearing, 58_000)
        assert location.area.covers(shapely.Point(there.lon, there.lat))


def test_without_an_anchor_there_is_no_place() -> None:
    """A claim from a place that nobody knows is not drawn."""
    (claim,) = grounded("Wells were dug 5 km east of Abu Zahr.")

    assert locate(claim) is None


def test_spreads_grow_with_confidence() -> None:
    """The number of spreads rises without a jump, beyond the table too."""
    steps = [spreads(level / 100) for level in range(1, 100)]

    assert steps == sorted(steps)
    assert max(later - earlier for earlier, later in pairwise(steps)) < 1.5


@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.1, 1.5, math.nan])
def test_a_confidence_is_a_probability(confidence: float) -> None:
    """Nothing is certain, and nothing less likely than not at all."""
    with pytest.raises(ValueError, match="is not between 0 and 1"):
        spreads(confidence)


def test_of_a_capital_people_speak_more_loosely() -> None:
    """A larger anchor widens all three spreads."""
    assert all(
        small < large for small, large in zip(one_spread(30_000, 2_000), one_spread(30_000, 17_000), strict=True)
    )


def test_a_claim_is_oftener_too_long_than_too_short() -> None:
    """The spread reaches farther towards the anchor than away from it."""
    nearer, farther, _ = one_spread(80_000, 5_000)

    assert nearer > 2 * farther
    assert spread_of(80_000, 80_000, 5_000, confidence=0.9).near_m > 0


EXTENTS = [
    (None, 3_000),
    ("near", 6_000),
    ("outskirts", 4_500),
    ("area", 4_500),
    ("northern", 3_000),
    ("north of the centre", 4_500),
]


@pytest.mark.parametrize(("modifier", "metres"), EXTENTS)
def test_words_beside_a_name_widen_it(modifier: str | None, metres: float) -> None:
    """Words such as "near" double the extent, an area adds half, a part does not narrow it."""
    assert extent_m(BAKHMUT, modifier) == metres


def test_near_a_hamlet_is_still_two_kilometres_round() -> None:
    """The widening has a least measure."""
    assert extent_m(place("Hamlet", 48.0, 38.0, radius_m=500.0), "near") == 2_500


def test_the_scene_is_set() -> None:
    """The places of these tests are the ones they are taken for."""
    assert (SIVERSK.kind, KYIV.kind) == ("town", "capital")


@pytest.mark.parametrize("words", ["on the road between Bakhmut and Siversk", "on the Bakhmut-Siversk highway"])
def test_a_road_between_two_is_a_corridor(words: str) -> None:
    """The corridor holds both ends and the middle, and is far narrower than it is long."""
    location = located(f"Cars burned {words}.")
    ends = (BAKHMUT.point, SIVERSK.point, location.point)

    assert all(location.area.contains(shapely.Point(end.lon, end.lat)) for end in ends)
    assert area_km2(location.area) < 600


@pytest.mark.parametrize("words", ["20 km from Idlib province", "20 km north of Idlib province"])
def test_from_the_edge_of_a_region_all_the_land_it_may_mean_is_drawn(words: str) -> None:
    """No narrow area round its middle: half of it or all, and the distance beyond."""
    location = located(f"A depot burned {words}.")

    assert area_km2(location.area) > 5_000
    assert location.area.covers(shapely.Point(36.7, 35.8))
    assert location.area.covers(shapely.Point(36.7, 36.3))


def test_nothing_is_drawn_round_the_middle_of_a_country() -> None:
    """A claim that counts from a border has no area: the one point of the country says nothing of it."""
    (claim,) = grounded("A depot burned 15 km south of the Syria border.")

    assert locate(claim) is None


@pytest.mark.parametrize(
    "text",
    [
        "A ship is 9999999 km north of Bakhmut.",
        "A ship is 25,000 km east of Bakhmut.",
        "A ship is 19,000 km from Bakhmut.",
        "A ship is within 30,000 km of Bakhmut.",
        "A ship is 9,000 km north and 9,000 km east of Bakhmut.",
        "A ship is 30,000 km from Idlib province.",
    ],
)
def test_nothing_is_drawn_that_far_away(text: str) -> None:
    """Beyond a quarter of the way round the Earth nothing is drawn: an area would come round again."""
    (claim,) = grounded(text)

    assert claim.anchor or claim.edge_of
    assert locate(claim) is None


def test_along_a_road_the_other_end_says_on_which_side() -> None:
    """The area reaches towards the road's other end, nearer too since roads bend; with one end alone it is a ring."""
    both = located("A bus burned 10 km down the road from Bakhmut towards Siversk.")
    one = located("A bus burned 10 km down the road from Bakhmut.")
    metres, bearing = inverse(BAKHMUT.point, both.point)

    assert math.isclose(metres, 10_000.0, rel_tol=0.001)
    assert turn(bearing, inverse(BAKHMUT.point, SIVERSK.point)[1]) < 0.1
    assert area_km2(both.area) < 0.5 * area_km2(one.area)
    assert both.area.contains(shapely.Point(*reversed(_at(bearing, 7_500.0))))
    assert not both.area.contains(shapely.Point(*reversed(_at(bearing + 180.0, 10_000.0))))


def _at(bearing: float, metres: float) -> tuple[float, float]:
    """Give latitude and longitude of a spot seen from Bakhmut."""
    point = destination(BAKHMUT.point, bearing, metres)
    return point.lat, point.lon
