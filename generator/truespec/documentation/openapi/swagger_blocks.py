"""Reads the source of a GitBook page: blocks that describe operations, and references to a document that does."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.diagnostics import Report
from truespec.documentation.facts import places
from truespec.documentation.facts.gathering import Gathering, check_once
from truespec.documentation.facts.surface import Leftover, PageFacts, Surface, Visibility
from truespec.documentation.facts.wording import digest_line
from truespec.documentation.openapi.openapi_facts import METHODS
from truespec.documentation.openapi.torn_blocks import torn_block
from truespec.documentation.page import Page

__all__ = ["read_blocks"]

_TAG: Final = re.compile(r"\{%\s*([\w-]+)((?:[^%{]|%(?!\})|\{(?!%))*)%\}")
_ATTRIBUTE: Final = re.compile(r"([\w-]+)=(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|(\S+))")
_LINK: Final = re.compile(r"\[[^\[\]]{0,300}\]\(([^()\s]{1,2000})\)")
_STATUS: Final = re.compile(r"(?:[a-z -]*?)([1-5]\d\d|[1-5]XX|default)\b", re.IGNORECASE)
_URL: Final = re.compile(r"[a-z]+://[^/]+", re.IGNORECASE)
_COLON: Final = re.compile(r"(?<=/):([A-Za-z_]\w*)")
_TYPES: Final = {
    "string": "string", "str": "string", "text": "string", "uuid": "string", "date": "string", "datetime": "string",
    "integer": "integer", "int": "integer", "long": "integer", "number": "number", "float": "number",
    "double": "number", "decimal": "number", "boolean": "boolean", "bool": "boolean", "object": "object",
    "hash": "object", "json": "object", "map": "object", "array": "array", "list": "array", "file": "file",
}  # fmt: skip
_FORMATS: Final = {"uuid": "uuid", "date": "date", "datetime": "date-time"}
_PLACES: Final = {
    "path": "path", "query": "query", "header": "header", "headers": "header", "cookie": "cookie", "body": "body",
    "formdata": "body", "form-data": "body", "form": "body",
}  # fmt: skip
_SECTIONS: Final = {
    "api-method-path-parameters": "path",
    "api-method-query-parameters": "query",
    "api-method-headers": "header",
    "api-method-body-parameters": "body",
    "api-method-form-data-parameters": "body",
}
_SUMMARIES: Final = frozenset({"api-method-summary"})
_DESCRIPTIONS: Final = frozenset(
    {"swagger-description", "api-method-description", "api-method-response-example-description"}
)
_REFERENCES: Final = frozenset({"openapi", "openapi-operation"})


@dataclasses.dataclass(frozen=True, slots=True)
class _Tag:
    """A block tag: its name, its attributes, its line, the text behind it and whether it ends a block."""

    name: str
    attributes: Mapping[str, str]
    line: int
    text: str


def read_blocks(page: Page, known: PageFacts, report: Report) -> Surface:
    """Read the blocks of a page; what only refers to a document is reported with the address of the document."""
    reading = _Blocks(page, report)
    tags = list(_tags(page.text))
    for tag in tags:
        reading.take(tag)
    check_once(reading.into, page, report)
    torn = torn_block([(tag.name, tag.line, tag.text) for tag in tags])
    whole = not reading.open and not torn
    if reading.open:
        report.error("page-cut", page.at(len(page.lines)), "the page ends within a block", "save the page again, whole")
    elif torn:
        report.error("page-cut", page.at(torn), "a block begins or ends in its middle", "save the page again, whole")
    left = tuple(Leftover(line, digest_line(text)) for line, text in reading.unread)
    lines = sum(1 for line in page.lines if line.strip())
    facts = dataclasses.replace(known, lines=lines, understood=lines - len({entry.line for entry in left}), whole=whole)
    return Surface(facts, tuple(reading.into.facts), left)


def _tags(text: str) -> Iterator[_Tag]:
    found = list(_TAG.finditer(text))
    line = 1
    at = 0
    for match, following in zip(found, [*found[1:], None], strict=False):
        line += text.count("\n", at, match.start())
        at = match.start()
        attributes = {name: one or two or bare for name, one, two, bare in _ATTRIBUTE.findall(match[2])}
        inside = text[match.end() : following.start() if following is not None else len(text)]
        yield _Tag(match[1], attributes, line, inside.strip())


class _Blocks:
    """Takes tags in order and says what they describe."""

    def __init__(self, page: Page, report: Report) -> None:
        self.page = page
        self.report = report
        self.into = Gathering()
        self.unread: list[tuple[int, str]] = []
        self.open: list[str] = []
        self._section = ""
        self._status = ""

    def take(self, tag: _Tag) -> None:
        """Say what one tag says."""
        name = tag.name
        if name.startswith("end"):
            self._close(name.removeprefix("end"))
            return
        if name in {"swagger", "api-method"}:
            self._operation(tag)
            self.open.append(name)
        elif name in _REFERENCES:
            self._reference(tag)
        elif name in _SECTIONS:
            self._section = _SECTIONS[name]
        elif name in {"swagger-parameter", "api-method-parameter"}:
            self._parameter(tag)
        elif name in {"swagger-response", "api-method-response-example"}:
            self._response(tag)
        elif name in _SUMMARIES:
            self.into.word("", "summary", tag.text, tag.line)
        elif name in _DESCRIPTIONS and not self._status:
            self.into.word("", "description", tag.text, tag.line)

    def _close(self, name: str) -> None:
        if name in self.open:
            while self.open.pop() != name:
                pass
            self.into.operation = ""
        if name in _SECTIONS:
            self._section = ""
        if name in {"swagger-response", "api-method-response-example"}:
            self._status = ""

    def _operation(self, tag: _Tag) -> None:
        method = tag.attributes.get("method", "").lower()
        path = tag.attributes.get("path", "").replace("\\", "")
        base = (tag.attributes.get("baseUrl") or tag.attributes.get("host") or "").rstrip("/")
        if method not in METHODS or not path:
            self.into.operation = ""
            self.unread.append((tag.line, f"{method} {path}"))
            return
        if host := _URL.match(path):
            base, path = host[0], path[host.end() :]
        path = _COLON.sub(r"{\1}", path)
        path = path if path.startswith("/") else f"/{path}"
        if base:
            self.into.operation = ""
            self.into.say("", "server", base, tag.line)
        self.into.operation = f"{method.upper()} {path.split('?', 1)[0]}"
        self.into.say("", "present", True, tag.line)
        self.into.word("", "summary", tag.attributes.get("summary"), tag.line)
        if tag.name == "swagger":
            self.into.word("", "description", tag.text, tag.line)

    def _parameter(self, tag: _Tag) -> None:
        kind = _PLACES.get(tag.attributes.get("in", self._section).lower(), "")
        name = tag.attributes.get("name", "").replace("\\", "")
        if not kind or not name or not self.into.operation:
            self.unread.append((tag.line, f"{kind} {name}"))
            return
        required = tag.attributes.get("required", "").lower() == "true"
        if name.endswith("*") and tag.name == "swagger-parameter":
            name, required = name.removesuffix("*"), True
        place = places.member("body", name) if kind == "body" else places.under(kind, name)
        self._type(place, tag.attributes.get("type", ""), tag.line)
        self.into.say(place, "required", required or kind == "path", tag.line)
        self.into.word(place, "description", tag.attributes.get("description") or tag.text, tag.line)
        for attribute, key in (("default", "default"), ("example", "example")):
            if key in tag.attributes:
                self.into.say(place, attribute, tag.attributes[key], tag.line)
        values = tag.attributes.get("enum")
        if values:
            self.into.say(place, "enum", tuple(value.strip() for value in values.split(",")), tag.line)

    def _type(self, place: str, printed: str, line: int) -> None:
        """Say a type that was written as a free word; one that nobody knows is not guessed at."""
        word = printed.rsplit("::", 1)[-1].strip().lower()
        items = word.removesuffix("[]")
        if word.endswith("[]") and items in _TYPES:
            self.into.say(place, "type", "array", line)
            place += places.ITEMS
            word = items
        if word in _TYPES:
            self.into.say(place, "type", _TYPES[word], line)
            if word in _FORMATS:
                self.into.say(place, "format", _FORMATS[word], line)
        elif printed:
            self.into.miss(place, "type", Visibility.LOST, line)

    def _response(self, tag: _Tag) -> None:
        printed = tag.attributes.get("status") or tag.attributes.get("httpCode") or ""
        status = _STATUS.match(printed)
        if status is None or not self.into.operation:
            self.unread.append((tag.line, printed))
            return
        self._status = status[1].upper() if status[1][0].isdecimal() else status[1].lower()
        place = places.under("response", self._status)
        self.into.say(place, "present", True, tag.line)
        reason = printed[status.end() :].lstrip(" :")
        self.into.word(place, "description", tag.attributes.get("description") or reason, tag.line)
        self.into.miss(place, "properties", Visibility.LOST, tag.line)

    def _reference(self, tag: _Tag) -> None:
        """Report an operation that is described elsewhere, with the address where this page gives one."""
        method, path = tag.attributes.get("method", "").lower(), tag.attributes.get("path", "")
        link = _LINK.search(tag.text)
        source = tag.attributes.get("src") or (link[1] if link is not None else tag.attributes.get("spec", ""))
        if method in METHODS and path:
            self.into.operation = f"{method.upper()} {path}"
            self.into.say("", "present", True, tag.line)
            for place in ("query", "body", "response"):
                self.into.miss(place, "properties", Visibility.LOST, tag.line)
            self.into.operation = ""
        else:
            self.unread.append((tag.line, f"{method} {path}"))
        message = f"the page shows operations of another document: {_shown(source)}"
        self.report.note("page-refers-to-openapi", self.page.at(tag.line), message, "read that document instead")


def _shown(source: str) -> str:
    """Return the address of a document without a query, which may hold a token."""
    return source.split("?", 1)[0][:300] or "it is not named"
