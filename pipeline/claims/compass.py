"""Read compass directions in words, letters and degrees."""

import re

from pipeline.model import Heading, Span

_BLANK = r"\s"
_DASH = r"[-\u2010-\u2015\u2212]"

_POINTS = (
    "north", "north-northeast", "northeast", "east-northeast", "east", "east-southeast", "southeast", "south-southeast",
    "south", "south-southwest", "southwest", "west-southwest", "west", "west-northwest", "northwest", "north-northwest",
)  # fmt: skip
_BEARINGS = {name.replace("-", ""): 22.5 * step for step, name in enumerate(_POINTS)}
"""Bearings of the sixteen points, by their names without hyphens."""
_LETTERS = {"n": "north", "e": "east", "s": "south", "w": "west"}
_ONE_OF_32 = 11.25

_JOIN = rf"(?: {_BLANK} | {_DASH} {_BLANK}? )?"
_COMPASS = rf"""(?: (?:north|south|east|west) {_JOIN} )?
    (?: (?:north|south) {_JOIN} (?:east|west) | north | south | east | west )"""
_ABBREVIATED = (
    r"(?-i: N[.-]?N[.-]?[EW] | S[.-]?S[.-]?[EW] | E[.-]?[NS][.-]?E | W[.-]?[NS][.-]?W | [NS][.-]?[EW] | [NSEW] )"
    r"(?!\w|['’]) \.?"
)
_ENDING = r"(?: (?:ern|erly|wards?|bound) )?"
_NORTHING = r"""(?: п[нд](?!\w) \.? | півн\w{1,6} | північн\w{1,4} | півд\w{2,6}
    | север(?:н\w{2,3}|[ауео])? | ю(?:г[ауео]?|жн\w{2,3}) )"""
_EASTING = r"""(?: [сз]х(?!\w) \.? | сх[оі]д\w{0,5} | зах[оі]д\w{0,5}
    | вост(?:ок[ауе]?|оч\w{3,4}) | запад(?:н\w{2,3}|[ауе])? )"""
SLAVIC = rf"(?: {_NORTHING} (?: {_BLANK} | {_DASH} ) {_EASTING} | {_NORTHING} | {_EASTING} )"
"""Points of the compass in Ukrainian and Russian, in any case: a verbose pattern that ignores case."""
_IN_LETTERS = re.compile(r"[NSEW./\s-]+|(?i:(?:п[нд]|[сз]х|[.\s\u2010-\u2015-])+)")
_COMPARATIVE = re.compile(r"(?:іше|ее|ей)\Z", re.IGNORECASE)
_HEADING = re.compile(
    rf"""
    (?<! [\w-] )
    (?P<due> (?: due | directly | straight | exactly | прямо | точно ) {_BLANK} )?
    (?: (?P<first> {_COMPASS} ) {_ENDING} (?! \w )
        (?: {_BLANK}? (?: / | and | or ) {_BLANK}? (?: the {_BLANK} )? (?P<second> {_COMPASS} ) {_ENDING} (?! \w )
          | {_JOIN} by {_JOIN} (?P<beside> {_COMPASS} ) (?! \w ) )?
      | (?P<slavic> {SLAVIC} ) (?! \w )
      | (?P<short> {_ABBREVIATED} ) (?: / (?P<short_second> {_ABBREVIATED} ) )?
      | (?: (?: on | at ) {_BLANK} )? (?: an? {_BLANK} )?
        (?: bearing | heading | azimuth ) {_BLANK} (?: of {_BLANK} )?
        (?P<degrees> \d{{1,3}} ) (?: {_BLANK}? (?: ° | degrees ) )?
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


_HEADING_BEGINS = frozenset("NnSsEeWwDdOoAaBbHhПпСсЗзЮюВвТт")
"""Letters that a direction may begin with: sparing the pattern the others makes reading faster."""


def match_heading(text: str, position: int) -> Heading | None:
    """Read a compass direction that begins at *position*, or find none."""
    match = _HEADING.match(text, position) if text[position : position + 1] in _HEADING_BEGINS else None
    if match is None:
        return None
    span = Span(start=match.start(), end=match.end())
    if match["degrees"]:
        degrees = float(match["degrees"])
        return Heading(span=span, bearing_deg=degrees % 360.0, points=360) if degrees <= 360.0 else None
    bearing = _slavic_bearing(match["slavic"]) if match["slavic"] else _bearing(match["first"] or match["short"])
    points = _fineness(bearing)
    second = match["second"] or match["short_second"]
    if match["beside"] and _fineness(_bearing(match["beside"])) == 4:
        bearing, points = _beside(bearing, _bearing(match["beside"])), 32
    elif second or match["beside"]:  # nobody's compass has "south by southeast": between the two
        bearing, points = _middle(bearing, _bearing(second or match["beside"])), 4
    return Heading(span=span, bearing_deg=bearing, points=32 if match["due"] else points)


def is_comparative(heading: Heading, text: str) -> bool:
    """Tell whether a direction is a word like "севернее", after which its place follows without "of"."""
    return bool(_COMPARATIVE.search(heading.span.of(text)))


def is_abbreviated(heading: Heading, text: str) -> bool:
    """Tell whether a direction is given in letters: "NE", "S.", "N/NE", "пн-сх"."""
    return heading.points != 360 and bool(_IN_LETTERS.fullmatch(heading.span.of(text)))


def compass_name(bearing_deg: float) -> str:
    """Name the nearest of the sixteen points of the compass: "south-southwest" for 200 degrees."""
    return _POINTS[round(bearing_deg / 22.5) % 16]


def _bearing(words: str) -> float:
    """Give the bearing of a point of the compass in any spelling."""
    letters = re.sub(r"[^a-z]", "", words.lower())
    if len(letters) <= 3:
        letters = "".join(_LETTERS[letter] for letter in letters)
    if letters not in _BEARINGS:  # "west south-east" and the like: the finer word says enough
        letters = letters[4:] if letters.startswith(("west", "east")) else letters[5:]
    return _BEARINGS[letters]


def _slavic_bearing(words: str) -> float:
    """Give the bearing of a point of the compass in Ukrainian or Russian."""
    letters = words.lower()
    north = letters.startswith(("пн", "півн", "север"))
    south = letters.startswith(("пд", "півд", "ю"))
    east = bool(re.search(r"\bсх|\bвост", letters))
    name = ("north" if north else "south" if south else "") + (
        "east" if east else "west" if re.search(r"\bз[ах]", letters) else ""
    )
    return _BEARINGS[name]


def _fineness(bearing: float) -> int:
    """Tell whether a bearing is one of four, eight or sixteen points."""
    return 4 if bearing % 90 == 0 else 8 if bearing % 45 == 0 else 16


def _middle(first: float, second: float) -> float:
    """Give the bearing half-way between two."""
    return (first + _signed_turn(first, second) / 2.0) % 360.0


def _beside(first: float, second: float) -> float:
    """Give "east by north": the 32nd part of the compass from the first towards the second."""
    return (first + (_ONE_OF_32 if _signed_turn(first, second) > 0 else -_ONE_OF_32)) % 360.0


def _signed_turn(first: float, second: float) -> float:
    """Give the degrees from one bearing to another, clockwise above zero."""
    return (second - first + 180.0) % 360.0 - 180.0
