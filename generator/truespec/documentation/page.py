"""A saved page as text: bytes decoded, broken characters mended, lines as an editor counts them."""

from __future__ import annotations

import codecs
import dataclasses
import hashlib
import re
from typing import Final

from truespec.diagnostics import Location, Report

__all__ = ["MAX_BYTES", "Page", "decode"]

MAX_BYTES: Final = 32 * 1024 * 1024
"""Bytes of one page; a page of 2,000 lines has about 50,000."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FILES: Final = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"RIFF": "an image or a sound",
    b"\x1f\x8b": "a compressed file",
    b"BZh": "a compressed file",
    b"\xfd7zXZ": "a compressed file",
    b"\x28\xb5\x2f\xfd": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"SQLite format 3": "a database",
    b"wOF": "a font",
    b"\x7fELF": "a program",
    b"{\\rtf": "an RTF document",
}
_ARCHIVE: Final = re.compile(rb"(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*MIME-Version:", re.IGNORECASE)
"""How a web page that was saved with all its parts in one file begins, as a message does."""
_PDF: Final = re.compile(rb"\A\s{0,1024}%PDF-\d")
_HEAD: Final = 4096
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_MOJIBAKE: Final = re.compile("Â[\xa0-\xbf]|Ã[\x80-\xbf]|â€|â¤|ย[ท\xa0]")
_WRONG_CODECS: Final = ("cp1252", "latin-1", "cp874", "iso8859-11")
_BROKEN_DOTS: Final = {"Â·": "·", "ยท": "·", "â¤·": "⤷"}
_BLANKS: Final = {
    **dict.fromkeys((0xA0, 0x202F, 0x205F, *range(0x2000, 0x200B)), " "),
    **dict.fromkeys((0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)), ""),
}
"""Blanks of every width become plain ones; what has no width (joiners, marks of direction, soft hyphens) goes."""
_LOST_DOT: Final = re.compile(
    r"[^\s\"'(:]*(?:string|integer|number|boolean|array|object)(?:\[\])* (\S{1,8}) "
    r"(?:enum|email|uuid|uri|url|date|date-time|int32|int64|float|double|min: ?\d|max: ?\d)(?=\W|[A-Z]|\Z)"
)
_DOTS: Final = frozenset("·•‧∙⋅・\u0387|\u2013—→≤≥")
"""What may stand there: the dot itself, and what is taken for it or written by people."""
_TWICE: Final = 2
_CONTROL_SHARE: Final = 0.02
_MARKS: Final = (
    (re.compile(r"(?:<{7}|>{7}|\|{7}) \S"), "the marks of a merge that was not finished stand here"),
    (re.compile(r"@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@"), "this is a list of differences, not a page"),
)
_LOST: Final = "\ufffd"
"""What stands for a character that could not be saved."""
_NAME: Final = 3
"""Words of a line that may be a name or a heading."""


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page to read: ``lines`` without their ends, the first one being line 1; ``text`` is all of them."""

    name: str
    text: str
    lines: tuple[str, ...]
    sha256: str

    def at(self, line: int) -> Location:
        """Return the place of a line."""
        return Location(self.name, line, 1 if line else 0)


def decode(data: bytes, name: str, report: Report) -> Page | None:
    """Return the page that ``data`` holds; None, with the reason reported, when that is no text."""
    place = Location(name)
    if len(data) > MAX_BYTES:
        message = f"the page has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        report.error("page-too-large", place, message, "save one page to a file, not a whole site")
        return None
    kind = _binary(data)
    if kind:
        advice = "save the page as text, Markdown or HTML"
        report.error("page-binary", place, f"this is {kind}, not a saved page", advice)
        return None
    text = _text(data, place, report)
    raw = _LINE_END.split(text)
    _check_marks(raw, name, report)
    _check_foreign(raw, name, report)
    lines = tuple(_mended(line).translate(_BLANKS).rstrip() for line in raw)
    return Page(name, "\n".join(lines), lines, hashlib.sha256(data).hexdigest())


def _binary(data: bytes) -> str:
    """Say in words what kind of binary file ``data`` is; empty for text."""
    for magic, kind in _FILES.items():
        if data.startswith(magic):
            return kind
    if _PDF.search(data[:_HEAD]):
        return _FILES[b"%PDF-"]
    if _ARCHIVE.match(data[:_HEAD]):
        return "a web archive (MHTML) or a message"
    if any(data.startswith(bom) for bom, _ in _BOMS):
        return ""
    head = data[:65536]
    if any(head[start::2].count(0) * 2 > len(head[start::2]) and 0 not in head[1 - start :: 2] for start in (0, 1)):
        return "a text in UTF-16 without the mark that says so"
    controls = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1b")
    return "a binary file" if b"\0" in data or controls > len(head) * _CONTROL_SHARE else ""


def _text(data: bytes, place: Location, report: Report) -> str:
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return data.decode(codec, "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "the page is not UTF-8; what is read of it as Windows-1252 may be wrong"
        report.error("page-encoding", Location(place.file, line, 1), message, "save the page as UTF-8")
        return data.decode("cp1252", "replace")


def _check_marks(lines: list[str], name: str, report: Report) -> None:
    """Report a page whose printed marks were written in one encoding and read in another: its texts may be broken too.

    A vendor's own broken sentences are none of ours.
    """
    for number, line in enumerate(lines, 1):
        broken = None if line.isascii() else next((mark for mark in _BROKEN_DOTS if mark in line), None)
        if broken is not None:
            message = f"the page was saved in a wrong encoding: {broken!r} stands here for {_BROKEN_DOTS[broken]!r}"
            report.error("page-encoding", Location(name, number, 1), message, "save the page as UTF-8")
            return
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 1):
        match = _LOST_DOT.match(line)
        if match is not None and (match[1] in {"?", "=C2=B7"} or not (match[1].isascii() or match[1] in _DOTS)):
            found.setdefault(match[1], []).append(number)
    for mark, numbers in found.items():
        if len(numbers) >= _TWICE:
            message = f"the page was saved in a wrong encoding: {mark!r} stands here where a dot is printed"
            report.error("page-encoding", Location(name, numbers[0], 1), message, "save the page as UTF-8")
            return


def _check_foreign(lines: list[str], name: str, report: Report) -> None:
    """Report what no page holds: marks of version control, or a name of which a character is lost."""
    for number, line in enumerate(lines, 1):
        if _LOST in line and len(line.split()) <= _NAME and not set(line) & set("\"'<>{}"):
            message = "a character of a name or a heading could not be saved"
            report.error("page-encoding", Location(name, number, 1), message, "save the page as UTF-8")
            return
        words = next((words for mark, words in _MARKS if mark.match(line)), "") if line[:1] in "<>|@" else ""
        if words:
            report.error("page-marks", Location(name, number, 1), words, "save the page itself again")
            return


def _mended(line: str) -> str:
    """Undo a reading of UTF-8 as something else, which turns ``·`` into two letters."""
    if line.isascii() or not _MOJIBAKE.search(line):
        return line
    for codec in _WRONG_CODECS:
        try:
            return line.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    for broken, right in _BROKEN_DOTS.items():
        line = line.replace(broken, right)
    return line
