"""The gazetteer's command line: data on standard output, one sentence when something is wrong."""

import json
import re
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import pytest
from project import Run

from gazetteer import download
from gazetteer.errors import GazetteerError


@pytest.fixture
def run(run_here: Run) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command on the tests' own index, within this process."""
    return partial(run_here, "gazetteer")


def test_lookup_prints_a_line_a_place(run_module: Run) -> None:
    """Id, name, kind, where, people, position and why, parted by tabs; so it is in a process of its own."""
    done = run_module("gazetteer", "lookup", "Артемівськ")

    assert done.stdout.splitlines()[0] == (
        "geonames:713174\tBakhmut\tcity\tDonetsk, UA\t80500\t48.59419,37.99886\tits name"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_lookup_prints_json(run: Run) -> None:
    """The places of the record, with fit and why."""
    (first, *_) = json.loads(run("lookup", "Bakhmut", "--json").stdout)

    assert set(first) == {
        "id", "name", "kind", "country", "region", "population", "radius_m", "lat", "lon", "fit", "why",
    }  # fmt: skip


def test_lookup_near_a_place(run: Run) -> None:
    """The nearest namesake comes first."""
    done = run("lookup", "Paraskoviivka", "--near", "48.59,38.0", "--country", "ua", "--limit", "1")

    assert done.stdout.startswith("geonames:697994\tParaskoviivka\tvillage\tDonetsk, UA\t")


def test_an_unknown_name_is_told_on_standard_error(run: Run) -> None:
    """No data, one sentence, and status 0: the request was carried out."""
    done = run("lookup", "Qwrtzpsd")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no place is called 'Qwrtzpsd'\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("lookup", "Kyiv", "--near", "91,0"), "latitude,longitude in degrees, such as 48.59,38.0"),
        (("lookup", "Kyiv", "--near", "here"), "latitude,longitude in degrees, such as 48.59,38.0"),
        (("add", "absent.csv"), "error: absent.csv cannot be read: No such file or directory"),
        (("add", "README.md"), "error: README.md is none of .csv, .geojson, .txt, .zip"),
        (("lookup", "Kyiv", "--gazetteer", "/dev/null/x"), "cannot be made: Not a directory"),
    ],
)
def test_trouble_is_one_sentence_and_status_2(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    """No traceback, whatever is wrong."""
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in re.sub(r"\s+", " ", done.stderr)
    assert "Traceback" not in done.stderr


class Dumps(BaseHTTPRequestHandler):
    """Serve a dump, a broken one, and a redirect to a file."""

    body: ClassVar[bytes] = b""

    def do_GET(self) -> None:
        """Answer by the last part of the path."""
        if "redirect" in self.path:
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
            return
        if "missing" in self.path:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body) + (100 if "short" in self.path else 0)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def address() -> Iterator[str]:
    """Serve on this machine."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("UA.txt", "x")
    Dumps.body = buffer.getvalue()
    with HTTPServer(("127.0.0.1", 0), Dumps) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_dump_is_downloaded_from_where_the_user_says(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file comes whole, and progress is told."""
    monkeypatch.setenv("GAZETTEER_SOURCE", address)
    said: list[str] = []

    path = download.fetch("UA", tmp_path, said.append)

    assert path.read_bytes() == Dumps.body
    assert said == [f"downloading {address}/UA.zip: {len(Dumps.body):,} bytes"]


@pytest.mark.parametrize(
    ("part", "reason"),
    [("missing", "Not Found"), ("short", "IncompleteRead|broke off"), ("redirect", "redirect|not allowed|unknown url")],
)
def test_a_broken_download_leaves_nothing(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, reason: str
) -> None:
    """An error, a cut and a redirect to a file are refused in one sentence."""
    monkeypatch.setenv("GAZETTEER_SOURCE", f"{address}/{part}")

    with pytest.raises(GazetteerError, match=reason):
        download.fetch("UA", tmp_path, lambda _: None)

    assert not (tmp_path / "UA.zip").exists()


@pytest.mark.parametrize("source", ["file:///etc", "ftp://127.0.0.1", "/etc"])
def test_only_the_web_is_downloaded_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """Files and other schemes are refused before anything is opened."""
    monkeypatch.setenv("GAZETTEER_SOURCE", source)

    with pytest.raises(GazetteerError, match="only http and https addresses will do"):
        download.fetch("UA", tmp_path, lambda _: None)
