"""Reads the markup of a rendered page: its elements, and the operations that are inlined in its scripts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from truespec.diagnostics import Report
from truespec.documentation.facts.gathering import Gathering, check_once
from truespec.documentation.facts.surface import Grade, Leftover, PageFacts, Surface
from truespec.documentation.facts.wording import digest, digest_line
from truespec.documentation.html.html_operation import HtmlOperation
from truespec.documentation.html.html_payload import gather_payload
from truespec.documentation.html.html_tree import Element, parse_html
from truespec.documentation.page import Page
from truespec.documentation.rendered.fields import OTHERS
from truespec.documentation.rendered.furniture import FOOTER
from truespec.documentation.rendered.language import language_of
from truespec.documentation.rendered.loading import is_waiting
from truespec.documentation.rendered.words import words_of

__all__ = ["OPERATION", "read_html"]

OPERATION: Final = "openapi-operation"
"""The class of the element that holds one operation."""
_CUT: Final = "the page begins or ends within its markup, or lost a part of it: its tags do not fit together"
_OTHERS: Final = f'"{OTHERS}":'
"""What a sample has of a member of the name that stands for those without one."""
_OF_MEMBERS: Final = frozenset(
    {"openapi-schema-required", "openapi-schema-readonly", "openapi-schema-writeonly", "openapi-deprecated"}
)
"""Flags that a named member has rather than all the others at once."""
_MORE: Final = 2
"""Operations of which one without samples is one that lost them."""
_TITLES: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
"""Headings but that of the page, which may be called like one of its operations."""
_NAMELESS: Final = "an operation has no method or no path"
_HEADLESS: Final = "an operation has no heading"
_LESS: Final = "it lacks samples that all others have"


def read_html(page: Page, known: PageFacts, report: Report) -> Surface:
    """Read the operations of a page's markup; those that are inlined whole need no elements."""
    tree = parse_html(page.text, OPERATION)
    headings = [element.text() for element in _headings(tree.root)]
    words = words_of(language_of(headings) or "en")
    into = Gathering()
    inlined = gather_payload(tree.scripts, page, into, report)
    shown: set[str] = set()
    unread: list[tuple[int, str]] = []
    named = OTHERS in page.text and _others_named(tree.root)
    torn = [] if not tree.torn_at else [(tree.torn_at, _CUT)]
    torn += [] if page.text.rstrip().endswith(">") else [(len(page.lines), _CUT)]
    samples: list[tuple[int, bool]] = []
    headed = any("openapi-summary" in element.classes for element in tree.root.walk())
    for element in tree.root.outermost(OPERATION):
        operation = HtmlOperation(element, words, into, others_named=named)
        name = operation.name
        shown.add(name)
        if name and name not in inlined and not element.torn:
            first = len(into.facts)
            operation.say()
            samples.append((element.line, operation.sampled))
            unread.extend(operation.fields.unread)
            if operation.disagreement:
                into.forget([(first, len(into.facts))])
        reason = operation.disagreement if name else _NAMELESS
        if reason := reason or ("" if operation.headed or not headed else _HEADLESS):
            torn.append((element.line, f"{reason}: a part of the operation is missing"))
    less = [line for line, sampled in samples if not sampled]
    if len(less) == 1 and len(samples) > _MORE:
        torn.append((less[0], f"{_LESS}: a part of the operation is missing"))
    for line, message in torn[:1] if torn and torn[0][1] == _CUT else torn:
        report.error("page-cut", page.at(line), message, "save it again, whole")
    whole = not torn
    check_once(into, page, report)
    left = tuple(Leftover(line, digest_line(text)) for line, text in unread)
    grade = Grade.A if shown and shown <= inlined else Grade.B
    reason = "operations are inlined whole" if grade is Grade.A else "only what was opened is in its elements"
    lines = sum(1 for line in page.lines if line.strip())
    facts = dataclasses.replace(
        known,
        grade=grade,
        language=words.language,
        reasons=(*known.reasons, reason),
        lines=lines,
        understood=lines - len({line for line, _ in unread}),
        whole=whole,
        footer=_ends(tree.root) is True,
    )
    waiting = any(_waits(inner) for element in tree.root.outermost(OPERATION) for inner in element.walk())
    return Surface(facts, tuple(into.facts), left, named=frozenset(_named(tree.root)), waiting=waiting)


def _waits(element: Element) -> bool:
    """Whether something in an element is still to come."""
    words = (inner.strip() for inner in element.inside if isinstance(inner, str))
    return element.attributes.get("aria-busy") == "true" or any(map(is_waiting, words))


def _others_named(root: Element) -> bool:
    """Whether a page has a member of the name that stands for those without one: by a sample, a flag or its section."""
    samples = (_OTHERS in inner.text() for inner in root.walk() if inner.tag == "pre")
    return any(samples) or any(
        name.text() == OTHERS
        for holder in root.walk()
        if "openapi-parameters" in holder.classes
        or ("openapi-schema-name" in holder.classes and any(inner.classes & _OF_MEMBERS for inner in holder.walk()))
        for name in holder.all("openapi-schema-propertyname")
    )


def _ends(element: Element) -> bool | None:
    """Whether what stands below the last operation is there; None where an element has neither of the two."""
    ended: bool | None = None
    for inner in element.inside:
        if isinstance(inner, str):
            below = True if FOOTER.match(" ".join(inner.split())) else None
        else:
            below = False if OPERATION in inner.classes else _ends(inner)
        ended = ended if below is None else below
    return ended


def _named(root: Element) -> Iterator[str]:
    """Yield digests of what headings and links within the page say outside of operations."""
    stack = list(root.elements())
    while stack:
        element = stack.pop()
        if OPERATION in element.classes:
            continue
        if element.tag in _TITLES or element.attributes.get("href", "").startswith("#"):
            yield str(digest(element.text())["digest"])
        else:
            stack.extend(element.elements())


def _headings(root: Element) -> Iterator[Element]:
    for element in root.walk():
        if "openapi-section-header-content" in element.classes:
            yield element
