"""A picture shows what the layers hold: in place, true to scale, names apart, and the same each time."""

import io
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from payloads import PAYLOADS, hostile_report
from PIL import Image
from reports_by_hand import BAKHMUT, choice, report
from shapely import Point as ShapelyPoint

from gazetteer.place import Point
from pipeline.about import About
from pipeline.encode import visible
from pipeline.export import as_bytes
from pipeline.forms.drawing import begun
from pipeline.forms.fonts import drawable
from pipeline.forms.furniture import draw_locator
from pipeline.forms.lettering import Box, Name, placed
from pipeline.forms.picture import HEIGHT, WIDTH
from pipeline.forms.sheet import sheet_of
from pipeline.geodesy import destination, disc, inverse
from pipeline.layers import to_layers
from pipeline.model import Report
from pipeline.web.basemap import basemap, steps
from pipeline.web.view import Bounds, view_of

VIEWS: dict[str, Bounds] = {
    "a town": ((48.5, 37.9), (48.6, 38.0)),
    "a country": ((44.0, 22.0), (52.0, 40.0)),
    "across the antimeridian": ((-20.0, 175.0), (-15.0, 185.0)),
    "a pole": ((80.0, -20.0), (89.0, 20.0)),
}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("bounds", VIEWS.values(), ids=VIEWS)
def test_a_sheet_holds_what_it_must(bounds: Bounds) -> None:
    """Every corner of the view lies on the sheet."""
    sheet = sheet_of(bounds, aspect=1.9)
    left, bottom, right, top = sheet.box
    (south, west), (north, east) = bounds
    for lat in (south, north):
        for lon in (west, east):
            x, y = sheet.at(Point(lat=lat, lon=(lon + 180.0) % 360.0 - 180.0))
            assert left < x < right
            assert bottom < y < top


@pytest.mark.parametrize("bounds", VIEWS.values(), ids=VIEWS)
def test_a_sheet_is_true_in_its_middle_with_north_up(bounds: Bounds) -> None:
    """A kilometre in the middle is a kilometre on the ellipsoid, in every direction; north is up."""
    sheet = sheet_of(bounds, aspect=1.9)
    here = sheet.at(sheet.middle)
    for bearing in (0.0, 90.0, 180.0, 270.0):
        x, y = sheet.at(destination(sheet.middle, bearing, 1000.0))
        assert np.hypot(x - here[0], y - here[1]) == pytest.approx(1000.0, rel=1e-3)
    up = sheet.at(destination(sheet.middle, 0.0, 1000.0))
    assert up[0] - here[0] == pytest.approx(0.0, abs=1.0)
    assert up[1] > here[1]


def test_a_pixel_is_where_the_point_is() -> None:
    """Pixels between two places count the metres between them, to half a percent."""
    drawing = begun(
        Figure(figsize=(16, 10), dpi=100), (24.0, 100.0, 1576.0, 900.0), view_of(to_layers([report()])).focus
    )
    one, other = Point(lat=48.594, lon=37.999), Point(lat=48.140, lon=37.750)
    (x0, y0), (x1, y1) = drawing.spots([one, other]).values()

    assert np.hypot(x1 - x0, y1 - y0) * drawing.metres_a_pixel == pytest.approx(inverse(one, other)[0], rel=0.005)


def test_the_world_is_shown_whole_where_points_lie_far_apart() -> None:
    """From a hundred degrees on the sheet is the world's."""
    assert sheet_of(((-40.0, -100.0), (60.0, 140.0)), aspect=1.9).projection == "Equal Earth projection"


def test_names_never_overlap() -> None:
    """Of a hundred names for a small map, those that are set stay apart, off the marks, and on the map."""
    names = [
        Name(text="x" * (3 + at % 9), kind="place", x=20 + at * 7 % 300, y=30 + at * 13 % 200, gap=6)
        for at in range(100)
    ]
    marks: list[Box] = [(name.x - 3, name.y - 3, name.x + 3, name.y + 3) for name in names]
    frame: Box = (0.0, 0.0, 340.0, 250.0)
    found = list(placed(names, marks, frame, lambda name: (len(name.text) * 6.0, 10.0)))
    boxes = [(each.x, each.y, each.x + len(each.name.text) * 6.0, each.y + 10.0) for each in found]

    assert 5 < len(found) < 100
    for one, other in [*combinations(boxes, 2), *((box, mark) for box in boxes for mark in marks)]:
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 340 and box[3] <= 250 for box in boxes)


def test_the_basemap_holds_crimea_as_part_of_ukraine() -> None:
    """The picture's land is the browser's: Simferopol and Kyiv lie in one country."""
    (country,) = [land for land in basemap().land if land.contains(ShapelyPoint(30.5, 50.4))]

    assert country.contains(ShapelyPoint(34.1, 44.95))
    assert "Ukraine" in {label.text for label in basemap().countries}


def test_the_basemap_is_read_as_the_format_says() -> None:
    """The example of the encoded polyline format's own description."""
    assert list(steps("_p~iF~ps|U_ulLnnqC")) == [3850000, -12020000, 220000, -75000]


def test_a_png_has_its_size_and_its_words() -> None:
    """The picture is as large as said; title and description stand in its metadata."""
    about = About(title="Где: Бахмут", alt_text="A map of <two> places.")
    with Image.open(io.BytesIO(as_bytes([report()], ".png", about=about))) as image:
        image.load()
        assert image.size == (WIDTH, HEIGHT)
        assert image.info["Title"] == "Где: Бахмут"
        assert image.info["Description"] == "A map of <two> places."


def test_a_picture_shows_each_layer() -> None:
    """The colours of a place, a claim, a coordinate and a check that is off are all on it."""
    with Image.open(io.BytesIO(as_bytes([report()], ".png"))) as image:
        colours = {
            f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in image.convert("RGB").getcolors(1 << 24)
        }

    assert {"#1f4e8c", "#b35900", "#00705a", "#c2410c"} <= colours


def test_an_svg_is_the_same_each_time_and_says_what_it_is() -> None:
    """No time, no random names; a title and a description for those who cannot see it."""
    data = as_bytes([report()], ".svg", about=About(title="A & B", alt_text="Where <x> is."))
    root = ET.fromstring(data)  # noqa: S314  (our own)

    assert data == as_bytes([report()], ".svg", about=About(title="A & B", alt_text="Where <x> is."))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "A & B"
    assert root.findtext(f"{SVG}desc") == "Where <x> is."


def test_hostile_text_is_only_drawn() -> None:
    """Whatever stands in names and titles, the picture is well-formed, and no script or link is in it."""
    text = " ".join(PAYLOADS.values())
    data = as_bytes([hostile_report(payload) for payload in PAYLOADS.values()], ".svg", about=About(title=text))
    root = ET.fromstring(data)  # noqa: S314

    assert root.findtext(f"{SVG}title") == " ".join(visible(text).split())
    assert not {element.tag.removeprefix(SVG) for element in root.iter()} & {"script", "a", "image", "foreignObject"}
    assert not {name for element in root.iter() for name in element.attrib if name.startswith("on")}


def far_apart() -> Report:
    """Build a report whose places lie on both sides of the world."""
    made = report()
    places = [
        replace(BAKHMUT, point=Point(lat=lat, lon=lon)) for lat, lon in ((60.0, -150.0), (-40.0, 175.0), (0.0, 0.0))
    ]
    return replace(
        made,
        findings=(),
        coordinates=(),
        choices=tuple(choice(made.document.text, "Bakhmut", place) for place in places),
    )


def test_a_circle_across_the_antimeridian_is_one() -> None:
    """What the layers cut there is drawn without a seam."""
    drawing = begun(Figure(figsize=(16, 10), dpi=100), (24.0, 100.0, 1576.0, 900.0), ((-18.0, 179.0), (-16.0, 181.0)))
    halves = drawing.sheet.onto(disc(Point(lat=-17.0, lon=179.95), 20_000.0))

    assert len(shapely.get_parts(halves)) == 2
    assert shapely.union_all(shapely.get_parts(halves), grid_size=1.0).geom_type == "Polygon"


def test_any_view_is_drawn() -> None:
    """The whole world makes a picture too."""
    data = as_bytes([far_apart()], ".png")

    assert data.startswith(b"\x89PNG")


def test_no_letter_is_drawn_as_a_box() -> None:
    """What no font has is left out, and the foot says so; Cyrillic and Arabic letters are drawn."""
    assert drawable("Бахмут الفاشر") == "Бахмут الفاشر"
    assert drawable("a\U0010fffdb\ufffe") == "ab"


def test_a_small_map_shows_where_a_close_view_lies() -> None:
    """A view of a few towns gets a frame within the countries around; a view of a continent does not."""
    for bounds, maps in ((VIEWS["a town"], 2), (VIEWS["a country"], 1)):
        figure = Figure(figsize=(16, 10), dpi=100)
        FigureCanvasAgg(figure)
        draw_locator(begun(figure, (24.0, 100.0, 1576.0, 900.0), bounds))
        assert len(figure.axes) == maps
