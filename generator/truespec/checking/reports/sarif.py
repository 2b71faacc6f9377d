"""A verdict as a SARIF 2.1.0 log: the form in which code hosts take findings."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from truespec import __version__
from truespec.checking.verdict import Fact, Finding, NotChecked, Verdict
from truespec.contract.schema import Json
from truespec.diagnostics import printable

__all__ = ["sarif"]


def sarif(verdict: Verdict, *, strict: bool = False) -> dict[str, Json]:
    """Return the log of one run: findings fail, what was not checked is open, what holds is left out.

    A difference from an assumption is a warning, with ``strict`` an error.
    """
    results = list(_results(verdict, strict=strict))
    facts = {printable(fact.id): fact for fact in _facts(verdict)}
    positions = {id_: position for position, id_ in enumerate(facts)}
    for result in results:
        result["ruleIndex"] = positions[str(result["ruleId"])]
    driver: dict[str, Json] = {"name": "truespec", "version": __version__, "rules": [_rule(f) for f in facts.values()]}
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        "invocations": [_invocation(verdict, strict=strict)],
        "columnKind": "unicodeCodePoints",
        "results": [*results],
        "properties": {
            "api": printable(verdict.api),
            "target": printable(verdict.target),
            "profile": verdict.profile,
            "requests": verdict.requests,
            "coverage": verdict.coverage_json(),
        },
    }
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _facts(verdict: Verdict) -> Iterator[Fact]:
    yield from (finding.fact for finding in (*verdict.broken, *verdict.differs))
    yield from (item.fact for item in verdict.not_checked)


def _rule(fact: Fact) -> Json:
    rule: dict[str, Json] = {
        "id": printable(fact.id),
        "shortDescription": {"text": printable(fact.states)},
        "properties": {"operation": printable(fact.operation), "kind": fact.kind},
    }
    return {**rule, "fullDescription": {"text": printable(f"Assumed: {fact.assumed}")}} if fact.assumed else rule


def _invocation(verdict: Verdict, *, strict: bool) -> dict[str, Json]:
    code = verdict.exit_code(strict=strict)
    invocation: dict[str, Json] = {"executionSuccessful": not verdict.untold, "exitCode": code}
    if verdict.untold:
        message: Json = {"text": printable(verdict.untold)}
        invocation["toolExecutionNotifications"] = [{"level": "error", "message": message}]
    return invocation


def _results(verdict: Verdict, *, strict: bool) -> Iterator[dict[str, Json]]:
    for finding in verdict.broken:
        yield _failed(finding, "error")
    for finding in verdict.differs:
        yield _failed(finding, "error" if strict else "warning")
    for item in verdict.not_checked:
        yield _open(item)


def _failed(finding: Finding, level: str) -> dict[str, Json]:
    properties: dict[str, Json] = {
        "request": printable(finding.request),
        "response": printable(finding.response),
        "reproduction": _lines(finding.reproduction),
        "clientCode": _lines(finding.client_code),
    }
    message = f"{finding.fact.states}. Seen: {finding.detail}."
    return {
        **_result(finding.fact, "fail", level, message),
        "occurrenceCount": finding.times,
        "properties": {name: value for name, value in properties.items() if value},
    }


def _lines(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n"))


def _open(item: NotChecked) -> dict[str, Json]:
    return _result(item.fact, "open", "none", f"{item.fact.states}. Not checked: {item.reason}.")


def _result(fact: Fact, kind: str, level: str, message: str) -> dict[str, Json]:
    place = fact.location
    physical: dict[str, Json] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": place.column or 1}
    return {
        "ruleId": printable(fact.id),
        "kind": kind,
        "level": level,
        "message": {"text": printable(message)},
        "locations": [{"physicalLocation": physical}],
        "partialFingerprints": {"truespecFact/v1": printable(fact.id)},
    }


def _uri(file: str) -> str:
    """Return a path as a relative reference: what a URI cannot hold is percent-encoded."""
    return quote(file.replace("\\", "/").encode("utf-8", "backslashreplace"), safe="/")
