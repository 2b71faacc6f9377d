"""Everything that is saved instead of a page: other files, other pages, broken encodings, parts of a page."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

__all__ = ["UNREADABLE"]

Maker = Callable[[str], bytes]
"""Makes the bytes of a file from the text of a whole page."""


def _are(data: bytes) -> Maker:
    return lambda _: data


def _said(text: str) -> Maker:
    return _are(text.encode())


def _zip(names: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return data.getvalue()


def _html(title: str, inside: str) -> Maker:
    return _said(f"<!doctype html>\n<html><head><title>{title}</title></head><body>{inside}</body></html>\n")


def _without(page: str, first: str, last: str) -> bytes:
    """Return a page without what lies from one text to before another."""
    start = page.index(first)
    return (page[:start] + page[page.index(last, start) :]).encode()


_PETS: Final = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}}
_PET_PATHS: Final = {"/pets": {"get": {"responses": {"200": {"description": "All."}}}}}
_FERN: Final = """List pets

GET /pets

Request

This endpoint expects an object.

namestringRequired

tagslist of stringsOptional

Response

This endpoint returns a list of objects.

Show 4 properties
"""
_MINTLIFY: Final = """List pets

GET
/pets

Query Parameters

limit
string
query
required

200 - application/json

Was this page helpful?
"""
_READABILITY: Final = """Pots

Pots are fired here. Send the glaze of the pot and its height, and who made it.

The key of the kiln is needed.
"""

UNREADABLE: Final[dict[str, Maker]] = {
    # files of other kinds
    "an image (PNG)": lambda page: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + page.encode(),
    "an image (JPEG)": _are(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 8),
    "an image (GIF)": _are(b"GIF89a\x01\0\x01\0" + bytes(64)),
    "an image (WebP)": _are(b"RIFF\x24\0\0\0WEBPVP8 " + bytes(range(256)) * 4),
    "an image (SVG)": _said('<svg xmlns="http://www.w3.org/2000/svg"><text>POST /pots</text></svg>'),
    "a PDF": lambda page: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nstream\n" + zlib.compress(page.encode()),
    "a document of an office": lambda page: _zip({"[Content_Types].xml": "<Types/>", "word/document.xml": page}),
    "a ZIP archive": lambda page: _zip({"page.txt": page}),
    "a compressed page (gzip)": lambda page: gzip.compress(page.encode()),
    "a compressed page (zlib)": lambda page: zlib.compress(page.encode() * 20),
    "a compressed page (bzip2)": _are(b"BZh91AY&SY" + random.Random(1).randbytes(3_000)),
    "a compressed page (xz)": _are(b"\xfd7zXZ\0\0\x04" + random.Random(2).randbytes(3_000)),
    "a compressed page (zstd)": _are(b"\x28\xb5\x2f\xfd" + random.Random(3).randbytes(3_000)),
    "a compressed page (brotli)": _are(random.Random(4).randbytes(3_000)),
    "a program": _are(b"\x7fELF\x02\x01\x01" + bytes(200)),
    "a database": _are(b"SQLite format 3\0" + bytes(100)),
    "an RTF document": _said("{\\rtf1\\ansi POST /pots\\par}"),
    "a web archive (MHTML)": _said("MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x\n\n<html>=20</html>\n"),
    "a font": _are(b"wOF2\0\x01\0\0" + bytes(300)),
    "a sound": _are(b"ID3\x04\0\0\0" + random.Random(5).randbytes(2_000)),
    # nothing
    "an empty file": _are(b""),
    "blanks": _are(b" \n\t\n \r\n" * 50),
    "a mark of byte order": _are(b"\xef\xbb\xbf"),
    "zeros": _are(bytes(5_000)),
    "zeros in a page": lambda page: page.encode().replace(b"glaze", b"gl\0ze", 1),
    "a page behind zeros": lambda page: bytes(4_096) + page.encode(),
    "a page and zeros": lambda page: page.encode() + bytes(4_096),
    "a page that is zeros from its half on": lambda page: page.encode()[: len(page) // 2] + bytes(len(page) // 2),
    "control characters": _are(bytes(range(1, 32)) * 40),
    "one line": _said("a" * 300_000),
    "noise": _are(random.Random(6).randbytes(20_000)),
    # wrong encodings
    "UTF-16 without its mark": lambda page: page.encode("utf-16-le"),
    "UTF-16, the other order, without its mark": lambda page: page.encode("utf-16-be"),
    "UTF-32 without its mark": lambda page: page.encode("utf-32-le"),
    "UTF-16 that is cut": lambda page: page.encode("utf-16")[: len(page) + 1],
    "Windows-1252": lambda page: page.replace("Who made", "Who\u2019s made \u00b7").encode("cp1252"),
    "Latin-1": lambda page: page.replace("Who made", "Qui\u00e9n hizo \u00b7").encode("latin-1"),
    "Mac Roman": lambda page: page.replace("Who made", "Qui\u00e9n hizo \u00b7").encode("mac-roman"),
    "Shift JIS": lambda page: page.replace("Who made", "\u8ab0\u304c").encode("shift-jis", "replace"),
    "UTF-8 read as Windows-1252": lambda page: page.replace("Who made", "\u00b7").encode().decode("cp1252").encode(),
    "UTF-8 read so twice": lambda page: page.encode().decode("cp1252").encode().decode("latin-1").encode(),
    "EBCDIC": lambda page: page.encode("cp500", "replace"),
    "base64": lambda page: base64.encodebytes(page.encode()),
    # other pages
    "a page to log in": _said("Sign in\n\nEmail\n\nPassword\n\nForgot your password?\n\nLog in\n"),
    "a page to log in (HTML)": _html("Log in", '<form><input type="password"></form>'),
    "a page that asks for consent": _html(
        "Cookies", "<div><h2>We value your privacy</h2><button>Accept all</button></div>"
    ),
    "a text that asks for consent": _said(
        "We value your privacy\n\nWe use cookies.\n\nAccept all\n\nReject all\n\nManage preferences\n"
    ),
    "a captcha": _html("Just a moment...", "<p>Verify you are human</p>"),
    "a text of a captcha": _said("Just a moment...\n\nVerify you are human by completing the action below.\n"),
    "no such page (404)": _said("404\n\nPage not found\n\nThe page you are looking for does not exist.\n"),
    "no such page (HTML)": _html("404", "<h1>This page could not be found.</h1>"),
    "an error of a server (500)": _html("500", "<h1>Internal Server Error</h1>"),
    "an error of a gateway (502)": _said("502 Bad Gateway\n\nnginx\n"),
    "a page of maintenance": _said("We'll be back soon!\n\nWe are performing scheduled maintenance.\n"),
    "an answer of an API": _said('{"error": {"code": 404, "message": "not found"}}'),
    "an answer that is a list": _said('["/pots"]'),
    "a page that is not rendered": _html("Pots", '<div id="root"></div><script src="/main.js"></script>'),
    "a page of nothing but scripts": _html("Pots", "<script>" + "var a = 1;" * 2_000 + "</script>"),
    "a page that needs scripts": _html("Pots", "<noscript>You need to enable JavaScript to run this app.</noscript>"),
    "the source of a page as text": _said(
        "1\n2\n3\n&lt;!doctype html&gt;\n&lt;div class=&quot;openapi-operation&quot;&gt;\n"
    ),
    "a menu": _said("Home\n\nGuides\n\nAPI reference\n\nChangelog\n\nSupport\n"),
    "an article": _said(_READABILITY),
    "a page of another renderer (Fern)": _said(_FERN),
    "a page of another renderer (Mintlify)": _said(_MINTLIFY),
    "a page of another renderer (Swagger UI)": _html("Swagger UI", '<div id="swagger-ui"></div>'),
    "a page of another renderer (Redoc)": _html("Redoc", '<redoc spec-url="openapi.json"></redoc>'),
    "a page of another API": _said(json.dumps({**_PETS, "paths": _PET_PATHS})),
    "a page of other operations": lambda page: page.replace("/pots", "/pans").encode(),
    "a document without paths": _said(json.dumps({**_PETS, "paths": {}})),
    "a document of events (AsyncAPI)": _said("asyncapi: 3.0.0\ninfo: {title: Pots, version: '1'}\nchannels: {}\n"),
    "a collection (Postman)": _said(json.dumps({"info": {"name": "Pots"}, "item": [{"request": {"method": "POST"}}]})),
    "a document that is cut": _said('{"openapi": "3.0.3", "paths": {"/pots": {"post": {"summ'),
    "a fence that is cut": _said('# Pots\n\n```json\n{"openapi": "3.0.3", "paths": {"/pots": {"post": {"summ'),
    "a document with two ends": _said(json.dumps({**_PETS, "paths": _PET_PATHS}) + "}"),
    "a program that makes pages": _said("import os\n\n\ndef main() -> None:\n    os.getcwd()\n"),
    "a table of numbers": _said("id,name\n1,a\n2,b\n"),
    "a patch": _said("diff --git a/page b/page\n--- a/page\n+++ b/page\n@@ -1,2 +1,2 @@\n-post\n+get\n"),
    # parts of the page
    "its first half": lambda page: page.encode()[: len(page) // 2],
    "its second half": lambda page: page.encode()[len(page) // 2 :],
    "all but its last operation": lambda page: page[: page.index("Fire many pots")].encode(),
    "all but its first operation and the title": lambda page: _without(page, "Pots", "post\nBody\nResponses"),
    "a page without its middle": lambda page: _without(page, "heightnumber", "application/json"),
    "a page without its samples' heads": lambda page: (
        _without(page, "POST /v1", "Accept:") if "POST /v1" in page else _without(page, "Host:", "Content-Type")
    ),
    "a page on one line": lambda page: page.replace("\n", " ").encode(),
    "the page twice, and once otherwise": lambda page: (page + page.replace("kilnstring", "kilninteger")).encode(),
}
"""By what each is: how its bytes are made of the text of a page that is whole."""
