"""Reports built by hand: what the map, the exports and the app are tested on without the pipeline."""

from dataclasses import replace
from datetime import date

from gazetteer.place import Candidate, Place, Point
from pipeline.geodesy import destination, disc, sector
from pipeline.model import (
    Choice,
    ClaimCheck,
    DistanceClaim,
    Document,
    Finding,
    GroundedClaim,
    Heading,
    Length,
    Location,
    Report,
    Role,
    Span,
    Toponym,
    Verdict,
    WrittenCoordinate,
)

BAKHMUT = Place(
    id="geonames:709611",
    name="Bakhmut",
    kind="city",
    country="UA",
    region="Donetsk",
    population=77620,
    point=Point(lat=48.594, lon=37.999),
    radius_m=4000.0,
)
AVDIIVKA = replace(BAKHMUT, id="geonames:714103", name="Avdiivka", point=Point(lat=48.140, lon=37.750), radius_m=3000.0)

TEXT = (
    "Shelling of Bakhmut went on. Columns were seen on a highway 13 miles to the southwest of Bakhmut.\n\n"
    "Avdiivka, a town roughly 90km to the south, held. A crater at 48.5621, 37.9104 was measured. "
    "Nothing is known of Xyzzyville. Kyiv did not comment."
)


def span(text: str, words: str, *, after: int = 0) -> Span:
    """Find the very words in a text."""
    start = text.index(words, after)
    return Span(start=start, end=start + len(words))


def sentences(text: str) -> tuple[Span, ...]:
    """Cut a text after every full stop and blank."""
    found, start = [], 0
    for piece in text.split(". "):
        found.append(Span(start=start, end=min(len(text), start + len(piece) + 1)))
        start += len(piece) + 2
    return tuple(found)


def choice(text: str, words: str, place: Place | None, *, role: Role = "location", after: int = 0) -> Choice:
    """Build a choice for the words of a text."""
    candidates = (Candidate(place=place, name=words, fit=1.0, why="name"),) if place else ()
    toponym = Toponym(span=span(text, words, after=after), name=words, role=role)
    return Choice(toponym=toponym, place=place, score=0.97 if place else 0.0, candidates=candidates, uncertainty_m=None)


def offset_finding(text: str) -> Finding:
    """Build the claim of the highway: a point and an area, no subject."""
    metres = 13 * 1609.344
    length = Length(span=span(text, "13"), number="13", unit="mi", low_m=metres, high_m=metres)
    claim = DistanceClaim(
        span=span(text, "13 miles to the southwest of Bakhmut"),
        kind="offset",
        distance=length,
        heading=Heading(span=span(text, "southwest"), bearing_deg=225.0, points=8),
        anchor=span(text, "Bakhmut", after=text.index("southwest")),
    )
    grounded = GroundedClaim(claim=claim, anchor=BAKHMUT, subject=None, anchor_span=claim.anchor, subject_span=None)
    location = Location(
        point=destination(BAKHMUT.point, 225.0, metres),
        area=sector(BAKHMUT.point, 0.85 * metres, 1.15 * metres, 225.0, 22.5),
        uncertainty_m=10_263.0,
        confidence=0.9,
    )
    return Finding(grounded=grounded, location=location, check=None)


def check_finding(text: str) -> Finding:
    """Build the claim about Avdiivka, whose anchor is left out: too long by two thirds."""
    length = Length(span=span(text, "90"), number="90", unit="km", low_m=90_000.0, high_m=90_000.0, hedge="roughly")
    claim = DistanceClaim(
        span=span(text, "roughly 90km to the south"),
        kind="offset",
        distance=length,
        heading=Heading(span=span(text, "south", after=text.index("90km")), bearing_deg=180.0, points=4),
        anchor=None,
        subject=span(text, "Avdiivka"),
    )
    check = ClaimCheck(
        verdict=Verdict.DISTANCE_OFF,
        measured_m=53_739.0,
        measured_bearing_deg=200.2,
        ratio=1.675,
        note="stated 1.7 times too long",
    )
    grounded = GroundedClaim(
        claim=claim,
        anchor=BAKHMUT,
        subject=AVDIIVKA,
        anchor_span=span(text, "Bakhmut"),
        subject_span=claim.subject,
        implied=True,
    )
    location = Location(
        point=destination(BAKHMUT.point, 180.0, 90_000.0),
        area=sector(BAKHMUT.point, 76_500.0, 103_500.0, 180.0, 45.0),
        uncertainty_m=70_000.0,
        confidence=0.9,
    )
    return Finding(grounded=grounded, location=location, check=check)


def report() -> Report:
    """Build the report of `TEXT`: three places, a claim, a check, a coordinate, two names not drawn."""
    return Report(
        document=Document(
            id="note-1", text=TEXT, title="A note", source="https://example.org/note", published=date(2023, 1, 3)
        ),
        sentences=sentences(TEXT),
        choices=(
            choice(TEXT, "Bakhmut", BAKHMUT),
            choice(TEXT, "Bakhmut", BAKHMUT, after=TEXT.index("southwest")),
            choice(TEXT, "Avdiivka", AVDIIVKA),
            choice(TEXT, "Xyzzyville", None),
            choice(TEXT, "Kyiv", None, role="metonym"),
        ),
        findings=(offset_finding(TEXT), check_finding(TEXT)),
        coordinates=(
            WrittenCoordinate(
                span=span(TEXT, "48.5621, 37.9104"),
                notation="DD",
                point=Point(lat=48.5621, lon=37.9104),
                uncertainty_m=11.0,
            ),
        ),
    )


def across_the_antimeridian() -> Report:
    """Move the places of `report` so that its claim's area and the line of its check are cut at 180 degrees."""
    plain = report()
    west = replace(BAKHMUT, point=replace(BAKHMUT.point, lon=179.95))
    east = replace(AVDIIVKA, point=replace(AVDIIVKA.point, lon=-179.6))
    moved = {BAKHMUT.id: west, AVDIIVKA.id: east}
    offset, checked = plain.findings
    around = Location(point=west.point, area=disc(west.point, 30_000.0), uncertainty_m=30_000.0, confidence=0.9)
    return replace(
        plain,
        choices=tuple(replace(each, place=moved[each.place.id]) if each.place else each for each in plain.choices),
        findings=(
            replace(offset, location=around),
            replace(checked, grounded=replace(checked.grounded, anchor=west, subject=east), location=None),
        ),
    )
