"""The folium map holds what the layers hold, encoded, and asks for nothing."""

import json
import re
from dataclasses import replace
from typing import Any

import folium
import pytest
from drawn import whole_map
from geopandas import GeoDataFrame
from payloads import PAYLOADS, hostile_report
from reports_by_hand import BAKHMUT, report
from shapely import GeometryCollection, LineString, Point
from shapely.geometry import shape

from gazetteer.place import Point as Spot
from pipeline.encode import visible
from pipeline.layers import to_layers
from pipeline.maps import feature_groups, layer_control, pin, range_rings, shapes_group
from pipeline.web.scripts import SCRIPTS, STYLES
from pipeline.web.view import OPENSTREETMAP, WORLD, view_of

EVIDENCE = re.compile(r"conflictMap\.addPacked\(\"addEvidence\",\s*\w+, \w+, (\{.*\})\);")
SHAPES = re.compile(r"conflictMap\.addShapes\(\s*\w+, \w+, (\{.*\})\);")
OWN_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')


def script_of(drawing: folium.Map) -> str:
    """Render a map and give its script."""
    figure = drawing.get_root()
    figure.render()
    return str(figure.script.render())


def evidence(script: str) -> dict[str, dict[str, Any]]:
    """Read the features of each layer back from a script."""
    return {found["layer"]: found["features"] for found in map(json.loads, EVIDENCE.findall(script))}


def test_the_script_holds_every_feature() -> None:
    """Each layer's features come to the page as data."""
    found = evidence(script_of(whole_map(to_layers([report()]))))

    assert {name: features["count"] for name, features in found.items()} == {
        "checks": 1,
        "claims": 2,
        "coordinates": 1,
        "places": 3,
    }


def test_a_check_carries_the_area_that_its_claim_states() -> None:
    """A check refers to the ring or sector that the claim means; no other layer has one."""
    layers = to_layers([report()])
    found = evidence(script_of(whole_map(layers)))
    area = shape(found["checks"]["geometries"][found["checks"]["columns"]["stated_area"]["all"]])

    assert area.equals_exact(layers["checks"]["stated_area"].iloc[0].normalize(), 1e-4, normalize=True)
    assert {str(found[name]["columns"]["stated_area"]) for name in ("places", "claims")} == {"{'all': None}"}


def test_nothing_is_asked_of_another_host() -> None:
    """No address of another host is in the script or among the links, unless tiles are offered."""
    drawing = whole_map(to_layers([report()]))

    assert "http" not in script_of(drawing)
    assert [link for _, link in drawing.default_js] == list(SCRIPTS)
    assert [link for _, link in drawing.default_css] == list(STYLES)


def test_tiles_are_offered_and_not_shown() -> None:
    """Online tiles are a base layer to choose; they are not added to the map at first."""
    script = script_of(whole_map(to_layers([report()]), tiles=[OPENSTREETMAP]))
    name = re.findall(r"var (tile_layer_\w+) = ", script)[0]

    assert OPENSTREETMAP.url in script
    assert f"{name}.addTo(" not in script


def test_view_across_the_antimeridian_is_narrow() -> None:
    """Places on both sides of 180 degrees are seen side by side, and none is left out."""
    plain = report()
    spots = [Spot(lat=-18.1, lon=178.4), Spot(lat=-16.8, lon=-179.9), Spot(lat=-16.5, lon=-178.0)]
    choices = tuple(replace(plain.choices[0], place=replace(BAKHMUT, point=spot)) for spot in spots)
    view = view_of(to_layers([replace(plain, choices=choices, findings=(), coordinates=())]))

    assert view.focus == view.all
    assert view.focus[0][1] == pytest.approx(178.4)
    assert view.focus[1][1] == pytest.approx(182.0)
    assert view.outside == 0


def test_view_of_nothing_is_the_world() -> None:
    """Without features the map shows the world."""
    assert view_of(to_layers([])).focus == WORLD


def test_view_holds_the_many_and_counts_the_far() -> None:
    """One far place does not shrink the rest, and is counted."""
    layers = to_layers([report()])
    frame = layers["places"]
    frame.loc[0, "geometry"] = Point(-70.0, -30.0)
    view = view_of(layers)

    assert view.outside == 1
    assert view.focus[0][0] > 47.0
    assert view.all[0] == (-30.0, -70.0)


def test_one_place_is_shown_with_its_surroundings() -> None:
    """A single point still gives a view with an extent."""
    plain = report()
    layers = to_layers([plain])
    only = {name: frame[:1] if name == "places" else frame[:0] for name, frame in layers.items()}
    (south, west), (north, east) = view_of(only).focus

    assert south < BAKHMUT.point.lat < north
    assert west < BAKHMUT.point.lon < east


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_reaches_folium_encoded_and_the_reader_whole(payload: str) -> None:
    """Whatever a report says, the script's strings are plain, and the cards say what the report said."""
    layers = to_layers([hostile_report(payload)])
    script = script_of(whole_map(layers, tiles=[OPENSTREETMAP]))

    assert payload.isalnum() or payload not in script
    assert all(
        re.fullmatch(r'"(?:[0-9A-Za-z .,-]|\\u[0-9a-f]{4})*"', found)
        for data in EVIDENCE.findall(script)
        for found in OWN_STRINGS.findall(data)
    )
    assert any(visible(payload) in features["strings"] for features in evidence(script).values())


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_hostile_id_is_that_of_its_pin_and_nothing_else(payload: str) -> None:
    """The id of a feature, which holds its report's name, reaches folium encoded."""
    drawing = whole_map(to_layers([]))
    pin(payload, (48.0, 37.8)).add_to(drawing)
    script = script_of(drawing)
    (found,) = re.findall(r"conflictMap\.edit\(\s*\w+, \w+, (\{.*\})\);", script)

    assert json.loads(found)["id"] == visible(payload)


def test_groups_and_control_can_be_given_apart() -> None:
    """The app gives what changes apart from the map: groups by name, heat when asked for, and the control."""
    groups = feature_groups(to_layers([report()]), heat=True)

    assert [group.layer_name for group in groups] == [
        "Claim checks (1)",
        "Claims (1)",
        "Coordinates (1)",
        "Places (3)",
        "Density of mentions",
    ]
    assert [group.show for group in groups] == [True, True, True, True, False]
    assert layer_control().get_name().startswith("layer_control")


@pytest.mark.parametrize("title", ["Divisions", *PAYLOADS.values()])
def test_further_layers_are_drawn_as_shapes(title: str) -> None:
    """A layer beside the four is shown with its names and counts, whatever it is called."""
    frame = GeoDataFrame({"name": [title], "count": [7]}, geometry=[Point(30, 50).buffer(1)], crs="EPSG:4326")
    script = script_of(whole_map({**to_layers([report()]), title: frame}))
    (found,) = map(json.loads, SHAPES.findall(script))

    assert [(drawn["name"], drawn["count"]) for drawn in found["shapes"]] == [(visible(title), 7)]
    assert found["shapes"][0]["geometry"]["type"] == "Polygon"
    assert title.isalnum() or title not in script


def test_own_shapes_of_any_kind_are_drawn() -> None:
    """Points, lines and collections of a user's file become pieces that can be drawn; what is empty does not."""
    shapes = [Point(30, 50), LineString([(30, 50), (31, 51)]), GeometryCollection([Point(1, 2), Point(3, 4)]), Point()]
    drawing = whole_map(to_layers([]))
    shapes_group(GeoDataFrame(geometry=shapes, crs="EPSG:4326"), "Front line").add_to(drawing)
    (found,) = map(json.loads, SHAPES.findall(script_of(drawing)))

    assert [drawn["geometry"]["type"] for drawn in found["shapes"]] == ["Point", "LineString", "Point", "Point"]


def test_range_rings_say_their_radius() -> None:
    """Rings lie on the ellipsoid, the largest first, each with its radius in words."""
    drawing = whole_map(to_layers([]))
    range_rings(BAKHMUT.point, [10_000, 50_000]).add_to(drawing)
    (found,) = map(json.loads, SHAPES.findall(script_of(drawing)))
    _, south, _, north = shape(found["shapes"][1]["geometry"]).bounds

    assert [drawn["name"] for drawn in found["shapes"]] == ["50.0 km", "10.0 km"]
    assert (north - south) * 111.2 == pytest.approx(20, rel=0.01)
