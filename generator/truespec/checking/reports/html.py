"""A run as one HTML file that needs nothing else: no script, no request, a policy that would refuse both."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.checking.coverable import COVERED_KINDS
from truespec.checking.coverage import Covered
from truespec.checking.reports.markup import Markup, element, text
from truespec.checking.reports.plots import Bar, bars, patterns, times
from truespec.checking.reports.recording import Recording
from truespec.checking.verdict import Fact, Finding, NotChecked, Verdict

__all__ = ["html"]

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #8a8a8a; --soft: #f1f1f1; --ok: #cfe8d2;
  --bad: #f4b8b0; --odd: #f6e3ad; --none: #e4e4e4 }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #161616; --line: #777; --soft: #242424;
  --ok: #24502b; --bad: #7a2a21; --odd: #5f4c12; --none: #3a3a3a } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem; max-width: 70rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); overflow-wrap: anywhere }
h1, h2, h3 { line-height: 1.2 } h3 { margin: 0 0 .5rem }
.outcome { border: 2px solid var(--ink); padding: .5rem 1rem; font-size: 1.25rem; font-weight: 700 }
article { border: 1px solid var(--line); border-left-width: 6px; padding: .75rem; margin: .75rem 0 }
article.broken { border-left-style: solid; border-left-color: var(--ink) }
article.differs { border-left-style: dashed }
.word { border: 1px solid var(--ink); padding: 0 .4em; font-weight: 700; white-space: nowrap }
pre { background: var(--soft); padding: .5rem; white-space: pre-wrap; margin: .25rem 0 }
dl { display: grid; grid-template-columns: minmax(5rem, max-content) minmax(0, 1fr); gap: .25rem .75rem;
  margin: .5rem 0 }
dd { margin: 0; min-width: 0 } dt { font-weight: 700 }
li { margin: .25rem 0 } summary { cursor: pointer; padding: .25rem 0 }
.plot { display: block; overflow: hidden; margin: .5rem 0 }
.plot text { font: 13px system-ui, sans-serif; fill: var(--ink) }
.bar { stroke: var(--ink); stroke-width: 1 } .solid { fill: var(--ink) } .thin { fill: var(--line) }
.lines { stroke: var(--ink); stroke-width: 1; fill: none } .ground { fill: var(--ok) }
.fill-broken { fill: var(--bad) } .fill-differ { fill: var(--odd) }
.fill-not-checked, .fill-not-exercised { fill: var(--none) } .hidden { position: absolute }
@media (max-width: 40rem) { dl { grid-template-columns: minmax(0, 1fr) } .plot text { font-size: 11px } }
@media print { details > * { display: block } }
"""
_DIGEST: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
_MOST: Final = 2000
"""So many lines of a list are shown: a browser on a phone has to hold them."""

_OUTCOMES: Final = {0: "✓ It holds", 1: "✗ It does not hold", 3: "? It could not be told"}


def html(run: Recording, verdict: Verdict) -> str:
    """Return the page."""
    title = f"{verdict.api} at {verdict.target}"
    head = element(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="referrer" content="no-referrer">'),
        element("title", title),
        element("style", Markup(_STYLE)),
    )
    body = element("body", patterns(), element("main", element("h1", title), list(_sections(run, verdict))))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _sections(run: Recording, verdict: Verdict) -> Iterator[Markup]:
    code = verdict.exit_code(strict=run.strict)
    yield element("p", _OUTCOMES[code], class_="outcome")
    yield from _summary(run, verdict)
    yield from _findings("Broken: documented facts that the server does not keep", verdict.broken, "broken")
    yield from _findings("Different from an assumption of ours", verdict.differs, "differs")
    yield element("h2", "Outcome by operation")
    yield bars("How many facts of each operation hold, are broken, differ, or were not checked", _by_operation(verdict))
    yield element("h2", "What was exercised")
    yield from _coverage(verdict)
    yield element("h2", "Response times")
    yield times("How long the answers of each operation took", run.seconds)
    yield from _not_checked(verdict.not_checked)
    yield from _holding(verdict.holds)


def _summary(run: Recording, verdict: Verdict) -> Iterator[Markup]:
    counts = (
        f"{len(verdict.holds)} hold, {len(verdict.broken)} broken, {len(verdict.differs)} differ from an assumption, "
        f"{len(verdict.not_checked)} not checked"
    )
    rows = [
        ("facts", counts),
        ("requests", f"{verdict.requests} in {verdict.seconds:.1f} s, profile {verdict.profile}"),
        ("phases", ", ".join(f"{phase} {count}" for phase, count in run.phases)),
        ("target lost", verdict.lost),
        ("interrupted", "the user stopped the run" if verdict.interrupted else ""),
        ("time", "the time budget was used up" if verdict.out_of_time else ""),
        ("not to its end", ", ".join(verdict.unfinished)),
        ("share", verdict.shard),
        ("left behind", f"{verdict.left} records of the run stay on the server" if verdict.left else ""),
    ]
    yield _list([(name, text(value)) for name, value in rows if value])


def _list(rows: Sequence[tuple[str, Markup]]) -> Markup:
    return element("dl", [Markup(element("dt", name) + element("dd", value)) for name, value in rows])


def _findings(title: str, findings: Sequence[Finding], word: str) -> Iterator[Markup]:
    if findings:
        yield element("h2", f"{title} ({len(findings)})")
        yield from (_finding(finding, word) for finding in findings)


def _finding(finding: Finding, word: str) -> Markup:
    fact = finding.fact
    seen = finding.detail + (f" ({finding.times} times)" if finding.times > 1 else "")
    rows = [
        ("written", element("code", str(fact.location))),
        ("fact", element("code", fact.id)),
        ("seen", text(seen)),
        ("assumed", text(fact.assumed or "")),
        ("request", element("code", finding.request) if finding.request else text("")),
        ("answer", element("code", finding.response) if finding.response else text("")),
        ("again", element("pre", finding.reproduction) if finding.reproduction else text("")),
        ("with the client", element("pre", finding.client_code) if finding.client_code else text("")),
    ]
    heading = element("h3", element("span", word, class_="word"), Markup(" "), fact.states)
    return element("article", heading, _list([row for row in rows if row[1]]), class_=word)


def _by_operation(verdict: Verdict) -> list[Bar]:
    groups: dict[str, tuple[Fact, ...]] = {
        "hold": verdict.holds,
        "broken": tuple(finding.fact for finding in verdict.broken),
        "differ": tuple(finding.fact for finding in verdict.differs),
        "not checked": tuple(item.fact for item in verdict.not_checked),
    }
    operations = dict.fromkeys(fact.operation for facts in groups.values() for fact in facts)
    return [
        Bar(
            operation or "(any)",
            tuple((word, sum(fact.operation == operation for fact in facts)) for word, facts in groups.items()),
        )
        for operation in operations
    ]


def _coverage(verdict: Verdict) -> Iterator[Markup]:
    found = {kind: verdict.covered(kind) for kind in COVERED_KINDS}
    rows = [
        Bar(kind, (("exercised", len(done)), ("not exercised", len(missed))))
        for kind, (done, missed) in found.items()
        if done or missed
    ]
    yield bars("How much of each kind was exercised", rows, share=True)
    for kind, (done, missed) in found.items():
        if missed:
            yield _details(f"{kind} not exercised ({len(missed)})", [_covered(item) for item in missed])
        if done:
            yield _details(f"{kind} exercised ({len(done)})", [_covered(item) for item in done])


def _covered(item: Covered) -> Markup:
    why = f": {item.reason}" if item.reason else ""
    return element("li", element("code", item.what.id), f" at {item.what.location}{why}")


def _details(title: str, items: Sequence[Markup]) -> Markup:
    more = len(items) - _MOST
    rest = [element("li", f"and {more} more, which the JSON report lists")] if more > 0 else []
    return element("details", element("summary", title), element("ul", [*items[:_MOST], *rest]))


def _not_checked(items: Sequence[NotChecked]) -> Iterator[Markup]:
    if items:
        yield element("h2", f"Not checked ({len(items)})")
        rows = [
            element("li", element("code", item.fact.id), f": {item.fact.states} ({item.fact.location}): {item.reason}")
            for item in items
        ]
        yield _details("which, and why", rows)


def _holding(facts: Sequence[Fact]) -> Iterator[Markup]:
    yield element("h2", f"Holding ({len(facts)})")
    rows = [element("li", element("code", fact.id), f": {fact.states} ({fact.location})") for fact in facts]
    yield _details("which", rows)
