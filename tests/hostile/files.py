"""Make the corpus of malformed and hostile files: `python tests/hostile/files.py FOLDER` writes it.

Everything here is made from scratch and harmless to hold; no file names anything but this machine's own.
"""

import base64
import io
import json
import sqlite3
import struct
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

SENTENCE = "Shelling was reported 13 km southwest of Bakhmut on 3 May 2023."
VRT = '<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";"}{("&" + chr(97 + n) + ";") * 9}">' for n in range(9))
    + "]><x>&j;</x>"
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
RSS = f"<rss version='2.0'><channel><title>t</title><item><title>i</title><description>{SENTENCE}</description></item></channel></rss>"  # noqa: E501  (a file as it is)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><entry><title>i</title>"
    f"<content>{SENTENCE}</content><updated>2023-05-03T10:00:00Z</updated></entry></feed>"
)
HTML = f"<html><head><title>t</title></head><body><p>{SENTENCE}</p></body></html>"
MAIL = f"From: a@a.example\nSubject: s\nDate: Wed, 3 May 2023 10:00:00 +0000\n\n{SENTENCE}\n"
MHTML = (
    "Snapshot-Content-Location: https://a.example/\nSubject: s\nDate: Wed, 3 May 2023 10:00:00 +0000\n"
    'Content-Type: multipart/related; type="text/html"; boundary=x\n\n'
    f"--x\nContent-Type: text/html; charset=utf-8\n\n{HTML}\n--x--\n"
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

Made = tuple[str, bytes]


def corpus() -> Iterator[Made]:
    """Give every file, its name and its bytes."""
    for family in (
        wrong_contents,
        truncated,
        flipped,
        deep,
        long_lines,
        archives,
        office,
        pdfs,
        mails,
        tables,
        jsons,
        texts,
        geodata,
        xmls,
    ):
        yield from ((f"{family.__name__}-{name}", data) for name, data in family())


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
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


def wrong_contents() -> Iterator[Made]:
    """Files of one kind under the name of another."""
    wrong = {
        "vrt": VRT.format("CSV:/etc/passwd").encode(),
        "pdf": pdf(LINE),
        "zip": zipped({"a.txt": b"a"}),
        "zero": b"\0" * 1000,
        "empty": b"",
    }
    for suffix in (
        ".html",
        ".eml",
        ".pdf",
        ".docx",
        ".odt",
        ".xlsx",
        ".rss",
        ".json",
        ".jsonl",
        ".mhtml",
        ".geojson",
        ".kml",
        ".kmz",
        ".gpkg",
    ):
        yield from ((f"{name}{suffix}", data) for name, data in wrong.items())


def truncated() -> Iterator[Made]:
    """Good files cut at many offsets."""
    for suffix, data in good().items():
        for share in (1, 3, 5, 7, 9):
            yield f"{share}{suffix}", data[: len(data) * share // 10]


def flipped() -> Iterator[Made]:
    """Good files with bytes overwritten at even distances."""
    for suffix, data in good().items():
        for step in (7, 31, 97):
            yield (
                f"{step}{suffix}",
                bytes(byte ^ 0xFF if place % step == step - 1 else byte for place, byte in enumerate(data)),
            )


def deep() -> Iterator[Made]:
    """Things within things."""
    for depth in (1_000, 100_000):
        yield f"{depth}.html", b"<div>" * depth + b"x"
        yield f"{depth}-misnested.html", b"<b><i><p>" * depth + b"x"
        yield f"{depth}.json", b"[" * depth
        yield f"{depth}.jsonl", b'{"a":' * depth
        yield f"{depth}.geojson", b'{"type":"Feature","geometry":' + b"[" * depth
        yield f"{depth}.rss", b"<rss>" + b"<a>" * depth
        yield f"{depth}.kml", b"<kml>" + b"<Folder>" * depth
        yield f"{depth}.docx", word("<w:p>" * depth + "</w:p>" * depth)
        yield f"{depth}.pdf", pdf(b"[" * depth)


def long_lines() -> Iterator[Made]:
    """Ten million characters without an end of line."""
    size = 10_000_000
    for suffix, start, unit in [
        (".txt", "", "a"), (".html", "<p>", "a "), (".csv", "text\n", "a"), (".jsonl", '{"text":"', "a"), (".eml", "Subject: ", "a"),  # noqa: E501  (a file as it is)
        (".rss", "<rss><channel><item><title>", "a"), (".json", '[{"text":"', "a"), (".geojson", '{"type":"', "a"), (".kml", "<kml><Placemark><name>", "a"),  # noqa: E501  (a file as it is)
    ]:  # fmt: skip
        yield f"10mb{suffix}", (start + unit * (size // len(unit))).encode()
    yield "10mb.html.html", b"<html><body><p>" + b"word " * 2_000_000 + b"</p></body></html>"
    yield "blanks.txt", b" " * size
    yield "newlines.md", b"\n" * size


def archives() -> Iterator[Made]:
    """Bombs, links, ways out of the folder, archives in archives, lying headers."""
    yield "bomb.zip", zipped({"a.txt": bytes(50_000_000)})
    yield "many.zip", zipped({f"{number}.txt": b"a" for number in range(1_001)})
    yield (
        "slip.zip",
        zipped({"../../../../tmp/slip.txt": SENTENCE.encode(), "/etc/slip.txt": b"a", "C:\\slip.txt": b"b"}),
    )
    yield "nested.zip", zipped({"a.zip": zipped({"b.txt": b"a"})})
    yield "nul.zip", zipped({"a\x01b.txt": SENTENCE.encode()})
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    yield "link.zip", data.getvalue()
    stored = zipped({"a.txt": SENTENCE.encode()}, method=zipfile.ZIP_STORED)
    yield "checksum.zip", stored.replace(b"Bakhmut", b"Donetsk")
    yield "twice.zip", stored + stored
    central = stored.rindex(b"PK\x01\x02")
    yield "size.zip", stored[: central + 24] + b"\xff\xff\xff\x7f" + stored[central + 28 :]
    yield "locked.zip", stored[: central + 8] + b"\x01" + stored[central + 9 :]
    yield "offset.zip", stored[:-6] + b"\x00\x00\x00\x00" + stored[-2:]


def office() -> Iterator[Made]:
    """Word files with links to elsewhere, entities and bombs."""
    outside = (
        f'<Relationship Id="r9" Type="{OFFICE}/attachedTemplate" Target="http://127.0.0.1/t" TargetMode="External"/>'
    )
    yield "external.docx", word(PARAGRAPH, outside)
    yield "entities.docx", word(PARAGRAPH, **{"word/a.xml": ENTITIES.encode()})
    yield "xxe.docx", word(PARAGRAPH, **{"word/a.xml": EXTERNAL.encode()})
    yield "bomb.docx", word(PARAGRAPH, **{"word/media.bin": bytes(90_000_000)})
    yield "wide.docx", word(PARAGRAPH * 100_000)
    yield "empty.docx", word("")
    yield "cycle.docx", word(PARAGRAPH, f'<Relationship Id="r2" Type="{OFFICE}/officeDocument" Target="document.xml"/>')
    for suffix in (".odt", ".xlsx"):
        yield f"word{suffix}", word(PARAGRAPH)
        yield f"xxe{suffix}", zipped({"content.xml": EXTERNAL.encode()})


def pdfs() -> Iterator[Made]:
    """PDFs with cycles, bombs, lying lengths and broken tables."""
    import zlib  # noqa: PLC0415  (for these alone)

    yield "cycle.pdf", pdf(LINE, pages="[2 0 R 3 0 R]", count=2)
    yield "count.pdf", pdf(LINE, count=2_000_000_000)
    yield "pages.pdf", pdf(LINE, pages="[" + "3 0 R " * 2_000 + "]", count=2_000)
    for offset in (1, -7, 5_000):
        yield f"xref{offset}.pdf", pdf(LINE, offset=offset)
    yield "bomb.pdf", pdf(zlib.compress(bytes(200_000_000)), stream="/Filter/FlateDecode")
    yield "filters.pdf", pdf(LINE, stream="/Filter[" + "/FlateDecode" * 1_000 + "]")
    yield "length.pdf", pdf(LINE).replace(b"/Length ", b"/Length 9999999")
    yield "operators.pdf", pdf(b"q " * 3_000_000)
    yield "self.pdf", pdf(LINE, stream="/Filter 4 0 R")
    yield "encrypted.pdf", pdf(LINE).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 5 0 R")


def mails() -> Iterator[Made]:
    """Mails of many parts, wrong codings and endless headers."""
    head = "Subject: s\nContent-Type: multipart/mixed; boundary=x\n\n"
    yield "many.eml", (head + "--x\n\na\n" * 200_000 + "--x--\n").encode()
    nest = "".join(f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n" for number in range(2_000))
    yield "nested.eml", f"Subject: s\n{nest}\na".encode()
    yield "base64.eml", b"Subject: s\nContent-Transfer-Encoding: base64\n\n" + b"!" * 100_000
    yield "charset.eml", b"Subject: s\nContent-Type: text/plain; charset=\xff\xfe\n\nx"
    yield "headers.eml", b"X-A: b\n" * 200_000 + b"\nx"
    yield "encoded.eml", b"Subject: " + b"=?utf-8?q?=41?= " * 20_000 + b"\n\nx"
    yield "address.eml", b"From: " + b"(" * 100_000 + b"\n\nx"
    yield (
        "page.mhtml",
        b"Snapshot-Content-Location: file:///etc/passwd\nContent-Type: multipart/related; boundary=x\n\n--x--",
    )
    packed = base64.b64encode(pdf(LINE)).decode()
    yield (
        "attachment.eml",
        f'{head}--x\nContent-Disposition: attachment; filename="../../a"\n\n{packed}\n--x--'.encode(),
    )


def tables() -> Iterator[Made]:
    """Tables with NULs, huge cells, quotes that never end, and formulas."""
    yield "nul.csv", b"text\n\x00\x00,\x00"
    yield "cell.csv", b"text\n" + b"a" * 200_000
    yield "quote.csv", b'text\n"' + b"a\n" * 300_000
    yield "columns.csv", b"text" + b",b" * 5_000
    yield "commas.tsv", b"\t" * 1_000_000
    yield "formula.csv", b"text\n\"=cmd|'/c calc'!A0\"\n"
    yield "ragged.csv", b"a,b\n1\n1,2,3,4,5,6 and more\n"
    yield "headings.csv", b"text,title\n"


def jsons() -> Iterator[Made]:
    """Numbers that are none, keys twice, surrogates."""
    for name, value in {
        "nan": "NaN",
        "infinity": "-Infinity",
        "digits": "1" * 5_000,
        "exponent": "1e999999",
        "surrogate": '"\\ud800"',
        "nul": '"\\u0000"',
    }.items():
        yield f"{name}.jsonl", f'{{"text": {value}}}'.encode()
        yield f"{name}.json", f'[{{"text": {value}}}]'.encode()
        yield f"{name}.geojson", f'{{"type":"Point","coordinates":[{value},{value}]}}'.encode()
    yield "twice.jsonl", b'{"text": "a", "text": 1}'
    yield "many.json", b"[" + b"{}," * 200_000 + b"{}]"


def texts() -> Iterator[Made]:
    """Give encodings that lie, break off, or hide."""
    for encoding in ("utf-16", "utf-16-le", "utf-32", "cp1251", "cp866", "utf-7", "iso8859-5", "big5", "shift-jis"):
        yield f"{encoding}.txt", "Обстріл Бахмута тривав усю ніч.".encode(encoding, "replace")
    yield "half.txt", "Обстріл".encode("utf-16")[:-1]
    yield "mixed.txt", "Обстріл".encode() + "Бахмута".encode("cp1251")
    yield "nul.txt", b"\x00" * 100_000
    yield "bidi.txt", "\u202ekhmut\u2066 \u200b\u00ad\ufeff".encode()
    yield "overlong.txt", b"\xc0\xaf\xed\xa0\x80\xf8\x88\x80\x80\x80" * 1_000
    yield "combining.txt", ("a" + "\u0301" * 500_000).encode()
    yield "digits.txt", b"1" * 2_000_000


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


def geodata() -> Iterator[Made]:
    """Virtual files of GDAL, lying headers, endless views, shapes outside the earth."""
    for number, source in enumerate(
        ("CSV:/etc/passwd", "/vsicurl/http://127.0.0.1/a", "/vsizip//etc/a.zip", "PG:host=127.0.0.1")
    ):
        yield from ((f"vrt{number}{suffix}", VRT.format(source).encode()) for suffix in (".geojson", ".kml", ".gpkg"))
    yield "path.geojson", b"/vsicurl/http://127.0.0.1/x.geojson"
    yield "points.geojson", b'{"type":"MultiPoint","coordinates":[' + b"[1,2]," * 1_500_000 + b"[1,2]]}"
    yield "lists.geojson", b'{"type":"MultiPoint","coordinates":[' + b"[]," * 5_000_000 + b"[]]}"
    yield "outside.kml", KML.replace("38,48", "1e308,-1e308").encode()
    yield "coordinates.kml", KML.replace("38,48", "," * 1_000_000).encode()
    yield "network.kml", b"<kml><NetworkLink><Link><href>http://127.0.0.1/</href></Link></NetworkLink></kml>"
    endless = "CREATE VIEW shapes AS WITH RECURSIVE n(geom) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT * FROM n"
    yield "view.gpkg", database(endless)
    lying = "4750000100000000010200000000FFFFFF7F"
    yield "wkb.gpkg", database("CREATE TABLE shapes (geom)", f"INSERT INTO shapes VALUES (x'{lying}')")  # noqa: S608
    yield "trigger.gpkg", database("CREATE VIEW shapes AS SELECT load_extension('a') AS geom")
    yield "bomb.kmz", zipped({"doc.kml": bytes(50_000_000)})
    yield "header.shp.zip", zipped({"a.shp": bytes.fromhex("0000270a") + b"\xff" * 96, "a.dbf": b"\x03" + b"\xff" * 64})


def xmls() -> Iterator[Made]:
    """Entities, external ones, and documents that never end."""
    for suffix in (".rss", ".atom", ".xml", ".kml", ".html"):
        yield f"laughs{suffix}", ENTITIES.encode()
        yield f"xxe{suffix}", EXTERNAL.encode()
    yield "attributes.html", b"<p " + b"a=b " * 500_000 + b">x"
    yield "comments.html", b"<!--" * 500_000
    yield "script.html", b"<script>" + b"a" * 1_000_000
    yield "items.rss", b"<rss><channel>" + b"<item><title>a</title></item>" * 100_000 + b"</channel></rss>"
    yield "javascript.rss", RSS.replace("<title>i", "<link>javascript:alert(1)</link><title>{{7*7}}").encode()
    yield "encoding.xml", b'<?xml version="1.0" encoding="utf-7"?>' + RSS.encode()


def main() -> None:
    """Write the corpus into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in corpus():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
