"""The network is asked through one door, and no trick opens it to what is not public."""

import gzip
import ipaddress
import socket
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.errors import FetchError, LimitReachedError, PipelineError
from pipeline.fetch import PUBLIC, USER_AGENT, Fetcher, Gate
from pipeline.limits import MB, Limits
from pipeline.model import Document, Failure
from pipeline.read import read_reports

CASES = tomllib.loads((Path(__file__).parent / "cases" / "ssrf.toml").read_text(encoding="utf-8"))
FORMS = [(kind, form) for kind, forms in CASES["forms"].items() for form in forms]
LIMITS = Limits(fetch_bytes=MB)
TEXT = "A depot 12 km west of Bakhmut burned all night."
PAGE = f"<html><head><title>Depot</title></head><body><p>{TEXT}</p></body></html>".encode()
ENTRY = "<item><title>T</title><description>Fire.</description></item>"
FEED = f"<rss version='2.0'><channel><title>F</title>{ENTRY}</channel></rss>".encode()
ROBOTS = b"User-agent: *\nDisallow: /private\n"

# Every connection that Python opens is announced to this hook first; a forbidden one is noted and never made.
attempts: list[Any] = []
allowed_while_watched: set[Any] = set()
watching: list[bool] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Note connections, and stop those that must not be."""
    if event == "socket.connect" and watching:
        address = arguments[1]
        attempts.append(address)
        if tuple(address[:2]) not in allowed_while_watched:
            message = f"{address} must not be reached"
            raise AssertionError(message)


sys.addaudithook(watch)


class Site(BaseHTTPRequestHandler):
    """A small site: a page, a feed, redirects, bombs, and answers that drip."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer by the path."""
        parts = urlsplit(self.path)
        self.server.asked.append((parts.path, dict(self.headers)))  # type: ignore[attr-defined]
        getattr(self, f"say_{parts.path.strip('/').replace('.', '_') or 'page'}", self.say_nothing)(
            parse_qs(parts.query)
        )

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def say_nothing(self, _: object) -> None:
        """There is no such page."""
        self.send(b"", 404)

    def say_robots_txt(self, _: object) -> None:
        """Ask programs to leave one folder alone."""
        self.send(self.server.robots, Content_Type="text/plain")  # type: ignore[attr-defined]

    def say_page(self, _: object) -> None:
        """Send a page."""
        self.send(PAGE, Content_Type="text/html; charset=utf-8")

    say_private = say_page

    def say_feed(self, _: object) -> None:
        """Send a feed."""
        self.send(FEED, Content_Type="application/rss+xml")

    def say_picture(self, _: object) -> None:
        """Send what is no report."""
        self.send(b"\x89PNG", Content_Type="image/png")

    def say_to(self, query: dict[str, list[str]]) -> None:
        """Redirect."""
        self.send(b"", 302, Location=query["url"][0].replace("PORT", str(self.server.server_port)))

    def say_again(self, _: object) -> None:
        """Redirect without end."""
        self.send(b"", 302, Location="/again")

    def say_steps(self, query: dict[str, list[str]]) -> None:
        """Redirect as often as is asked for, then send a page."""
        left = int(query["left"][0])
        self.send(b"", 302, Location=f"/steps?left={left - 1}") if left else self.say_page(query)

    def say_large(self, query: dict[str, list[str]]) -> None:
        """Send as much as is asked for."""
        self.send(b"a" * int(query["size"][0]), Content_Type="text/plain")

    def say_bomb(self, _: object) -> None:
        """Send little that unpacks to much."""
        self.send(gzip.compress(bytes(50 * MB)), Content_Type="text/plain", Content_Encoding="gzip")

    def say_packed(self, _: object) -> None:
        """Send a packed page, though that was not asked for."""
        self.send(gzip.compress(PAGE), Content_Type="text/html", Content_Encoding="gzip")

    def say_drip(self, _: object) -> None:
        """Send the head of an answer one byte at a time."""
        try:
            for _ in range(100):
                self.wfile.write(b"H")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return


@pytest.fixture(scope="module")
def site() -> Iterator[ThreadingHTTPServer]:
    """Serve the site at 127.0.0.1, which the tests' gate allows."""
    yield from served("127.0.0.1", 0)


@pytest.fixture(scope="module")
def canary(site: ThreadingHTTPServer) -> Iterator[ThreadingHTTPServer]:
    """Serve at 127.0.0.2, which nothing may reach.

    A system without that address has nobody there to be asked: that nothing was sent is then told by `attempts` alone.
    """
    try:
        yield from served("127.0.0.2", site.server_port)
    except OSError:
        silent = ThreadingHTTPServer(("127.0.0.2", site.server_port), Site, bind_and_activate=False)  # never bound
        silent.asked = []  # type: ignore[attr-defined]
        yield silent
        silent.server_close()


def served(host: str, port: int) -> Iterator[ThreadingHTTPServer]:
    """Run a server for as long as it is needed."""
    server = ThreadingHTTPServer((host, port), Site)
    server.asked, server.robots = [], ROBOTS  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher(site: ThreadingHTTPServer) -> Iterator[Fetcher]:
    """Open the gate to the one server, and watch every connection."""
    allowed_while_watched.add(("127.0.0.1", site.server_port))
    gate = Gate(
        networks=(ipaddress.ip_network("127.0.0.1/32"),),
        ports=frozenset({80, 443, site.server_port}),
        resolver=resolve,
    )
    attempts.clear()
    watching.append(True)
    yield Fetcher(limits=LIMITS, gate=gate)
    watching.clear()


def resolve(host: str, port: int, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
    """Resolve the names of the cases, and numbers as the system does; ask no one."""
    names = CASES["names"].get(host.lower() if isinstance(host, str) else host.decode())
    if names is None:
        return socket.getaddrinfo(host, port, socket.AF_UNSPEC, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)
    return [answer for name in names for answer in socket.getaddrinfo(name, port, 0, socket.SOCK_STREAM)]


def at(site: ThreadingHTTPServer, text: str) -> str:
    """Put the port into an address."""
    return text.replace("PORT", str(site.server_port))


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_no_form_of_address_reaches_what_is_not_public(
    kind: str, form: str, site: ThreadingHTTPServer, canary: ThreadingHTTPServer, fetcher: Fetcher
) -> None:
    """However it is written, it is refused with a reason, and nothing but the allowed server is connected to."""
    with pytest.raises(PipelineError) as refusal:
        fetcher.fetch(at(site, form))

    assert refusal.value.args[0], kind
    assert canary.asked == []  # type: ignore[attr-defined]
    assert {address[0] for address in attempts} <= {"127.0.0.1"}


@pytest.mark.parametrize("target", CASES["forms"]["redirects"])
def test_no_redirect_leads_to_what_is_not_public(
    target: str, site: ThreadingHTTPServer, canary: ThreadingHTTPServer, fetcher: Fetcher
) -> None:
    """An answer that points elsewhere is followed only to where one might have gone directly."""
    with pytest.raises(PipelineError):
        fetcher.fetch(at(site, f"http://good.test:PORT/to?url={target}"))

    assert canary.asked == []  # type: ignore[attr-defined]
    assert {address[0] for address in attempts} == {"127.0.0.1"}


def test_there_are_at_least_forty_forms() -> None:
    """The list is as long as was promised."""
    assert len(FORMS) >= 40


def test_a_name_that_changes_its_mind_is_held_to_its_first_answer(
    site: ThreadingHTTPServer, canary: ThreadingHTTPServer, fetcher: Fetcher
) -> None:
    """A name that leads to a public address when checked and to a private one when asked again gains nothing."""
    asked: list[str] = []

    def rebinding(host: str, port: int, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        return socket.getaddrinfo("127.0.0.1" if len(asked) % 2 else "127.0.0.2", port, 0, socket.SOCK_STREAM)

    gate = Gate(networks=fetcher.gate.networks, ports=fetcher.gate.ports, resolver=rebinding)
    with pytest.raises(FetchError, match=r"127\.0\.0\.2, which is no public address"):
        Fetcher(limits=LIMITS, gate=gate).fetch(at(site, "http://rebinding.test:PORT/"))

    assert canary.asked == []  # type: ignore[attr-defined]
    assert {address[0] for address in attempts} == {"127.0.0.1"}


@pytest.mark.parametrize("host", ["2130706434", "0x7f000002", "0177.0.0.2", "127.2"])
def test_an_unguarded_client_would_have_got_there(host: str, canary: ThreadingHTTPServer) -> None:
    """The forms are no straw men: the system takes them for the forbidden server, and the watch stops the way there."""
    (*_, there) = socket.getaddrinfo(host, canary.server_address[1], socket.AF_INET, socket.SOCK_STREAM)[0]
    with socket.socket() as client:
        watching.append(True)
        with pytest.raises(AssertionError, match="must not be reached"):
            client.connect(there)
        watching.clear()

    assert there[0] == "127.0.0.2"
    if canary.socket.getsockname()[1]:  # bound: this system has that address
        with socket.create_connection((host, canary.server_address[1]), timeout=2) as connection:
            assert connection.getpeername()[0] == "127.0.0.2"


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        *((urlsplit(form).hostname or "", False) for form in CASES["forms"]["ranges"] + CASES["forms"]["wrapped"]),
    ],
)
def test_our_own_check_stands_beside_the_library(address: str, allowed: bool) -> None:
    """The product's gate alone knows public addresses from others."""
    assert PUBLIC.allows(address) is allowed


def test_a_page_is_read(site: ThreadingHTTPServer, fetcher: Fetcher) -> None:
    """An address on the command line gives a report that says where it is from."""
    address = at(site, "http://good.test:PORT/to?url=http://good.test:PORT/page")
    (report,) = read_reports([address], fetcher=fetcher)

    assert isinstance(report, Document)
    assert report.text == TEXT
    assert (report.title, report.source) == ("Depot", "good.test")
    assert report.link == at(site, "http://good.test:PORT/page")


def test_a_feed_is_read(site: ThreadingHTTPServer, fetcher: Fetcher) -> None:
    """The address of a feed gives its entries."""
    (report,) = read_reports([at(site, "http://good.test:PORT/feed")], fetcher=fetcher)

    assert isinstance(report, Document)
    assert (report.text, report.source) == ("Fire.", "F")


def test_it_says_who_it_is_and_brings_nothing_else(site: ThreadingHTTPServer, fetcher: Fetcher) -> None:
    """The user agent is honest; no cookie, no password, no referrer."""
    site.asked.clear()  # type: ignore[attr-defined]
    fetcher.fetch(at(site, "http://good.test:PORT/page"))
    paths, headers = zip(*site.asked, strict=True)  # type: ignore[attr-defined]

    assert paths == ("/robots.txt", "/page")
    assert headers[1]["User-Agent"] == USER_AGENT
    assert set(headers[1]) == {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"}


def test_offline_no_address_is_asked(site: ThreadingHTTPServer) -> None:
    """Without a fetcher an address is refused in a sentence."""
    (failure,) = read_reports([at(site, "http://good.test:PORT/page")])

    assert isinstance(failure, Failure)
    assert "not read offline" in failure.reason


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/private", "asks programs not to read it"),
        ("/to?url=/private", "/private: the site asks programs not to read it"),
        ("/to?url=http://other.test:PORT/private", "other.test:[0-9]+/private: the site asks programs not to read it"),
        ("/none", "answers with 404"),
        ("/picture", "sends image/png"),
        ("/again", "redirects"),
        (f"/steps?left={LIMITS.redirects + 1}", "redirects"),
        (f"/large?size={MB + 1}", "sends more than 1 MB"),
        ("/bomb", "sends more than 1 MB"),
    ],
)
def test_an_answer_is_refused_for_a_reason(path: str, says: str, site: ThreadingHTTPServer, fetcher: Fetcher) -> None:
    """What may not, cannot or need not be read is said."""
    with pytest.raises((FetchError, LimitReachedError), match=says):
        fetcher.fetch(at(site, f"http://good.test:PORT{path}"))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_robots_txt_counts_with_and_without_its_mark(mark: bytes, site: ThreadingHTTPServer, fetcher: Fetcher) -> None:
    """A byte order mark does not hide its first line."""
    site.robots = mark + b"User-agent: *\nDisallow: /\n"  # type: ignore[attr-defined]

    try:
        with pytest.raises(FetchError, match="asks programs not to read it"):
            fetcher.fetch(at(site, "http://good.test:PORT/page"))
    finally:
        site.robots = ROBOTS  # type: ignore[attr-defined]


def test_an_answer_that_drips_is_cut_off(site: ThreadingHTTPServer, fetcher: Fetcher) -> None:
    """Bytes that come one by one do not put off the end of the time."""
    fetcher.limits = Limits(fetch_seconds=1)

    with pytest.raises(LimitReachedError, match="did not answer whole within 1 s"):
        fetcher.fetch(at(site, "http://good.test:PORT/drip"))


@pytest.mark.parametrize(
    ("path", "size"),
    [(f"/large?size={MB}", MB), ("/packed", len(PAGE)), (f"/steps?left={LIMITS.redirects}", len(PAGE))],
)
def test_an_answer_at_the_limit_is_read(path: str, size: int, site: ThreadingHTTPServer, fetcher: Fetcher) -> None:
    """The last byte and the last redirect that are allowed come, packed or not."""
    assert len(fetcher.fetch(at(site, f"http://good.test:PORT{path}")).data) == size
