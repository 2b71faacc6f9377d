"""Reads what holds OpenAPI as such: Markdown pages with whole fragments in fences, and documents of a vendor."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Final

from truespec.diagnostics import Report
from truespec.documentation.fences import Fence, fences
from truespec.documentation.gathering import MAX_FACTS, MAX_OPERATION_FACTS, Gathering, check_once
from truespec.documentation.openapi_facts import METHODS, gather_openapi
from truespec.documentation.page import Page
from truespec.documentation.surface import Leftover, PageFacts, Surface
from truespec.documentation.wording import digest_line
from truespec.specification.limits import DEFAULT
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping
from truespec.specification.source import parse_source

__all__ = ["holds_openapi", "read_document", "read_fragments"]

_HEAD: Final = 4_000
_HEADING: Final = re.compile(r"#{1,6} \S")
_FOOTER: Final = re.compile(r"#+ Agent Instructions\b")
"""What newer pages have below everything else."""
_BROKEN: Final = "the OpenAPI document that begins here is cut short or broken"
_LACKING: Final = "the OpenAPI document that begins here lacks what it refers to"
_KEY: Final = re.compile(r"[ -]*[\"']?[^\s:\"'#{\[]+[\"']?:\Z")
_LOCAL: Final = re.compile(r"#/((?:components|definitions)/[\w.-]+(?:/[\w.-]+)?)[\"'\s,}]")
"""A reference to something in the document itself, of letters that need no escaping."""
_YAML: Final = re.compile(r"^(?:openapi|swagger):", re.MULTILINE)
_LANGUAGES: Final = frozenset({"json", "yaml", "yml", ""})


def holds_openapi(fence: Fence) -> bool:
    """Whether the block looks like an OpenAPI document, whole or cut."""
    language = fence.info.split(" ", 1)[0].lower()
    if language not in _LANGUAGES:
        return False
    head = fence.text[:_HEAD].lstrip()
    if head.startswith("{"):
        return '"openapi"' in head or '"swagger"' in head
    return _YAML.search(head) is not None


def read_fragments(page: Page, known: PageFacts, report: Report) -> Surface:
    """Read the OpenAPI fragments in the fences of a Markdown page; a broken one gives nothing, and an error."""
    into = Gathering()
    whole = True
    unread: list[Leftover] = []
    for fence in fences(page.lines):
        if not holds_openapi(fence):
            whole = whole and fence.closed
        elif not _read(fence.text, fence.first, page, into, report):
            whole = False
            unread.extend(_leftovers(fence))
    last = next((number for number in range(len(page.lines), 0, -1) if page.lines[number - 1].strip()), 0)
    if whole and _HEADING.match(page.lines[last - 1]):
        report.error("page-cut", page.at(last), "the page ends with a heading", "save the page again, whole")
        whole = False
    _report_limit(into, page, report)
    check_once(into, page, report)
    return _surface(page, known, into, whole=whole, unread=unread)


def read_document(page: Page, known: PageFacts, report: Report) -> Surface:
    """Read a page that is an OpenAPI or Swagger document itself."""
    into = Gathering()
    whole = _read(page.text, 1, page, into, report)
    unread = [] if whole else [Leftover(n, digest_line(line)) for n, line in enumerate(page.lines, 1) if line.strip()]
    _report_limit(into, page, report)
    check_once(into, page, report)
    return _surface(page, known, into, whole=whole, unread=unread)


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
    reason = _BROKEN if broken or root is None else _end_of_yaml(root, text) or _LACKING * _lacks(root, text)
    if reason or root is None:
        message = f"{reason}; nothing of it is read"
        report.error("page-openapi-broken", page.at(first), message, "save the page again, whole")
        return False
    gather_openapi(root, into, report)
    return True


def _lacks(root: Node, text: str) -> bool:
    """Whether everything is missing that the document refers to: YAML can be cut at any line and still be read."""
    return any(f"#/{key}/" in text and root.get(key) is None for key in ("components", "definitions"))


def _end_of_yaml(root: Node, text: str) -> str:
    """Say in words what tells that a document in YAML was cut; empty for one that may be whole.

    What is last in it is not finished: a key has no value, an operation no answers, or something that others refer to
    is missing from the end.
    """
    if text.lstrip().startswith("{"):
        return ""
    lines = [line for line in text.rstrip().split("\n") if not line.lstrip().startswith("#")]
    if lines and _KEY.match(lines[-1]):
        return "the OpenAPI document ends with a key that has no value"
    last = list(root.value)[-1]
    if last == "paths" and _lacks_answers(root.value["paths"]):
        return "the last operation of the OpenAPI document has no answers: its end is missing"
    targets = (pointer for pointer in _LOCAL.findall(text) if pointer.startswith(f"{last}/"))
    if any(_is_missing(root.value, pointer) for pointer in targets):
        return "the OpenAPI document refers to what is missing from its end"
    return ""


def _lacks_answers(paths: object) -> bool:
    """Whether the last operation of all paths has none."""
    items = [item for item in paths.values() if is_mapping(item)] if is_mapping(paths) else []
    operations = [item[key] for item in items for key in item if key in METHODS]
    return bool(operations) and not (is_mapping(operations[-1]) and operations[-1].get("responses"))


def _is_missing(value: object, pointer: str) -> bool:
    """Whether a mapping lacks what a plain pointer leads to."""
    for step in pointer.split("/"):
        if not is_mapping(value) or step not in value:
            return True
        value = value[step]
    return False


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
