"""Write layers as zipped Shapefiles, and say beside them what that old format cannot hold."""

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.about import About
from pipeline.encode import visible
from pipeline.features import features
from pipeline.forms import gdal
from pipeline.forms.archive import zipped
from pipeline.forms.arrow import SCHEMA, arrow_table
from pipeline.layers import Layers, Row
from pipeline.model import Report
from pipeline.web.said import DEFAULT_TITLE, in_words

MOST_BYTES = 254
"""UTF-8 bytes of the longest text that a Shapefile holds."""

NAME_LENGTH = 10
"""Characters of the longest column name."""

_FILES = {"point": ("points", "Point"), "line": ("lines", "LineString"), "area": ("areas", "Polygon")}
_SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")

_README = """\
{title}

points.shp, lines.shp and areas.shp hold the features of one geometry type each; the column `layer` tells the
layers apart. A file without features is left out. Positions are degrees of WGS84 (EPSG:4326), text is UTF-8.

What a Shapefile cannot hold, and what became of it:
- Texts end after 254 bytes. {cut}
- There is no null for text and for true or false: both are empty.
- Column names have ten characters:
{names}
GeoPackage, GeoJSON and GeoParquet hold everything; use them where you can.

{about}
"""


def shapefile(layers: Layers, _: Sequence[Report], about: About) -> bytes:
    """Write a zip of up to three Shapefiles, one a geometry type, and README.txt with their limits."""
    names = short_names(SCHEMA)
    rows = features(layers)
    cut = Counter(name for row in rows for name in row if isinstance(row[name], str) and _is_cut(row[name]))
    files = {"README.txt": _readme(names, cut, about).encode("utf-8", "replace")}
    with gdal.folder(about.generated) as folder:
        for part, (name, geometry) in _FILES.items():
            of_part = [_fitting_row(row) for row in rows if row["part"] == part]
            if not of_part:
                continue
            day = gdal.stamp(about.generated)[:10]
            gdal.add_table(
                arrow_table(of_part, names),
                folder / f"{name}.shp",
                driver="ESRI Shapefile",
                geometry=geometry,
                layer=name,
                layer_options={"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": day},
            )
            files |= {f"{name}{suffix}": (folder / f"{name}{suffix}").read_bytes() for suffix in _SUFFIXES}
    return zipped(files)


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Give each name its first ten characters; where those are taken, a digit stands for the last."""
    taken: dict[str, str] = {}
    for name in names:
        short, number = name[:NAME_LENGTH], 1
        while short in taken.values():
            short, number = f"{name[: NAME_LENGTH - 1]}{number}", number + 1
        taken[name] = short
    return taken


def _is_cut(text: str) -> bool:
    return len(text.encode("utf-8", "replace")) > MOST_BYTES


def _fitting_row(row: Row) -> Row:
    return {name: _fitting(value) for name, value in row.items()}


def _fitting(value: object) -> object:
    """Cut a text between two characters; an ellipsis says so."""
    if not isinstance(value, str) or not _is_cut(value):
        return value
    kept = value.encode("utf-8", "replace")[: MOST_BYTES - 3].decode("utf-8", "ignore")
    return f"{kept}…"


def _readme(names: dict[str, str], cut: Counter[str], about: About) -> str:
    counts = ", ".join(f"{count:,} in `{name}`" for name, count in sorted(cut.items()))
    return _README.format(
        title=visible(about.title or DEFAULT_TITLE),
        cut=f"Cut here, with an ellipsis: {counts}." if cut else "None was cut here.",
        names="".join(f"    {short:10}  {name}\n" for name, short in names.items() if short != name),
        about=visible(in_words(about)),
    )
