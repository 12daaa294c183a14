"""What is laid over the map: radii as typed, divisions counted."""

import pytest
from reports_by_hand import report

from dashboard.map_layers import COUNTED, counted, radii_m, touched
from gazetteer.divisions import open_divisions
from pipeline.counting.cells import By
from pipeline.layers import to_layers


@pytest.mark.parametrize(
    ("words", "radii"),
    [
        ("", []),
        ("none", []),
        ("5, 10, 25", [5000.0, 10_000.0, 25_000.0]),
        ("25 and 5 km", [5000.0, 25_000.0]),
        ("2.5;2.5;0", [2500.0]),
        ("1 2 3 4 5 6 7 8", [1000.0, 2000.0, 3000.0, 4000.0, 5000.0, 6000.0]),
    ],
)
def test_radii_are_read_as_typed(words: str, radii: list[float]) -> None:
    """Kilometres become metres, sorted, each once, at most six."""
    assert radii_m(words) == radii


def test_divisions_are_counted_by_mentions() -> None:
    """The three mentions of the report by hand lie in one oblast."""
    found = touched(to_layers([report()]), open_divisions())

    assert len(found) == 1
    assert found["name"][0].startswith("Donetsk")
    assert found["name"][0].endswith(": 3")


@pytest.mark.parametrize("by", COUNTED)
def test_mentions_are_counted_in_cells_that_are_drawn(by: By) -> None:
    """Each cell has a name, a count and an outline; what is too wide is in none and said so."""
    cells, said = counted(to_layers([report()]), by)
    inside, every = (int(part) for part in said.split(" of "))

    assert sum(cells["count"]) == inside <= every
    assert inside > 0
    assert all(name and ":" not in name for name in cells["name"])
    assert not any(shape.is_empty for shape in cells["geometry"])
