"""The words of a page: findings with all that shows them again, and lists of facts to unfold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from truespec.checking.coverable import COVERED_KINDS
from truespec.checking.coverage import Covered
from truespec.checking.reports.markup import Markup, element, text
from truespec.checking.verdict import Fact, Finding, NotChecked, Verdict

__all__ = ["exercised", "findings", "holding", "pairs", "unchecked"]

_MOST: Final = 2000
"""So many lines of a list are shown: a browser on a phone has to hold them."""

_OPEN: Final = 3
"""Of so many findings the commands are seen at once; those of the others are to unfold."""

_SIGNS: Final = {"broken": "✗ broken", "differs": "≠ differs"}


def pairs(rows: Sequence[tuple[str, Markup]]) -> Markup:
    """Return names with what is said of each."""
    return element("dl", [Markup(element("dt", name) + element("dd", value)) for name, value in rows])


def findings(found: Sequence[Finding], kind: str) -> list[Markup]:
    """Return an article for each finding; ``kind`` is ``broken`` or ``differs``."""
    shown = [_finding(finding, kind, unfolded=number < _OPEN) for number, finding in enumerate(found[:_MOST])]
    return [*shown, *_rest(len(found), "p")]


def _finding(finding: Finding, kind: str, *, unfolded: bool) -> Markup:
    fact = finding.fact
    seen = finding.detail + (f" ({finding.times} times)" if finding.times > 1 else "")
    rows = [
        ("seen", text(seen)),
        ("assumed", text(fact.assumed or "")),
        ("written", element("code", str(fact.location))),
        ("fact", element("code", fact.id)),
        ("request", element("code", finding.request) if finding.request else text("")),
        ("answer", element("code", finding.response) if finding.response else text("")),
    ]
    heading = element("h3", element("span", _SIGNS[kind], class_=f"word {kind}"), fact.states)
    again = list(_again(finding, unfolded=unfolded))
    return element("article", heading, pairs([row for row in rows if row[1]]), again, class_=kind)


def _again(finding: Finding, *, unfolded: bool) -> Iterator[Markup]:
    opened: dict[str, str | float] = {"open": ""} if unfolded else {}
    if finding.reproduction:
        yield element("details", element("summary", "See it again"), element("pre", finding.reproduction), **opened)
    if finding.client_code:
        yield element("details", element("summary", "With the client"), element("pre", finding.client_code))


def exercised(verdict: Verdict) -> list[Markup]:
    """Return, for each kind of what a contract has, what was not exercised and what was."""
    lists: list[Markup] = []
    for kind in COVERED_KINDS:
        done, missed = verdict.covered(kind)
        if missed:
            lists.append(
                _unfold(
                    f"{kind} not exercised ({len(missed)})", [_covered(item) for item in missed[:_MOST]], len(missed)
                )
            )
        if done:
            lists.append(
                _unfold(f"{kind} exercised ({len(done)})", [_covered(item) for item in done[:_MOST]], len(done))
            )
    return lists


def _covered(item: Covered) -> Markup:
    why = f": {item.reason}" if item.reason else ""
    return element("li", element("code", item.what.id), f" at {item.what.location}{why}")


def unchecked(items: Sequence[NotChecked]) -> list[Markup]:
    """Return the facts nothing can be said about, by the reason; the most frequent comes first."""
    reasons: dict[str, list[Fact]] = {}
    for item in items:
        reasons.setdefault(item.reason, []).append(item.fact)
    ordered = sorted(reasons.items(), key=lambda entry: -len(entry[1]))
    shown = [_unfold(f"{reason} ({len(facts)})", _facts(facts), len(facts)) for reason, facts in ordered[:_MOST]]
    return [*shown, *_rest(len(ordered), "p")]


def holding(facts: Sequence[Fact]) -> list[Markup]:
    """Return the facts that hold, to unfold."""
    return [_unfold("which", _facts(facts), len(facts))] if facts else [element("p", "None.", class_="quiet")]


def _facts(facts: Sequence[Fact]) -> list[Markup]:
    return [element("li", element("code", fact.id), f": {fact.states} ({fact.location})") for fact in facts[:_MOST]]


def _unfold(title: str, items: Sequence[Markup], count: int) -> Markup:
    return element("details", element("summary", title), element("ul", items, _rest(count, "li")))


def _rest(count: int, name: str) -> list[Markup]:
    return [element(name, f"and {count - _MOST} more, which the JSON report lists")] if count > _MOST else []
