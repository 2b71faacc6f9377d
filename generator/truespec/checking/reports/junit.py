"""A verdict as a JUnit file: one suite an operation, one case a fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from truespec.checking.coverable import COVERED_KINDS
from truespec.checking.verdict import Fact, Finding, NotChecked, Verdict
from truespec.diagnostics import printable

__all__ = ["junit"]

_GENERAL: Final = "api"


def junit(verdict: Verdict, *, strict: bool = False) -> str:
    """Return the XML; a difference from an assumption is a skipped case, with ``strict`` a failure."""
    root = Element("testsuites", name=_clean(verdict.api), time=f"{verdict.seconds:.3f}")
    for operation in dict.fromkeys(fact.operation for fact in _facts(verdict)):
        _suite(root, operation, verdict, strict=strict)
    if verdict.untold:
        suite = SubElement(root, "testsuite", name="run", tests="1", errors="1", failures="0", skipped="0")
        case = SubElement(suite, "testcase", name="the run could tell", classname="run")
        SubElement(case, "error", message=_clean(verdict.untold))
    _coverage(root, verdict)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _coverage(root: Element, verdict: Verdict) -> None:
    """Add a suite without cases that says how much was exercised, and what was not."""
    suite = SubElement(root, "testsuite", name="coverage", tests="0", failures="0", errors="0", skipped="0")
    properties, lines = SubElement(suite, "properties"), list[str]()
    for kind in COVERED_KINDS:
        done, missed = verdict.covered(kind)
        SubElement(properties, "property", name=f"exercised {kind}", value=f"{len(done)} of {len(done) + len(missed)}")
        lines += [f"not exercised: {item.what.location}: {kind}: {item.what.id}" for item in missed]
    SubElement(suite, "system-out").text = "\n".join(_clean(line) for line in lines)


def _facts(verdict: Verdict) -> Iterator[Fact]:
    yield from verdict.holds
    yield from (finding.fact for finding in (*verdict.broken, *verdict.differs))
    yield from (item.fact for item in verdict.not_checked)


def _suite(root: Element, operation: str, verdict: Verdict, *, strict: bool) -> None:
    suite = SubElement(root, "testsuite", name=_clean(operation or _GENERAL))
    held = [fact for fact in verdict.holds if fact.operation == operation]
    failed = [finding for finding in verdict.broken if finding.fact.operation == operation]
    differing = [finding for finding in verdict.differs if finding.fact.operation == operation]
    unchecked = [item for item in verdict.not_checked if item.fact.operation == operation]
    for fact in held:
        _case(suite, operation, fact)
    for finding in failed:
        _failure(_case(suite, operation, finding.fact), finding, "broken")
    for finding in differing:
        case = _case(suite, operation, finding.fact)
        if strict:
            _failure(case, finding, "differs from an assumption")
        else:
            SubElement(case, "skipped", message=_clean(f"differs from an assumption: {finding.detail}"))
    for item in unchecked:
        _not_checked(suite, operation, item)
    skipped = len(unchecked) + (0 if strict else len(differing))
    failures = len(failed) + (len(differing) if strict else 0)
    total = len(held) + len(failed) + len(differing) + len(unchecked)
    suite.attrib.update(tests=str(total), failures=str(failures), errors="0", skipped=str(skipped))


def _case(suite: Element, operation: str, fact: Fact) -> Element:
    return SubElement(
        suite,
        "testcase",
        name=_clean(fact.states),
        classname=_clean(f"{operation or _GENERAL}.{fact.kind}"),
        file=_clean(fact.location.file),
        line=str(fact.location.line),
    )


def _failure(case: Element, finding: Finding, word: str) -> None:
    failure = SubElement(case, "failure", type=word, message=_clean(finding.detail))
    fact = finding.fact
    lines = [f"{fact.location}: {fact.id}: {fact.states}", finding.request, finding.response]
    lines += [*finding.reproduction.split("\n"), *finding.client_code.splitlines()]
    failure.text = "\n".join(_clean(line) for line in lines if line)


def _not_checked(suite: Element, operation: str, item: NotChecked) -> None:
    SubElement(_case(suite, operation, item.fact), "skipped", message=_clean(f"not checked: {item.reason}"))


def _clean(text: str) -> str:
    """Return text that XML can hold: control characters and lone surrogates are written as escapes."""
    shown = printable(text)
    return (
        shown.encode("utf-8", "backslashreplace")
        .decode("utf-8")
        .replace("\ufffe", "\\ufffe")
        .replace("\uffff", "\\uffff")
    )
