"""The dashboard's map by itself, without the app round it, in a real browser."""

from pathlib import Path

import pytest
from payloads import PAYLOADS
from playwright.sync_api import FloatRect, Page, expect
from reports_by_hand import report
from using import READY
from visiting import Visit

from dashboard import map_view
from dashboard.records import doubtful_first
from pipeline.layers import rows_of, to_layers
from pipeline.maps import base_map, layer_control, notice
from pipeline.web.scripts import APP_SCRIPT, folder
from pipeline.web.view import view_of

pytestmark = pytest.mark.browser


def drawn(page: Page, path: Path, *groups: object) -> None:
    """Draw groups on the app's own base map, and open it."""
    layers = to_layers([report()])
    drawing = base_map(view_of(layers), assets_url=f"{folder().as_uri()}/", scripts=[APP_SCRIPT])
    for group in groups:
        group.add_to(drawing)  # type: ignore[attr-defined]
    layer_control().add_to(drawing)
    drawing.save(path)
    page.goto(path.as_uri())


def overlap(one: FloatRect, other: FloatRect) -> bool:
    """Tell whether two boxes have a point in common."""
    return all(
        one[side] < other[side] + other[size] and other[side] < one[side] + one[size]
        for side, size in (("x", "width"), ("y", "height"))
    )


@pytest.mark.parametrize("width", [1400, 390])
def test_that_too_many_are_drawn_as_density_is_said_on_the_map(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """The word lies on the map, beside its controls, not on them and not under the map; and it goes with its group."""
    monkeypatch.setattr(map_view, "MOST_DRAWN", 3)
    monkeypatch.setattr(map_view, "MOST_MARKS", 2)
    layers = to_layers([report()])
    order = doubtful_first(row for frame in layers.values() for row in rows_of(frame))
    visit.page.set_viewport_size({"width": width, "height": 560})
    drawn(visit.page, tmp_path / "map.html", *map_view.groups_of(layers, order, None))
    word = visit.page.locator(".leaflet-container .cm-notice")
    expect(word).to_have_text(
        f"{len(order)} records are too many for a mark each: all are drawn as density, the 2 "
        "most doubtful as marks too. Narrow the filter to see every one.",
        timeout=READY,
    )
    box = word.bounding_box()
    beside = [
        visit.page.locator(name).first.bounding_box()
        for name in (".leaflet-control-zoom", ".cm-all", ".leaflet-control-layers")
    ]

    assert box is not None
    assert box["y"] + box["height"] < 280
    assert all(other is None or not overlap(box, other) for other in beside)


def test_no_word_on_the_map_is_markup(visit: Visit, tmp_path: Path) -> None:
    """What a map says on itself runs nothing and asks for nothing, whatever it says."""
    drawn(visit.page, tmp_path / "map.html", *(notice(words) for words in PAYLOADS.values()))
    expect(visit.page.locator(".cm-notice")).to_have_count(len(PAYLOADS), timeout=READY)

    assert visit.attacks() == []
    assert visit.outside == []
