"""Give the scripts and styles of a map: Leaflet as a package brings it, our own from `assets/`."""

import ast
import hashlib
import re
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_cache_path

from pipeline.errors import PipelineError
from pipeline.writing import replacing

ASSETS = Path(__file__).parents[2] / "assets"

SCRIPTS = (
    "leaflet.js",
    "leaflet_heat.js",
    "basemap.js",
    "data.js",
    "base.js",
    "marks.js",
    "evidence.js",
    "controls.js",
)
STYLES = ("leaflet.css", "map.css")
"""The files that a map needs, in order."""
APP_SCRIPTS = (*SCRIPTS, "edit.js")
"""Those of the map in the app, where points can be placed by hand ..."""
APP_SCRIPT = "map.js"
"""... and the one file that holds them all: the app's map asks for scripts one after the other."""

PAGE_SCRIPTS = (*SCRIPTS, "card.js", "tables.js", "timeline.js", "downloads.js", "page.js")
PAGE_STYLES = (*STYLES, "page.css")
"""The files that the exported page needs, in order."""

PACKAGED = {
    "leaflet.js": "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js",
    "leaflet_heat.js": "https://cdn.jsdelivr.net/gh/python-visualization/folium@main/folium/templates/leaflet_heat.min.js",
    "leaflet.css": "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.css",
}
"""The files that folium-offline brings, by the address under which it keeps them. Nothing is fetched from there."""

_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_QUOTES = b"'''"
_FILE_ADDRESS = re.compile(r"""url\((?!["']?data:)[^)]*\)""")


class MissingScriptError(PipelineError):
    """The package that brings Leaflet is not the one that requirements.txt names."""


@cache
def text_of(name: str) -> str:
    """Give the text of a script or a style sheet; it names no further file that a browser would ask for.

    Raises `MissingScriptError` when the package that brings it does not.
    """
    if name not in PACKAGED:
        return (ASSETS / name).read_text(encoding="utf-8")
    text = _SOURCE_MAP.sub("", _packaged(PACKAGED[name])).strip() + "\n"
    return _FILE_ADDRESS.sub("url(data:,)", text) if name.endswith(".css") else text


def folder() -> Path:
    """Give a folder that holds `APP_SCRIPT` and `STYLES` for a server to hand out.

    It lies in the user's cache under a name made from what it holds, so that two versions at once do
    not touch each other, and each file is written whole. Where the cache cannot be written it is a
    temporary folder of this process. Raises `MissingScriptError`.
    """
    script = "\n".join(text_of(name) for name in APP_SCRIPTS)
    texts = {APP_SCRIPT: script, **{name: text_of(name) for name in STYLES}}
    digest = hashlib.sha256("\0".join(texts.values()).encode("utf-8")).hexdigest()[:16]
    try:
        return _filled(user_cache_path("conflict-map") / "scripts" / digest, texts)
    except OSError:
        return _filled(_temporary(), texts)


def _filled(target: Path, texts: dict[str, str]) -> Path:
    """Write each file that is missing or damaged."""
    target.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        data, file = text.encode("utf-8"), target / name
        if not file.is_file() or file.read_bytes() != data:
            with replacing(file) as stream:
                stream.write(data)
    return target


@cache
def _temporary() -> Path:
    """Make a folder that only this user can write to; the system clears it away."""
    return Path(tempfile.mkdtemp(prefix="conflict-map-"))


def _packaged(address: str) -> str:
    """Look a file up in folium-offline, of which we use nothing else.

    A module of it has a statement for each, its address in brackets and its text in quotes. They are read
    there: to import the module would make a second folium, which takes a fifth of a second.
    """
    try:
        module = _offline_module()
        start = module.index(_QUOTES, module.index(f"_res['{address}'] = ".encode()))
        quoted = module[start : module.index(_QUOTES, start + len(_QUOTES)) + len(_QUOTES)]
        text: str = ast.literal_eval(quoted.decode("utf-8"))
    except (OSError, ValueError):
        message = (
            "Leaflet is not where folium-offline 0.20.0.2 keeps it; run `pip install -r requirements.txt`, "
            "which names the version that this program knows"
        )
        raise MissingScriptError(message) from None
    return text


def _offline_module() -> bytes:
    """Give the source of the module in which folium-offline keeps files. Raises `FileNotFoundError`."""
    package = find_spec("offlinefolium")
    if package is None or package.origin is None:
        raise FileNotFoundError
    return Path(package.origin).with_name("elements.py").read_bytes()
