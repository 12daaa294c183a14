"""The only door to the network: one web address at a time, from public addresses, within limits.

What it refuses, it refuses before a byte is sent: other schemes, credentials in the address, other
ports, and every host that is or resolves to an address of this machine or of a private network, at
the first request and at every redirect. ssrfguard connects to the very address it has checked; our
own check of each answer stands beside it.
"""

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import httpx
from ssrfguard import Policy
from ssrfguard.errors import SSRFGuardError
from ssrfguard.httpx import Client

from pipeline.errors import FetchError, LimitReachedError
from pipeline.limits import LIMITS, MB, Limits

AGENT_NAME = "conflict-map"
USER_AGENT = f"{AGENT_NAME}/0.1 (reads single reports for an analyst; respects robots.txt)"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[..., Iterable[tuple[Any, ...]]]

_SECONDS_TO_ANSWER = 10.0
_ROBOTS_BYTES = 500_000  # what RFC 9309 asks to be read at least
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/pdf": ".pdf",
}
# Ranges that some Pythons count as global and that still lead to an address of ours or to no host at all: translations
# of IPv4, 6to4, Teredo, protocol assignments (a metadata service of one cloud among them), multicast.
_NEVER = tuple(
    map(
        ipaddress.ip_network,
        (
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2002::/16",
            "2001::/32",
            "::/96",
            "ff00::/8",
            "224.0.0.0/4",
            "192.0.0.0/24",
            "192.88.99.0/24",
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Who may be reached: public addresses at the ports of the web, and whatever `networks` and `ports` add.

    The product uses it as it is; a test opens it to a server of its own.
    """

    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset({80, 443})
    resolver: Resolver = socket.getaddrinfo

    def allows(self, address: str) -> bool:
        """Tell whether a numeric address may be reached."""
        try:
            number = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if any(number in network for network in self.networks if network.version == number.version):
            return True
        mapped = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
        if mapped is not None or any(number in network for network in _NEVER if network.version == number.version):
            return False
        return number.is_global and not number.is_multicast and not number.is_reserved

    def resolve(self, host: str, *arguments: Any, **options: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        """Ask the resolver, and refuse every answer when one of them may not be reached."""
        answers = list(self.resolver(host, *arguments, **options))
        refused = [answer[4][0] for answer in answers if not self.allows(str(answer[4][0]))]
        if refused:
            message = f"{host}: leads to {refused[0]}, which is no public address"
            raise FetchError(message)
        return answers


PUBLIC = Gate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address sent: the suffix of `name` says of what kind, `encoding` is what its server declares."""

    address: str
    name: str
    data: bytes
    encoding: str | None


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Fetches addresses within *limits*; it remembers what each site's robots.txt says."""

    limits: Limits = LIMITS
    gate: Gate = PUBLIC
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)

    def fetch(self, address: str) -> Fetched:
        """Give what *address* sends.

        Raises `FetchError` for an address that may not be asked or does not answer, and
        `LimitReachedError` for one that sends too much or takes too long.
        """
        deadline = time.monotonic() + self.limits.fetch_seconds
        try:
            status, headers, data, final = self._get(address, deadline, self.limits.fetch_bytes)
        except (SSRFGuardError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise _said(address, error, deadline, self.limits) from None
        if status != httpx.codes.OK:
            message = f"{address}: the server answers with {status}; check the address, or save the page from a browser"
            raise FetchError(message)
        kind, _, parameters = headers.get("content-type", "").partition(";")
        suffix = _SUFFIXES.get(kind.strip().lower())
        if suffix is None:
            kind = kind.strip()[:60] or "something of no kind"
            message = f"{address}: sends {kind}; pages, feeds, PDF and text are read"
            raise FetchError(message)
        return Fetched(address=final, name=_name(final, suffix), data=data, encoding=_charset(parameters))

    def _ask_robots(self, address: str, deadline: float) -> None:
        """Refuse what the site asks programs to leave alone; a site that does not say allows all (RFC 9309)."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            status, _, data, _ = self._get(f"{site}/robots.txt", deadline, _ROBOTS_BYTES, for_robots=True)
            rules = RobotFileParser()
            if status in {401, 403} or status >= 500:
                rules.parse(["User-agent: *", "Disallow: /"])
            else:
                rules.parse(data.decode("utf-8-sig", "replace").splitlines() if status == httpx.codes.OK else [])
            self._robots[site] = rules
        if not self._robots[site].can_fetch(AGENT_NAME, address):
            message = f"{address}: the site asks programs not to read it (robots.txt); save the page from a browser"
            raise FetchError(message)

    def _get(
        self, address: str, deadline: float, most: int, *, for_robots: bool = False
    ) -> tuple[int, httpx.Headers, bytes, str]:
        """Follow redirects to the answer; gives its status, headers, body and final address.

        Before each step the site's robots.txt is asked for; of robots.txt itself the beginning is enough.
        """
        policy = Policy(
            allowed_networks=self.gate.networks, allowed_ports=self.gate.ports, max_redirects=self.limits.redirects
        )
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Accept": "text/html, */*;q=0.5"}
        with Client(policy=policy, resolver=self.gate.resolve, trust_env=False, headers=headers) as client:
            for _ in range(self.limits.redirects + 1):
                self._check(address)
                if not for_robots:
                    self._ask_robots(address, deadline)
                with _answer(client, address, deadline) as answer:
                    if not answer.has_redirect_location:
                        body = _body(answer, deadline, most, cut=for_robots)
                        return answer.status_code, answer.headers, body, address
                    address = str(httpx.URL(address).join(answer.headers["location"]))
        message = f"{address}: more than {self.limits.redirects} redirects; give the address they lead to"
        raise FetchError(message)

    def _check(self, address: str) -> None:
        """Refuse by itself what no guard need be asked about."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            message = f"{address[:200]}: only http and https addresses are read"
            raise FetchError(message)
        if parts.username is not None or parts.password is not None:
            message = f"{parts.scheme}://…@{parts.hostname}: an address with a name or password in it is not asked"
            raise FetchError(message)
        if parts.port is not None and parts.port not in self.gate.ports:
            message = f"{address[:200]}: only the ports of the web are asked, {sorted(self.gate.ports)}"
            raise FetchError(message)
        if _is_number(parts.hostname) and not self.gate.allows(parts.hostname):
            message = f"{address[:200]}: {parts.hostname} is no public address"
            raise FetchError(message)


@contextmanager
def _answer(client: Client, address: str, deadline: float) -> Iterator[httpx.Response]:
    """Send one request; at the deadline its connection is shut down, however slowly the other side drips."""
    sockets: list[socket.socket] = []

    def shut_down() -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def note(event: str, facts: dict[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            sockets.append(facts["return_value"].get_extra_info("socket"))

    left = max(0.1, deadline - time.monotonic())
    clock = Timer(left, shut_down)
    clock.daemon = True
    clock.start()
    try:
        request = client.build_request("GET", address, timeout=min(_SECONDS_TO_ANSWER, left))
        request.extensions["trace"] = note
        answer = client.send(request, stream=True, follow_redirects=False)
        try:
            yield answer
        finally:
            answer.close()
    finally:
        clock.cancel()


def _body(answer: httpx.Response, deadline: float, most: int, *, cut: bool) -> bytes:
    """Read a body up to *most* bytes, unpacked by ourselves so that no small answer becomes a large one."""
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "", "gzip", "x-gzip"}:
        message = f"{answer.url}: sends its answer packed as {packing[:20]!r}, which was not asked for"
        raise FetchError(message)
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in packing else None
    body = bytearray()
    for raw in answer.iter_raw():
        try:
            body += raw if unpack is None else unpack.decompress(raw, most + 1 - len(body))
        except zlib.error:
            message = f"{answer.url}: the answer is damaged; try again"
            raise FetchError(message) from None
        if len(body) > most:
            if cut:
                break
            message = f"{answer.url}: sends more than {most // MB} MB; save what you need of it"
            raise LimitReachedError(message)
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(body[:most])


def _said(address: str, error: Exception, deadline: float, limits: Limits) -> FetchError | LimitReachedError:
    """Say in one sentence why an address could not be asked."""
    shown = address[:200]
    if time.monotonic() >= deadline:
        return LimitReachedError(f"{shown}: did not answer whole within {limits.fetch_seconds} s; try again later")
    cause = next((one for one in _chain(error) if isinstance(one, FetchError | SSRFGuardError)), None)
    if isinstance(cause, FetchError):
        return FetchError(cause.args[0] if cause.args else shown)
    if cause is not None:
        return FetchError(f"{shown}: may not be asked ({' '.join(str(cause).split())[:200]})")
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return FetchError(f"{shown}: does not answer; try again later, or save the page from a browser")
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return FetchError(f"{shown}: cannot be reached ({reason}); check the address and the connection")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _name(address: str, suffix: str) -> str:
    parts = urlsplit(address)
    last = parts.path.rstrip("/").rpartition("/")[2] or parts.hostname or "page"
    return last if last.lower().endswith(suffix) else f"{last}{suffix}"


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \"'")[:40] or None
    return None
