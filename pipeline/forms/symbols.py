"""Hold the colours, shapes and dashes of the map, the same in every form; `assets/evidence.js` draws with them too."""

COLOURS = {
    "places": "#1f4e8c",
    "claims": "#b35900",
    "coordinates": "#00705a",
    "holds": "#1f6fb4",
    "distance off": "#c2410c",
    "direction off": "#8a3ffc",
    "both off": "#a3123f",
    "cannot check": "#5c6670",
}
"""A layer's colour, or a verdict's."""

SHAPES = {"places": "circle", "claims": "diamond", "coordinates": "square"}

DASHES: dict[str, tuple[float, ...]] = {
    "holds": (),
    "distance off": (12, 6),
    "direction off": (2, 7),
    "both off": (14, 5, 2, 5),
    "cannot check": (5, 9),
}
"""A verdict is told by its dash as well as by its colour: pixels drawn and left out in turn."""

WIDE_M = 40_000.0
"""From this doubt on a place is a region or a country: its point is only its middle, drawn hollow."""
