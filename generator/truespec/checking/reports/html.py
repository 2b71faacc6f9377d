"""A run as one HTML file that needs nothing else: no script, no request, a policy that would refuse both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from truespec.checking.coverable import COVERED_KINDS
from truespec.checking.reports.lists import exercised, findings, holding, pairs, unchecked
from truespec.checking.reports.markup import Markup, element, text
from truespec.checking.reports.plots import Bar, bars, patterns, swatch
from truespec.checking.reports.recording import Recording
from truespec.checking.reports.style import POLICY, STYLE
from truespec.checking.reports.timing import histogram, times
from truespec.checking.verdict import Fact, Verdict

__all__ = ["html"]

_OUTCOMES: Final = {0: "✓ It holds", 1: "✗ It does not hold", 3: "? It could not be told"}
_MEANING: Final = {
    0: "No documented fact that was checked is broken.",
    1: "At least one documented fact is broken; with --strict, assumptions count too.",
    3: "The run did not come to where it could tell; what was found until then is below.",
}


def html(run: Recording, verdict: Verdict) -> str:
    """Return the page."""
    title = f"{verdict.api} at {verdict.target}"
    head = element(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="color-scheme" content="light dark">'),
        Markup('<meta name="referrer" content="no-referrer">'),
        element("title", title),
        element("style", Markup(STYLE)),
    )
    parts = list(_parts(run, verdict))
    top = element("header", element("h1", verdict.api), element("p", f"at {verdict.target}", class_="quiet"))
    sections = [_section(id_, heading, inside) for id_, heading, inside in parts]
    page = element("main", list(_summary(run, verdict)), _contents(parts), sections)
    return f"<!DOCTYPE html>\n{element('html', head, element('body', patterns(), top, page), lang='en')}\n"


_Part = tuple[str, str, list[Markup]]


def _parts(run: Recording, verdict: Verdict) -> Iterator[_Part]:
    """Yield the sections that this run has something to say in: an anchor, a heading, what is in it."""
    if verdict.broken:
        yield "broken", f"Broken: documented facts ({len(verdict.broken)})", findings(verdict.broken, "broken")
    if verdict.differs:
        title = f"Different from an assumption of ours ({len(verdict.differs)})"
        yield "differs", title, findings(verdict.differs, "differs")
    yield "operations", "Outcome by operation", [_by_operation(verdict)]
    yield "coverage", "What was exercised", [_coverage(verdict), *exercised(verdict)]
    yield "times", "Response times", list(_times(run))
    if verdict.not_checked:
        yield "not-checked", f"Not checked ({len(verdict.not_checked)})", unchecked(verdict.not_checked)
    yield "holding", f"Holding ({len(verdict.holds)})", holding(verdict.holds)


def _section(id_: str, heading: str, inside: Iterable[Markup]) -> Markup:
    return element("section", element("h2", heading, id=id_), inside, aria_labelledby=id_)


def _contents(parts: Iterable[_Part]) -> Markup:
    entries = [element("li", element("a", heading, href=f"#{id_}")) for id_, heading, _ in parts]
    return element("nav", element("ul", entries), aria_label="Contents")


def _summary(run: Recording, verdict: Verdict) -> Iterator[Markup]:
    code = verdict.exit_code(strict=run.strict)
    told = [element("p", line) for line in (_MEANING[code], *_ended(verdict))]
    yield element("div", element("strong", _OUTCOMES[code]), told, class_="outcome")
    counts = (
        ("hold", len(verdict.holds), "✓ facts hold"),
        ("broken", len(verdict.broken), "✗ documented facts broken"),
        ("differ", len(verdict.differs), "≠ differ from an assumption"),
        ("not checked", len(verdict.not_checked), "? not checked"),
    )
    tiles = [
        element("li", swatch(word), element("b", str(count)), element("span", said)) for word, count, said in counts
    ]
    yield element("ul", tiles, class_="tiles")
    rows = [
        ("requests", f"{verdict.requests} in {verdict.seconds:.1f} s, profile {verdict.profile}"),
        ("phases", ", ".join(f"{phase} {count}" for phase, count in run.phases)),
        ("share", verdict.shard),
        ("left behind", f"{verdict.left} records of the run stay on the server" if verdict.left else ""),
        ("not to its end", ", ".join(verdict.unfinished)),
        ("never done", "; ".join(f"{item.operation}: {item.states}" for item in verdict.never_done)),
    ]
    yield pairs([(name, text(value)) for name, value in rows if value])


def _ended(verdict: Verdict) -> Iterator[str]:
    """Yield why a run ended before it was done."""
    if verdict.lost:
        yield f"The target was lost: {verdict.lost}."
    if verdict.interrupted:
        yield "The user stopped the run."
    if verdict.untold and not (verdict.lost or verdict.interrupted):
        yield f"{verdict.untold[:1].upper()}{verdict.untold[1:]}."
    if verdict.out_of_time:
        yield "The time budget was used up."


def _by_operation(verdict: Verdict) -> Markup:
    groups: dict[str, tuple[Fact, ...]] = {
        "hold": verdict.holds,
        "broken": tuple(finding.fact for finding in verdict.broken),
        "differ": tuple(finding.fact for finding in verdict.differs),
        "not checked": tuple(item.fact for item in verdict.not_checked),
    }
    counts: dict[str, dict[str, int]] = {}
    for word, facts in groups.items():
        for fact in facts:
            counted = counts.setdefault(fact.operation, dict.fromkeys(groups, 0))
            counted[word] += 1
    rows = [Bar(operation or "(any)", tuple(counted.items())) for operation, counted in counts.items()]
    # What needs a look comes first; of the rest, the order of the run.
    rows.sort(key=lambda row: [-dict(row.parts)[word] for word in ("broken", "differ", "not checked")])
    return bars("How many facts of each operation hold, are broken, differ, or were not checked", "facts", rows)


def _coverage(verdict: Verdict) -> Markup:
    found = {kind: verdict.covered(kind) for kind in COVERED_KINDS}
    rows = [
        Bar(kind, (("exercised", len(done)), ("not exercised", len(missed))))
        for kind, (done, missed) in found.items()
        if done or missed
    ]
    return bars("How much of each kind was exercised", "share of all of that kind", rows, share=True)


def _times(run: Recording) -> Iterator[Markup]:
    yield histogram("How many answers took how long", run.seconds)
    yield times("How long the answers of each operation took", run.seconds)
