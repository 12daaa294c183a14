"""Print how long each form takes for 10,000 places, and how large it is, beside other ways in the same run.

python tests/benchmarks/export_speed.py [PLACES]

The time is the process's own (CPU), so that a busy machine changes it little.
"""
# ruff: noqa: T201  (printing figures is what a benchmark does)

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2]), str(Path(__file__).parent)]

import folium  # noqa: E402
from map_layers import reports_of  # noqa: E402

from pipeline.about import About  # noqa: E402
from pipeline.export import FORMS, as_bytes  # noqa: E402
from pipeline.layers import COLUMNS, Layers, to_layers  # noqa: E402

DRIVERS = {".geojson": "GeoJSON", ".gpkg": "GPKG", ".kml": "KML", ".shp.zip": "ESRI Shapefile"}


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Give the CPU seconds that *work* takes, and the bytes it makes."""
    started = time.process_time()
    size = work()
    return time.process_time() - started, size


def to_file(layers: Layers, suffix: str) -> int:
    """Write the places as geopandas does, and give the bytes."""
    frame = layers["places"][[*COLUMNS, "geometry"]]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"x{suffix}"
        if suffix == ".parquet":
            frame.to_parquet(target)
        elif suffix == ".csv":
            frame.to_csv(target)
        else:
            frame.rename(columns={"name": "Name"}).to_file(target, driver=DRIVERS[suffix])
        return target.stat().st_size


def plain_folium(layers: Layers) -> int:
    """Draw the places as folium's own circles with popups, and give the bytes of the page."""
    drawing = folium.Map()
    for row in layers["places"].itertuples():
        folium.CircleMarker((row.lat, row.lon), popup=str(row.name)).add_to(drawing)
    return len(drawing.get_root().render())


def main() -> None:
    """Print one line a form."""
    places = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    reports = list(reports_of(places))
    layers = to_layers(reports)
    print(f"{places:,} places; {sum(map(len, layers.values())):,} features with the claims and checks beside them")
    for suffix in FORMS:
        as_bytes(reports[:1], suffix)
        seconds, size = timed(lambda suffix=suffix: len(as_bytes(reports, suffix, about=About(), layers=layers)))
        line = f"{suffix:9} {seconds:6.2f} s {size / 1e6:7.2f} MB"
        if suffix in {*DRIVERS, ".csv", ".parquet"}:
            other, bytes_ = timed(lambda suffix=suffix: to_file(layers, suffix))
            line += f"   geopandas, places only: {other:6.2f} s {bytes_ / 1e6:7.2f} MB"
        if suffix == ".html":
            other, bytes_ = timed(lambda: plain_folium(layers))
            line += f"   folium, places only:    {other:6.2f} s {bytes_ / 1e6:7.2f} MB"
        print(line, flush=True)


if __name__ == "__main__":
    main()
