"""The nouns of the way from a report to a map: what is said, what is meant, where that is."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from shapely import MultiPolygon, Polygon

from gazetteer.place import Candidate, Place, Point

Area = Polygon | MultiPolygon
"""An area in degrees of WGS84 (x is longitude), cut at the antimeridian where it crosses it."""

Role = Literal["location", "metonym", "byline", "organisation", "boilerplate"]
ClaimKind = Literal["offset", "distance", "direction", "within", "between", "along"]
Notation = Literal["DD", "DDM", "DMS", "UTM", "MGRS"]
Status = Literal["new", "accepted", "rejected", "needs check"]
"""How far a person has judged a feature."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a text, counted in characters; `end` is the first one after it."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give back the very words."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Tell whether *other* lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Another report with the same text: who else brought it, when and where."""

    id: str
    title: str | None = None
    source: str | None = None
    published: date | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report as it came in. Spans count in `text`, which nothing ever changes.

    `link` is its http(s) address; `pages` the offsets at which the pages of a paged file begin,
    empty for other files; `copies` the other reports with the same text.
    """

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    published: date | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()
    link: str | None = None
    pages: tuple[int, ...] = ()
    copies: tuple[Copy, ...] = ()

    def page_of(self, offset: int) -> str | None:
        """Give the number of the page, counted from 1, that holds the character at *offset*; None without pages."""
        return str(max(1, bisect_right(self.pages, offset))) if self.pages else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A report that could not be read or analysed, and the reason in one sentence."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """What a person decided of a mention: the id of the correction, who made it, and their note."""

    correction: str
    author: str | None = None
    note: str | None = None


# What the text says.


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name as written.

    `modifier` holds the words that widen or narrow it ("near", "outskirts", "northern", "area");
    `qualifier` the span of a name beside it that says which one is meant ("Lyman, Donetsk
    Oblast"); `class_word` the noun that says what it is, lower case ("village" in "the village of
    X", "river" in "Oskil River"); `belief` (0..1) how sure the words round it make it that a place is
    meant; `dateline` whether it stands where a report says from where it was sent.
    """

    span: Span
    name: str
    role: Role
    modifier: str | None = None
    qualifier: Span | None = None
    class_word: str | None = None
    belief: float = 1.0
    dateline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A distance as written.

    `low_m` and `high_m` are the two ends the words give, in metres: equal for "13 miles", 0 and
    5000 for "within 5 km", both None for "a few kilometres". `span` covers the number alone
    ("13", "5-7", "a dozen"), `number` holds it as written and `unit` is canonical ("km", "mi",
    "m", "yd", "ft", "nmi").
    """

    span: Span
    number: str
    unit: str
    low_m: float | None
    high_m: float | None
    hedge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A direction as written, in degrees clockwise from true north.

    `points` is the fineness of the compass used: 4 for "south", 8 for "south-west", 16 for
    "south-southwest", 360 for degrees. "due north" is finer than 16 points: 32.
    """

    span: Span
    bearing_deg: float
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceClaim:
    """A distance or direction claim: what the text says.

    `anchor` is the span of the name it counts from, or of the words that point back ("the city",
    then `points_back` is true), or None where the text leaves it out. `other_anchor` is the second
    end of "between X and Y" and of "the X-Y highway". `subject` is the span of the place the
    phrase is about, None for a thing without a name. `across` is the second leg of "5 km north
    and 3 km east of X".
    """

    span: Span
    kind: ClaimKind
    distance: Length | None
    heading: Heading | None
    anchor: Span | None
    points_back: bool = False
    other_anchor: Span | None = None
    subject: Span | None = None
    across: tuple[Length, Heading] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCoordinate:
    """A coordinate as written; `point` is None and `problem` one sentence where it is refused."""

    span: Span
    notation: Notation
    point: Point | None
    uncertainty_m: float | None
    problem: str | None = None
    by_hand: ByHand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """A date as written: the interval it means, both days included."""

    span: Span
    first: date
    last: date


# What it means.


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A toponym and the place it was resolved to.

    `place` is None where nothing fits or the role is not one that is placed. `score` (0..1) is
    calibrated: of the choices with score s, a share of s is right. `terms` names what the score was
    made of, `candidates` holds up to five, best first. `uncertainty_m` is the extent of the place
    as the words have it. `by_hand` is set where a person decided: then the score is 1, and no place
    means that none is meant.
    """

    toponym: Toponym
    place: Place | None
    score: float
    candidates: tuple[Candidate, ...] = ()
    terms: tuple[tuple[str, float], ...] = ()
    uncertainty_m: float | None = None
    by_hand: ByHand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedClaim:
    """A claim with its places: what it means.

    `anchor_span` and `subject_span` are those of the mentions the places were taken from;
    `implied` says that the anchor was supplied from the report, not written in the phrase; `edge`
    what the claim counts from where no point can stand for it ("a border"), and then there is no
    `anchor`; `edge_of` is the region or country whose edge that is, where it is known. `anchor_score`
    and `subject_score` are those of the choices, None where a place came from elsewhere; the `rivals`
    are the other places that each name may mean.
    """

    claim: DistanceClaim
    anchor: Place | None
    subject: Place | None
    anchor_span: Span | None
    subject_span: Span | None
    other_anchor: Place | None = None
    implied: bool = False
    edge: str | None = None
    edge_of: Place | None = None
    anchor_score: float | None = None
    subject_score: float | None = None
    anchor_rivals: tuple[Place, ...] = ()
    subject_rivals: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a claim without a known subject lies: `area` holds the truth with probability `confidence`.

    `uncertainty_m` is the radius of a circle round `point` that encloses `area` (Darwin Core
    `coordinateUncertaintyInMeters`).
    """

    point: Point
    area: Area
    uncertainty_m: float
    confidence: float


class Verdict(StrEnum):
    """What comes of holding a claim against the map."""

    HOLDS = "holds"
    DISTANCE_OFF = "distance off"
    DIRECTION_OFF = "direction off"
    BOTH_OFF = "both off"
    CANNOT_CHECK = "cannot check"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCheck:
    """A claim held against the map: metres and degrees measured from anchor to subject."""

    verdict: Verdict
    measured_m: float | None
    measured_bearing_deg: float | None
    ratio: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A grounded claim, where it lies, and how it stands up: `check` is None without a named subject.

    `by_hand` is set where a person placed it, or set it aside: then it has neither location nor check.
    """

    grounded: GroundedClaim
    location: Location | None
    check: ClaimCheck | None
    by_hand: ByHand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that was made of one document, in the order of the text.

    `claims` are all that were read; those that place nothing are not among the `findings`.
    """

    document: Document
    sentences: tuple[Span, ...]
    choices: tuple[Choice, ...]
    findings: tuple[Finding, ...]
    coordinates: tuple[WrittenCoordinate, ...]
    dates: tuple[WrittenDate, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    claims: tuple[DistanceClaim, ...] = ()
