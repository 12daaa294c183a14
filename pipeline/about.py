"""Say what a file says of itself: its title, when and of what it was made, what it leaves out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipeline import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """A grid that points are moved onto before they leave: cells of `step` degrees ("deg") or metres ("m")."""

    step: float
    unit: Literal["deg", "m"]

    def __str__(self) -> str:
        """Write it as a user does: "0.01 deg", "500 m", "10 km"."""
        if self.unit == "m" and self.step >= 1000.0:
            return f"{self.step / 1000.0:g} km"
        return f"{self.step:g} {self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A source of online tiles that a reader may switch to."""

    name: str
    url: str
    credit: str
    max_zoom: int = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What every exported file says of itself, as far as its form allows.

    `alt_text` says in a sentence what the map shows, for those who cannot see it. `generated` is the
    time named in the file, in the zone it is given in; without one the same reports give the same
    bytes. `filter_words` says in words which filter was on ("" for none), `shown` and `total` count
    the features that it let through and those there were. `precision` is the grid that every point
    was moved onto, None where points stand as they were found; without `quotes` the file holds no more
    of what the reports say than the words that were found. `tiles` are online maps that a page may
    switch to; without any it never asks the network.
    """

    title: str | None = None
    description: str | None = None
    alt_text: str | None = None
    generated: datetime | None = None
    version: str = __version__
    filter_words: str = ""
    shown: int | None = None
    total: int | None = None
    precision: Precision | None = None
    quotes: bool = True
    tiles: tuple[Tiles, ...] = ()
