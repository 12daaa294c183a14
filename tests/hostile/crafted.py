"""Files made to do harm, by kind: bombs, links, cycles, entities, lying headers, text that hides."""

import base64
import io
import zipfile
import zlib
from collections.abc import Iterator

from good import KML, LINE, OFFICE, PARAGRAPH, RSS, SENTENCE, VRT, database, pdf, word, zipped

Made = tuple[str, bytes]
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";"}{("&" + chr(97 + n) + ";") * 9}">' for n in range(9))
    + "]><x>&j;</x>"
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


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
