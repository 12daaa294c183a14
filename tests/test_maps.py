"""The folium map holds what the layers hold, encoded, and asks for nothing."""

import json
import re

import pytest
from payloads import PAYLOADS, hostile_report
from reports_by_hand import BAKHMUT, report
from shapely import Point
from shapely.geometry import shape

from pipeline.encode import visible
from pipeline.layers import to_layers
from pipeline.maps import (
    OPENSTREETMAP,
    WORLD,
    build_map,
    drawing_script,
    feature_groups,
    layer_control,
    selection,
    view_of,
)
from pipeline.scripts import SCRIPTS, STYLES

EVIDENCE = re.compile(r"conflictMap\.addEvidence\(\s*\w+, \w+, (\{.*\})\);")
OWN_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')


def evidence(script: str) -> dict[str, dict[str, object]]:
    """Read the data of each layer back from a script."""
    return {found["layer"]: found for found in map(json.loads, EVIDENCE.findall(script))}


def cards(script: str) -> list[dict[str, object]]:
    """List every card in a script."""
    return [card for layer in evidence(script).values() for drawn in layer["drawn"] for card in drawn["cards"]]  # type: ignore[attr-defined]


def test_the_script_holds_every_feature() -> None:
    """Each layer's features come to the page as data, those on one spot together."""
    _, script = drawing_script(build_map(to_layers([report()])))
    found = evidence(script)

    assert {name: len(layer["drawn"]) for name, layer in found.items()} == {  # type: ignore[arg-type]
        "checks": 1,
        "claims": 2,
        "coordinates": 1,
        "places": 2,
    }


def test_a_check_carries_the_area_that_its_claim_states() -> None:
    """The card of a check refers to the ring or sector that the claim means; no other card has one."""
    layers = to_layers([report()])
    found = evidence(drawing_script(build_map(layers))[1])
    (check,) = (card for drawn in found["checks"]["drawn"] for card in drawn["cards"])  # type: ignore[attr-defined]
    others = [card for name in ("places", "claims") for drawn in found[name]["drawn"] for card in drawn["cards"]]  # type: ignore[attr-defined]
    area = shape(found["checks"]["shared"][check["stated"]])  # type: ignore[index]

    assert area.equals_exact(layers["checks"]["stated_area"].iloc[0].normalize(), 1e-4, normalize=True)
    assert {card["stated"] for card in others} == {None}


@pytest.mark.parametrize("before", ["", "Fires. ", "\N{FIRE}\N{FIRE} in "])
def test_the_words_stand_where_javascript_counts_them(before: str) -> None:
    """A quote is sent once, and the place of the words in it is counted in UTF-16 units."""
    plain = report()
    layers = to_layers([plain])
    frame = layers["places"][:1].copy()
    frame["quote"], frame["words"] = f"{before}Bakhmut burns", "Bakhmut"
    frame["quote_start"], frame["start"] = 0, len(before)
    found = evidence(drawing_script(build_map({**layers, "places": frame}))[1])["places"]
    (card,) = (card for drawn in found["drawn"] for card in drawn["cards"])  # type: ignore[attr-defined]
    units = found["shared"][card["quote"]].encode("utf-16-le")  # type: ignore[index]
    start, end = card["words"]

    assert units[2 * start : 2 * end].decode("utf-16-le") == "Bakhmut"


def test_the_same_map_gives_the_same_script() -> None:
    """Folium's random names do not show."""
    first, second = (drawing_script(build_map(to_layers([report()]))) for _ in range(2))

    assert first == second


def test_nothing_is_asked_of_another_host() -> None:
    """No address of another host is in the script or among the links, unless tiles are offered."""
    drawing = build_map(to_layers([report()]))
    _, script = drawing_script(drawing)

    assert "http" not in script.replace("https\\u003a\\u002f\\u002fexample.org\\u002fnote", "")
    assert [link for _, link in drawing.default_js] == list(SCRIPTS)
    assert [link for _, link in drawing.default_css] == list(STYLES)


def test_tiles_are_offered_and_not_shown() -> None:
    """Online tiles are a base layer to choose; they are not added to the map at first."""
    _, script = drawing_script(build_map(to_layers([report()]), tiles=[OPENSTREETMAP]))
    name = re.findall(r"var (tile_layer_\d+) = ", script)[0]

    assert OPENSTREETMAP.url in script
    assert f"{name}.addTo(" not in script


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
    _, script = drawing_script(build_map(layers, tiles=[OPENSTREETMAP]))

    assert payload.isalnum() or payload not in script
    assert all(
        re.fullmatch(r'"(?:[0-9A-Za-z .,-]|\\u[0-9a-f]{4})*"', found)
        for data in EVIDENCE.findall(script)
        for found in OWN_STRINGS.findall(data)
    )
    assert any(card["heading"] == visible(payload) for card in cards(script))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_hostile_id_selects_nothing_but_itself(payload: str) -> None:
    """The id of a feature, which holds its report's name, reaches folium encoded."""
    drawing = build_map(to_layers([]))
    selection(payload).add_to(drawing)
    _, script = drawing_script(drawing)
    (found,) = re.findall(r"conflictMap\.select\(\s*\w+, (\".*\")\);", script)

    assert json.loads(found) == visible(payload)


def test_groups_and_control_can_be_given_apart() -> None:
    """The app gives what changes apart from the map: four groups by name, and the control."""
    groups = feature_groups(to_layers([report()]), popups=False)

    assert [group.layer_name for group in groups] == [
        "Claim checks (1)",
        "Claims (1)",
        "Coordinates (1)",
        "Places (3)",
    ]
    assert layer_control().get_name().startswith("layer_control")
