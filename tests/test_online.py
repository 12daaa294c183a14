"""Names asked for on the web: only on request, only when lacking, slowly, and never twice."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from project import ROOT, Run

from gazetteer import online
from gazetteer.errors import GazetteerError
from gazetteer.index import Gazetteer

ANSWER = [
    {
        "osm_type": "node", "osm_id": 7, "lat": "48.5", "lon": "38.25", "class": "place", "type": "hamlet",
        "addresstype": "hamlet", "name": "Qwrtzpsd", "display_name": "Qwrtzpsd, Donetsk Oblast, Ukraine",
        "address": {"state": "Donetsk Oblast", "country_code": "ua"},
        "boundingbox": ["48.48", "48.52", "38.22", "38.28"],
    }
]  # fmt: skip


class Nominatim(BaseHTTPRequestHandler):
    """Answer as Nominatim does, or as it does on a bad day, by the first part of the path."""

    asked: ClassVar[list[tuple[str, str, float]]] = []

    def do_GET(self) -> None:
        """Answer a search."""
        address = urlsplit(self.path)
        name = parse_qs(address.query)["q"][0]
        self.asked.append((name, self.headers["User-Agent"], time.monotonic()))
        mood = address.path.split("/")[1]
        if mood == "slow":
            time.sleep(0.5)
        body = {
            "broken": b"<html>",
            "odd": b'[{"lat": "1", "lon": "2", "display_name": "x"}]',
            "empty": b"[]",
        }.get(mood, json.dumps(ANSWER).encode())
        self.send_response({"busy": 429, "failing": 500}.get(mood, 200))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            return  # the client has had enough

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def server() -> Iterator[str]:
    """Serve on this machine."""
    Nominatim.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Nominatim) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_an_answer_becomes_a_candidate_marked_with_its_source(server: str, tmp_path: Path) -> None:
    """Id, kind, country, region and an extent come from the record; its source shows."""
    (found,) = online.ask("Qwrtzpsd", tmp_path, lambda _: None, address=server, user_agent="tests")

    place = found.place
    assert (place.id, place.name, place.kind, place.country) == ("nominatim:node/7", "Qwrtzpsd", "village", "UA")
    assert (place.point.lat, place.point.lon, place.region) == (48.5, 38.25, "Donetsk Oblast")
    assert place.radius_m == pytest.approx(3136, abs=5)
    assert found.why == f"found online by {urlsplit(server).netloc}"
    assert [agent for _, agent, _ in Nominatim.asked] == ["tests"]


def test_nothing_is_asked_twice(server: str, tmp_path: Path) -> None:
    """An answer is kept, that there is no such place, too."""
    for address in (server, f"{server}/empty"):
        answers = [online.ask("Qwrtzpsd", tmp_path, lambda _: None, address=address) for _ in range(3)]
        assert answers[0] == answers[1] == answers[2]

    assert len(Nominatim.asked) == 2


def test_requests_keep_their_distance(server: str, tmp_path: Path) -> None:
    """No two requests come within a second, as the policy of the public server asks."""
    for name in ("One", "Two"):
        online.ask(name, tmp_path, lambda _: None, address=server)

    (_, _, first), (_, _, second) = Nominatim.asked
    assert second - first > 0.9


@pytest.mark.parametrize(
    ("mood", "reason"),
    [
        ("busy", "429|Too Many"),
        ("failing", "500|Internal"),
        ("broken", "cannot be asked"),
        ("odd", "answers with something that is no place"),
        ("slow", "[Tt]imed out"),
    ],
)
def test_a_server_in_trouble_is_one_sentence(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mood: str, reason: str
) -> None:
    """Refusal, failure, nonsense and silence are told, and never kept."""
    monkeypatch.setattr(online, "_TIMEOUT_S", 0.2)

    with pytest.raises(GazetteerError, match=reason) as caught:
        online.ask("Qwrtzpsd", tmp_path, lambda _: None, address=f"{server}/{mood}")

    assert "\n" not in str(caught.value)
    assert not list((tmp_path / "online").glob("*.json"))


@pytest.mark.parametrize("address", ["file:///etc", "ftp://127.0.0.1", "nowhere"])
def test_only_the_web_is_asked(tmp_path: Path, address: str) -> None:
    """Other schemes are refused before anything is opened."""
    with pytest.raises(GazetteerError, match="only http and https addresses will do"):
        online.ask("Qwrtzpsd", tmp_path, lambda _: None, address=address)


def test_the_command_line_asks_only_when_told_and_only_for_what_is_lacking(
    server: str, gazetteer: Gazetteer, run_here: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without --online, and for a known name with it, no request leaves."""
    for path in gazetteer.directory.glob("base-*.sqlite"):
        (tmp_path / path.name).hardlink_to(path)
    monkeypatch.setenv("GAZETTEER_DIR", str(tmp_path))
    monkeypatch.setenv("GAZETTEER_GEOCODER", server)

    assert run_here("gazetteer", "lookup", "Qwrtzpsd").stdout == ""
    assert "geonames:713174" in run_here("gazetteer", "lookup", "Bakhmut", "--online").stdout
    assert Nominatim.asked == []

    done = run_here("gazetteer", "lookup", "Qwrtzpsd", "--online")
    assert done.stdout.startswith("nominatim:node/7\tQwrtzpsd\tvillage\tDonetsk Oblast, UA\t")
    assert done.stderr == f"asking {server} for 'Qwrtzpsd'\n"


def test_nothing_else_opens_the_web() -> None:
    """No other module of the product knows a way to ask a geocoder."""
    askers = [
        path.name
        for folder in ("gazetteer", "pipeline")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "geopy.geocoders" in path.read_text(encoding="utf-8")
    ]

    assert askers == ["online.py"]
