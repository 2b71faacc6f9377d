"""Reads what holds OpenAPI as such: Markdown pages with whole fragments in fences, and documents of a vendor."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path, PurePosixPath
from typing import Final

from truespec.diagnostics import Report
from truespec.documentation.facts.gathering import MAX_FACTS, MAX_OPERATION_FACTS, Gathering, check_once
from truespec.documentation.facts.surface import Leftover, PageFacts, Surface
from truespec.documentation.facts.wording import digest, digest_line
from truespec.documentation.openapi.fences import Fence, fences
from truespec.documentation.openapi.openapi_facts import gather_openapi
from truespec.documentation.openapi.openapi_wholeness import damage
from truespec.documentation.page import Page
from truespec.specification.limits import DEFAULT
from truespec.specification.node import Node
from truespec.specification.source import parse_source

__all__ = ["holds_openapi", "read_document", "read_fragments"]

_HEAD: Final = 4_000
_HEADING: Final = re.compile(r"#{1,6} \S")
_TITLE: Final = re.compile(r"# \S")
_FOOTER: Final = re.compile(r"#+ Agent Instructions\b")
"""What newer pages have below everything else."""
_BROKEN: Final = "the OpenAPI document that begins here is cut short or broken"
_JSON: Final = re.compile(r"\"(?:openapi|swagger)\"\s*:\s*\"[23]\.")
_YAML: Final = re.compile(r"^[\"']?(?:openapi|swagger)[\"']?\s*:", re.MULTILINE)
_PARTS: Final = re.compile(
    r"^(?:\{?\s{0,4}\"(info|paths|components|servers|security)\": ?[\[{]|(info|paths|components|servers|security):)",
    re.MULTILINE,
)
_LANGUAGES: Final = frozenset({"json", "yaml", "yml", ""})
_BOTTOM: Final = 16
"""Lines at the end of a page that the lock can tell again."""
_SHORT: Final = 6


def holds_openapi(fence: Fence) -> bool:
    """Whether the block looks like an OpenAPI document, whole or cut."""
    language = fence.info.split(" ", 1)[0].lower()
    if language not in _LANGUAGES:
        return False
    text = fence.text.lstrip()
    if text.startswith("{"):
        head = text[:_HEAD]
        return '"openapi"' in head or '"swagger"' in head or _JSON.search(text) is not None
    return _YAML.search(text) is not None


def _holds_a_part(fence: Fence) -> bool:
    """Whether a block has what only an OpenAPI document has side by side, and lacks what each begins with.

    A whole document in it means that a line of the fences is missing.
    """
    if fence.nested and (_JSON.search(fence.text) or _YAML.search(fence.text)):
        return True
    keys = {key for pair in _PARTS.findall(fence.text) for key in pair if key}
    return len(keys) > 1 and bool(keys & {"paths", "components"}) and fence.info.split(" ", 1)[0].lower() in _LANGUAGES


def read_fragments(page: Page, known: PageFacts, report: Report) -> Surface:
    """Read the OpenAPI fragments in the fences of a Markdown page; a broken one gives nothing, and an error."""
    into = Gathering()
    whole = True
    unread: list[Leftover] = []
    inside: set[int] = set()
    several = False
    for fence in fences(page.lines):
        known_before = len(into.facts)
        inside.update(range(fence.first, fence.first + len(fence.lines)))
        if not holds_openapi(fence):
            whole = whole and fence.closed
            if _holds_a_part(fence):
                whole = False
                message = "a part of an OpenAPI document stands here; what was around it is missing"
                report.error("page-openapi-broken", page.at(fence.first), message, "save the page again, whole")
                unread.extend(_leftovers(fence))
        elif not _read(fence.text, fence.first, page, into, report):
            whole = False
            unread.extend(_leftovers(fence))
        elif not fence.closed:
            whole = False
            advice = "save the page again, whole"
            report.error("page-cut", page.at(len(page.lines)), "the page ends within a block of code", advice)
        several = several or len({fact.operation for fact in into.facts[known_before:] if fact.operation}) > 1
    last = next((number for number in range(len(page.lines), 0, -1) if page.lines[number - 1].strip()), 0)
    if whole and _HEADING.match(page.lines[last - 1]):
        report.error("page-cut", page.at(last), "the page ends with a heading", "save the page again, whole")
        whole = False
    _report_limit(into, page, report)
    check_once(into, page, report)
    surface = _surface(page, known, into, whole=whole, unread=unread)
    outside = [line for number, line in enumerate(page.lines, 1) if number not in inside]
    named = frozenset(
        str(digest(line)["digest"]) for line in outside if _HEADING.match(line) and not _TITLE.match(line)
    )
    titled = any(_TITLE.match(line) for line in page.lines[: min(inside, default=1) - 1])
    bottom = "" if several or surface.page.footer else _bottom(page)
    return dataclasses.replace(
        surface, page=dataclasses.replace(surface.page, titled=titled, bottom=bottom), named=named
    )


def read_document(page: Page, known: PageFacts, report: Report) -> Surface:
    """Read a page that is an OpenAPI or Swagger document itself."""
    into = Gathering()
    whole = _read(page.text, 1, page, into, report)
    unread = [] if whole else [Leftover(n, digest_line(line)) for n, line in enumerate(page.lines, 1) if line.strip()]
    _report_limit(into, page, report)
    check_once(into, page, report)
    surface = _surface(page, known, into, whole=whole, unread=unread)
    # JSON that can be read has its end; YAML can be read up to any line, but not every program ends within one.
    closed = page.text.lstrip().startswith("{")
    ended = whole and (closed or page.text.endswith("\n"))
    bottom = "" if closed else _bottom(page)
    return dataclasses.replace(surface, page=dataclasses.replace(surface.page, footer=ended, bottom=bottom))


def _bottom(page: Page) -> str:
    """Return short digests of the last lines that are not blank."""
    lines = [line for line in page.lines if line.strip()]
    return " ".join(digest_line(line)[:_SHORT] for line in lines[-_BOTTOM:])


def _read(text: str, first: int, page: Page, into: Gathering, report: Report) -> bool:
    """Gather the facts of one document that begins on line ``first``; False, with the reason reported, if broken."""
    found = Report()
    name = "page.json" if text.lstrip().startswith("{") else "page.yaml"
    # Blank lines before it give everything in the document the line it has on the page.
    padded = "\n" * (first - 1) + text
    source = parse_source(
        Path(PurePosixPath("/", page.sha256, str(first), name)), page.name, padded.encode(), found, DEFAULT
    )
    report.extend(found)
    root = None if source is None else Node(source.value, source)
    broken = root is None or found.failed or not root.is_mapping
    line, reason = (first, _BROKEN) if broken or root is None else damage(root, text, first)
    if reason or root is None:
        message = f"{reason}; nothing of it is read"
        report.error("page-openapi-broken", page.at(line), message, "save the page again, whole")
        return False
    gather_openapi(root, into, report)
    return True


def _leftovers(fence: Fence) -> list[Leftover]:
    return [Leftover(number, digest_line(line)) for number, line in enumerate(fence.lines, fence.first) if line.strip()]


def _report_limit(into: Gathering, page: Page, report: Report) -> None:
    if into.cut:
        most = f"{MAX_FACTS:,} things, or {MAX_OPERATION_FACTS:,} of one operation"
        message = f"the page says more than {most}; the rest is marked as cut"
        report.warning("page-facts-limit", page.at(1), message, "read a smaller page")


def _surface(page: Page, known: PageFacts, into: Gathering, *, whole: bool, unread: list[Leftover]) -> Surface:
    lines = sum(1 for line in page.lines if line.strip())
    facts = PageFacts(
        form=known.form,
        grade=known.grade,
        language=known.language,
        printer=known.printer,
        reasons=known.reasons,
        sha256=page.sha256,
        lines=lines,
        understood=lines - len(unread),
        whole=whole,
        footer=any(_FOOTER.match(line) for line in page.lines),
    )
    return Surface(facts, tuple(into.facts), tuple(unread))
