"""The files that the exported file gives: what the exporters write."""

import csv
import io
import json
import re

import pytest
from exported import of_days, saved
from payloads import PAYLOADS, hostile_report
from reports_by_hand import report
from visiting import Visit

from pipeline.export import as_bytes

pytestmark = pytest.mark.browser


def test_gives_its_geojson(visit: Visit, three_days: str) -> None:
    """The file holds the features of the exporter, number for number, or those that are shown."""
    visit.page.goto(three_days)
    exported = json.loads(as_bytes(of_days(), ".geojson"))
    every = json.loads(saved(visit.page, "GeoJSON"))
    visit.page.get_by_role("button", name="Later ›").click()
    some = json.loads(saved(visit.page, "GeoJSON"))

    assert every["features"] == exported["features"]
    assert some["features"] == [f for f in exported["features"] if f["properties"]["date_from"] == "2023-01-03"]


def test_gives_its_csv(visit: Visit, plain: str) -> None:
    """The table holds the cells of the exporter, as far as it has the columns."""
    visit.page.goto(plain)
    data = saved(visit.page, "CSV")
    rows, exported = (
        list(csv.DictReader(io.StringIO(found.decode("utf-8-sig"), newline="")))
        for found in (data, as_bytes([report()], ".csv"))
    )

    assert data.startswith(b"\xef\xbb\xbf")
    assert rows == [{name: row[name] for name in rows[0]} for row in exported]


def test_hostile_text_leaves_in_files_as_it_was(visit: Visit, hostile: str) -> None:
    """The files the page gives hold what the exporter's hold: text unchanged, no cell a formula."""
    reports = [hostile_report(payload) for payload in PAYLOADS.values()]
    visit.page.goto(hostile)
    features = json.loads(saved(visit.page, "GeoJSON"))["features"]
    cells = [
        cell
        for row in csv.reader(io.StringIO(saved(visit.page, "CSV").decode("utf-8-sig"), newline=""))
        for cell in row
    ]

    assert features == json.loads(as_bytes(reports, ".geojson"))["features"]
    assert not [cell for cell in cells if re.match(r"\s*[=+@\t\r]", cell)]
