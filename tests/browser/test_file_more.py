"""Further layers of the exported file, the page of counts, and the bundle unpacked, as a reader opens them."""

import hashlib
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pytest
from exported import DRAWN, of_days, settle, shown
from payloads import PAYLOADS
from reports_by_hand import report
from shapely import box
from visiting import Visit

from pipeline.about import About
from pipeline.counting.cells import sorter
from pipeline.counting.counts import count_records
from pipeline.counting.forms import write_counts
from pipeline.export import write
from pipeline.layers import to_layers
from pipeline.record import to_record

pytestmark = pytest.mark.browser

COUNTED = """() => Object.values(conflictMap.page.map._layers)
  .filter((layer) => layer instanceof L.Polygon && layer.getTooltip() && !layer.feature)
  .map((layer) => layer.getTooltip().getContent().textContent).sort()"""
LEGEND = ".cm-legend"


@pytest.fixture
def counted(tmp_path: Path) -> str:
    """Export the report by hand with a layer of counts by cell beside it, named with markup."""
    cells = [box(37.0 + x, 48.0, 37.5 + x, 48.5) for x in (0.0, 0.5, 1.0)]
    names = ["west", PAYLOADS["image with a handler"], "east"]
    table = gpd.GeoDataFrame({"name": names, "count": [1, 2, 30]}, geometry=cells, crs="EPSG:4326")
    write([report()], tmp_path / "map.html", layers={**to_layers([report()]), "Counts <b>by cell</b>": table})
    return (tmp_path / "map.html").as_uri()


def test_a_layer_of_counts_is_drawn_when_chosen(visit: Visit, counted: str) -> None:
    """It is hidden at first; chosen, each cell says its count, the legend gives the classes, and both go again."""
    visit.page.goto(counted)
    choice = visit.page.get_by_label("Counts <b>by cell</b>")
    before = (visit.page.evaluate(COUNTED), "Counts" in visit.page.locator(LEGEND).inner_text())
    choice.check()
    drawn, legend = visit.page.evaluate(COUNTED), visit.page.locator(LEGEND).inner_text()
    evidence = visit.page.evaluate(DRAWN)
    choice.uncheck()

    assert before == ([], False)
    assert drawn == sorted([f"{PAYLOADS['image with a handler']}: 2", "east: 30", "west: 1"])
    assert [line for line in legend.splitlines() if line in {"1", "2", "3 – 30"}] == ["1", "2", "3 – 30"]
    assert "Counts <b>by cell</b>" in legend
    assert evidence == {"places": 2, "claims": 2, "checks": 1, "coordinates": 1}
    assert visit.page.evaluate(COUNTED) == []
    assert "Counts" not in visit.page.locator(LEGEND).inner_text()
    assert visit.attacks() == []
    assert visit.complaints == []


def test_the_page_of_counts_opens_alone(visit: Visit, tmp_path: Path) -> None:
    """A page of counts asks for nothing, draws its cells, and gives its classes and its table."""
    counts = count_records([to_record(each) for each in of_days()], sorter("hexagon"))
    write_counts(counts, tmp_path / "counts.html", legend="Mentions by hexagon", about=About())
    address = (tmp_path / "counts.html").as_uri()
    visit.page.goto(address)
    settle(visit.page)

    assert visit.requests == [address]
    assert visit.complaints == []
    assert "Mentions by hexagon" in visit.page.locator(LEGEND).inner_text()
    assert visit.page.locator("#cells tbody tr").count() == int(visit.page.locator("#cells .n").inner_text()) > 1
    assert visit.page.locator(".leaflet-overlay-pane canvas").count() == 1


def test_a_bundle_is_unpacked_checked_and_opened(visit: Visit, tmp_path: Path) -> None:
    """As README.txt in it says: the checksums verify, and the page opens from the disk without a request."""
    about = About(title="Evidence", generated=datetime(2026, 1, 2, tzinfo=UTC))
    write(of_days(), tmp_path / "evidence.zip", about=about)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(tmp_path / "evidence.zip") as archive:
        archive.extractall(folder)
    sums = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    del files["SHA256SUMS"]
    address = (folder / "index.html").as_uri()
    visit.page.goto(address)
    settle(visit.page)

    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert visit.requests == [address]
    assert visit.complaints == []
    assert shown(visit.page) == "All 18 shown"
