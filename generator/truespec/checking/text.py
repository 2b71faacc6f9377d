"""A verdict as plain lines for a terminal: escaped, without colour, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from truespec.checking.coverable import COVERED_KINDS
from truespec.checking.verdict import Finding, Verdict
from truespec.diagnostics import printable

__all__ = ["finding_lines", "text_lines"]

_MOST_NOT_CHECKED: Final = 20
_MOST_UNFINISHED: Final = 12
_DIFFERS: Final = "differs from an assumption"


def text_lines(verdict: Verdict, *, strict: bool = False) -> list[str]:
    """Return the findings, what was not checked, and one line that sums up."""
    lines: list[str] = []
    for finding in verdict.broken:
        lines += finding_lines(finding, "broken")
    told = set[str | None]()
    for finding in verdict.differs:
        # Of a server that never sends what was taken for granted of many members, one example in full is enough.
        lines += [_in_short(finding)] if finding.assumed in told else finding_lines(finding, _DIFFERS)
        told.add(finding.assumed)
    lines += _not_checked(verdict)
    lines += _never_done(verdict)
    lines += _covered(verdict)
    if verdict.unfinished:
        more = len(verdict.unfinished) - _MOST_UNFINISHED
        rest = f" and {more} more" if more > 0 else ""
        lines.append(f"not done, or not to its end: {', '.join(verdict.unfinished[:_MOST_UNFINISHED])}{rest}")
    lines += [_sum(verdict, strict=strict)]
    return [printable(line) for line in lines]


def finding_lines(finding: Finding, word: str) -> Iterator[str]:
    """Yield a finding: the place, the fact, what was seen, how to see it again."""
    yield f"{finding.fact.location}: {word} {finding.fact.id}: {finding.fact.states}"
    times = f" ({finding.times} times)" if finding.times > 1 else ""
    yield f"  seen: {finding.detail}{times}"
    if finding.assumed:
        yield f"  assumed: {finding.assumed}"
    if finding.response:
        yield f"  request: {finding.request}"
        yield f"  answer: {finding.response}"
    if finding.reproduction:
        first, *rest = finding.reproduction.split("\n")
        yield f"  again: {first}"
        yield from (f"         {line}" for line in rest)
    if finding.client_code:
        yield "  again, with the client:"
        yield from (f"    {line}" for line in finding.client_code.splitlines())


def _covered(verdict: Verdict) -> Iterator[str]:
    """Yield one line: how much of each kind was exercised; the reports say which."""
    counts = {kind: tuple(map(len, verdict.covered(kind))) for kind in COVERED_KINDS}
    told = [f"{done} of {done + missed} {kind}" for kind, (done, missed) in counts.items() if done + missed]
    if told:
        yield f"exercised: {', '.join(told)}"


def _in_short(finding: Finding) -> str:
    return f"{finding.fact.location}: differs from the same assumption {finding.fact.id}: {finding.detail}"


def _not_checked(verdict: Verdict) -> Iterable[str]:
    for item in verdict.not_checked[:_MOST_NOT_CHECKED]:
        yield f"{item.fact.location}: not checked {item.fact.id}: {item.reason}"
    more = len(verdict.not_checked) - _MOST_NOT_CHECKED
    if more > 0:
        yield f"{more} more facts were not checked"


def _never_done(verdict: Verdict) -> Iterator[str]:
    for item in verdict.never_done:
        yield f"{item.location}: warning never-done: {item.operation}: {item.states}"
        yield "  little of what is documented of it could be checked: give what it needs by --param, --auth or --header"


def _sum(verdict: Verdict, *, strict: bool) -> str:
    counted = (
        f"{len(verdict.holds)} hold",
        f"{len(verdict.broken)} broken",
        f"{len(verdict.differs)} differ from an assumption",
        f"{len(verdict.not_checked)} not checked",
    )
    outcome = {0: "holds", 1: "does not hold", 3: "could not tell"}[verdict.exit_code(strict=strict)]
    share = f" (share {verdict.shard})" if verdict.shard else ""
    line = f"{verdict.api} at {verdict.target}{share}: {outcome}; facts: {', '.join(counted)}; "
    line += f"{verdict.requests} requests in {verdict.seconds:.1f} s"
    if verdict.lost:
        line += f"; the target was lost: {verdict.lost}"
    elif verdict.untold and not verdict.interrupted:
        line += f"; {verdict.untold}"
    line += f"; {verdict.left} records of the run stay on the server" if verdict.left else ""
    line += "; stopped by the user" if verdict.interrupted else ""
    return line + ("; the time budget was used up" if verdict.out_of_time else "")
