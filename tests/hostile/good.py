"""Small good files of every kind that is read, made from scratch."""

import io
import json
import sqlite3
import struct
import zipfile
from contextlib import closing

SENTENCE = "Shelling was reported 13 km southwest of Bakhmut on 3 May 2023."
VRT = '<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
HTML = f"<html><head><title>t</title></head><body><p>{SENTENCE}</p></body></html>"
MAIL = f"From: a@a.example\nSubject: s\nDate: Wed, 3 May 2023 10:00:00 +0000\n\n{SENTENCE}\n"
MHTML = (
    "Snapshot-Content-Location: https://a.example/\nSubject: s\nDate: Wed, 3 May 2023 10:00:00 +0000\n"
    'Content-Type: multipart/related; type="text/html"; boundary=x\n\n'
    f"--x\nContent-Type: text/html; charset=utf-8\n\n{HTML}\n--x--\n"
)
RSS = f"<rss version='2.0'><channel><title>t</title><item><title>i</title><description>{SENTENCE}</description></item></channel></rss>"  # noqa: E501  (a file as it is)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><entry><title>i</title>"
    f"<content>{SENTENCE}</content><updated>2023-05-03T10:00:00Z</updated></entry></feed>"
)
# A shapefile of one point: its header of 100 bytes, then the length and the words of its one record.
_BOX = struct.pack("<8d", 38, 48, 38, 48, 0, 0, 0, 0)
SHP = (
    struct.pack(">i5ii", 9994, 0, 0, 0, 0, 0, 64)
    + struct.pack("<ii", 1000, 1)
    + _BOX
    + struct.pack(">ii", 1, 10)
    + struct.pack("<idd", 1, 38, 48)
)
# A point of a GeoPackage: its header, the well-known binary behind it.
GPKG_POINT = "47500001E61000000101000000" + struct.pack("<2d", 38, 48).hex()
KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>n</name><Point><coordinates>38,48</coordinates>'
    "</Point></Placemark></kml>"
)
GEOJSON = '{"type":"Feature","properties":{"name":"n"},"geometry":{"type":"Point","coordinates":[38,48]}}'
TELEGRAM = json.dumps({"name": "c", "messages": [{"id": 1, "type": "message", "date": "2023-05-03", "text": SENTENCE}]})
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
PARAGRAPH = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
LINE = f"BT /F1 12 Tf 50 700 Td ({SENTENCE}) Tj ET".encode()


def good() -> dict[str, bytes]:
    """Give a small good file of each kind, to be damaged."""
    return {
        ".txt": SENTENCE.encode(),
        ".md": f"# A note\n\n{SENTENCE}\n".encode(),
        ".csv": f"text,date\n{SENTENCE},2023-05-03\n".encode(),
        ".tsv": f"text\tdate\n{SENTENCE}\t2023-05-03\n".encode(),
        ".jsonl": (json.dumps({"text": SENTENCE}) + "\n").encode(),
        ".html": HTML.encode(),
        ".eml": MAIL.encode(),
        ".mhtml": MHTML.encode(),
        ".rss": RSS.encode(),
        ".atom": ATOM.encode(),
        ".json": TELEGRAM.encode(),
        ".docx": word(PARAGRAPH),
        ".odt": open_document(),
        ".xlsx": workbook(),
        ".pdf": pdf(LINE),
        ".zip": zipped({"a.txt": SENTENCE.encode()}),
        ".geojson": GEOJSON.encode(),
        ".kml": KML.encode(),
        ".kmz": zipped({"doc.kml": KML.encode()}),
        ".gpkg": database("CREATE TABLE shapes (geom)", f"INSERT INTO shapes VALUES (x'{GPKG_POINT}')"),  # noqa: S608  (our own)
        ".shp.zip": zipped({"a.shp": SHP}),
    }


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)  # of 1980, whatever the day is
    return data.getvalue()


def word(body: str, relations: str = "", **members: bytes) -> bytes:
    """Make a Word file of the XML of its body."""
    document = f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>'
    main = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": TYPES.encode(),
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>'.encode(),
            "word/document.xml": document.encode(),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'.encode(),
            **members,
        }
    )


def open_document() -> bytes:
    """Make an OpenDocument text of one paragraph."""
    names = "office text manifest"
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names.split())
    body = f"<office:body><office:text><text:p>{SENTENCE}</text:p></office:text></office:body>"
    kind = "application/vnd.oasis.opendocument.text"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    listed = entry.format("/", kind) + entry.format("content.xml", "text/xml")
    return zipped(
        {
            "mimetype": kind.encode(),
            "content.xml": f"<office:document-content {spaces}>{body}</office:document-content>".encode(),
            "META-INF/manifest.xml": f"<manifest:manifest {spaces}>{listed}</manifest:manifest>".encode(),
        }
    )


def workbook() -> bytes:
    """Make a workbook of one sheet with a heading and a row."""
    sheets = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = "".join(f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>' for text in ("text", SENTENCE))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{name}+xml"/>'
        for part, name in (("workbook", "sheet.main"), ("worksheets/a", "worksheet"))
    )
    one = '<Relationships xmlns="{}"><Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
    book = f'<workbook xmlns="{sheets}" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    return zipped(
        {
            "[Content_Types].xml": f"{TYPES.partition('<Override')[0]}{types}</Types>".encode(),
            "_rels/.rels": one.format(RELATIONS, OFFICE, "officeDocument", "xl/workbook.xml").encode(),
            "xl/workbook.xml": f"{book}</workbook>".encode(),
            "xl/_rels/workbook.xml.rels": one.format(RELATIONS, OFFICE, "worksheet", "worksheets/a.xml").encode(),
            "xl/worksheets/a.xml": f'<worksheet xmlns="{sheets}"><sheetData>{cells}</sheetData></worksheet>'.encode(),
        }
    )


def pdf(content: bytes, *, pages: str = "[3 0 R]", count: int = 1, stream: str = "", offset: int = 0) -> bytes:
    """Make a PDF of one content stream; *offset* is added to what its table of offsets says."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids{pages}/Count {count}>>".encode(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}{stream}>>stream\n".encode() + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj".encode() + item + b"endobj\n"
    table = "".join(f"{place + offset:010d} 00000 n \n" for place in places)
    return (
        data
        + f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF".encode()  # noqa: E501  (a file as it is)
    )


def database(*more: str) -> bytes:
    """Make an SQLite file with the tables of a GeoPackage and one shape."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id);"  # noqa: S608
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326);"
            "INSERT INTO gpkg_geometry_columns VALUES ('shapes', 'geom', 4326);" + ";".join(more)
        )
        return made.serialize()
