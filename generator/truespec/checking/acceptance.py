"""Judges how a request was taken: what the contract forbids must be refused, as it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from truespec.checking.conformance import Judgement
from truespec.checking.echoes import Echoes
from truespec.checking.exchange import Exchange
from truespec.checking.lookalikes import Lookalikes
from truespec.checking.odd_one import OddOne
from truespec.checking.piecewise import may_refuse_one
from truespec.checking.request_check import Refusal, RequestCheck
from truespec.checking.schema_check import SPELLING, Violation
from truespec.checking.strictness import FREELY_READ, UNKNOWN_OR_TWICE, Strictness
from truespec.checking.told_apart import not_told_apart
from truespec.checking.verdict import Fact
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["Acceptance"]

_LOOSE: Final = FREELY_READ | UNKNOWN_OR_TWICE | {SPELLING}
"""What servers read differently without breaking what any page says, unless they are seen to read it strictly."""

_OTHER_REASONS: Final = frozenset({401, 403, 404, 405, 409, 412, 413, 414, 415, 429, 431})
"""Refusals for a reason that comes before the form of the request."""

_A_RECORD: Final = 6
"""An answer that names so many members shows what it is about."""

_UNREADABLE: Final = frozenset({("body", "required"), ("body", "json"), ("body", "media")})
"""Violations that leave nothing to validate: no body, or none that can or need be read.  Any refusal will do."""


_MEMBER_END: Final = re.compile(r"[.\[]")


_INVALID: Final = ("400", "422")


@dataclass(frozen=True, slots=True)
class _Taken:
    """A request of the wrong form that was done: the exchange, what is wrong, and how it ought to be refused."""

    exchange: Exchange
    violation: Violation
    refusal: Refusal


class Acceptance:
    """Judges exchanges; one instance serves a whole run, and tells ``note`` what each request breaks."""

    def __init__(
        self,
        api: Api,
        note: Callable[[Operation, Sequence[Violation]], None] | None = None,
        echoes: Echoes | None = None,
    ) -> None:
        self._api = api
        self._echoes = echoes or Echoes()
        self._requests = RequestCheck(api)
        self._lookalikes = Lookalikes(api)
        self._note = note
        self._validated: set[tuple[str, str]] = set()
        self._strictness = Strictness()
        self._odd_one = OddOne(api)
        self._open: dict[tuple[str, str], _Taken] = {}
        self._freely: dict[tuple[str, str, str], _Taken] = {}
        self._belated: list[tuple[Judgement, Exchange]] = []

    def violations(self, exchange: Exchange) -> list[Violation]:
        """Return what the request of an exchange breaks; nothing, where it is right for one that looks alike."""
        found = [
            # What the server was seen to call as we do is no guess any more.
            replace(one, assumed=None) if one.named and self._echoes.has(exchange.operation, one.named) else one
            for one in self._requests.violations(exchange.operation, exchange.request)
        ]
        others = self._lookalikes.of(exchange.operation) if found else ()
        return found if all(self._requests.violations(other, exchange.request) for other in others) else []

    def is_sure(self, operation: Operation) -> bool:
        """Say whether it is documented, and no assumption, that an operation refuses requests of the wrong form."""
        refusal = self._requests.refusal(operation)
        return bool(refusal.statuses) and refusal.assumed is None

    def judge(self, exchange: Exchange) -> Judgement | None:
        """Return what the answer says of what is wrong with the request, ``None`` where nothing is to be said."""
        violations = self.violations(exchange)
        if not violations:
            return None
        if self._note is not None:
            self._note(exchange.operation, violations)
        violation = _clearest(violations)
        operation, status = exchange.operation, exchange.response.status
        refusal = self._requests.refusal(operation)
        element = violation.element
        if exchange.response.success and element and may_refuse_one(exchange.request, exchange.response, element):
            # One element may be refused by itself: as good as a refusal of all, though not what is assumed of it.
            general = _refuses(operation, refusal, violation.assumed)
            detail = f"a request that breaks this: {violation.states} ({violation.seen}), was answered {status}"
            return None if general.assumed is None or not refusal.statuses else Judgement(general, detail)
        if exchange.response.success:
            return self._accepted(exchange, violation, refusal)
        mixed_up = not_told_apart(exchange, violations)
        if mixed_up is not None:
            return mixed_up
        unreadable = (violation.path, violation.keyword) in _UNREADABLE
        if status >= 500 or status in _OTHER_REASONS or unreadable:
            return None
        if len({found.path for found in violations}) == 1:
            self._is_looked_into(operation, _holder(violation))
        if str(status) in (refusal.statuses or _INVALID):
            self._strictness.note_refused(operation, violations)
            self._odd_one.note_refused(operation, violations)
            self._look_again()
        fact = _refuses(operation, refusal, violation.assumed)
        if str(status) in refusal.statuses or operation.answer(status) is not None or not refusal.statuses:
            return Judgement(fact)
        return Judgement(fact, f"a request that breaks this: {violation.states}, was answered {status}")

    def belated(self) -> Iterator[tuple[Judgement, Exchange]]:
        """Yield, once, what is to be said of earlier exchanges, now that the server was seen to look that deep."""
        while self._belated:
            yield self._belated.pop(0)

    def at_last(self) -> Iterator[tuple[Judgement, Exchange]]:
        """Yield what is to be said once all was sent: of the only member that is taken in a wrong form."""
        odd = self._odd_one.found()
        if odd is None:
            return
        exchange, violation, others = odd
        also = f"{others} other members of its body are refused where they are of the wrong form"
        detail = f"a request that breaks this ({violation.seen}) was answered {exchange.response.status}; {also}"
        yield _of_member(exchange.operation, violation, detail), exchange

    def _is_looked_into(self, operation: Operation, inside: str) -> None:
        self._validated.add((operation.id, inside))
        if (operation.id, inside) in self._open:
            taken = self._open.pop((operation.id, inside))
            self._belated.append((self._taken(taken), taken.exchange))

    def _look_again(self) -> None:
        """Look again at what was taken though it is written otherwise than the spec has it."""
        for key, taken in list(self._freely.items()):
            if self._strictness.is_inconsistent(taken.exchange.operation, taken.violation):
                self._belated.append((self._taken(self._freely.pop(key)), taken.exchange))

    def _taken(self, taken: _Taken) -> Judgement:
        """Judge a request of the wrong form that was done by a server that looks where it is wrong."""
        operation, violation = taken.exchange.operation, taken.violation
        strict = violation.keyword not in _LOOSE or self._strictness.is_inconsistent(operation, violation)
        told = strict or violation.keyword == SPELLING
        if told and not _is_vital(violation) and not _is_unheard_of(taken.exchange, violation):
            self._odd_one.note_taken(taken.exchange, violation, self.violations(taken.exchange))
        if not strict and violation.keyword != SPELLING:
            self._freely.setdefault((operation.id, violation.path, violation.keyword), taken)
            self._strictness.note_taken(operation, violation)
        return _accepted(operation, violation, taken.refusal, taken.exchange.response.status, strict=strict)

    def _accepted(self, exchange: Exchange, violation: Violation, refusal: Refusal) -> Judgement:
        """Judge a request of the wrong form that was done: what is inside a member may be nobody's business."""
        operation = exchange.operation
        inside = _holder(violation)
        looked_into = not inside or (operation.id, inside) in self._validated
        turned_to_text = violation.keyword == "type" and bool(inside) and not inside.endswith("]")
        apart = self._is_set_aside(operation, violation) or turned_to_text
        if not looked_into and not apart:
            self._open.setdefault((operation.id, inside), _Taken(exchange, violation, refusal))
        if apart or not looked_into:
            general = _refuses(operation, refusal, violation.assumed)
            freely = replace(general, id=f"{operation.id}.request.inside", states=f"{general.states} (inside members)")
            return Judgement(freely, unknown="servers need not look into what they do not take up")
        return self._taken(_Taken(exchange, violation, refusal))

    def _is_set_aside(self, operation: Operation, violation: Violation) -> bool:
        """Say whether what is wrong is in a member that a record does not take up, or not as it is sent."""
        action = self._api.behaviour.action(operation.id) if self._api.behaviour is not None else None
        if action is None:
            return False
        ignored = action.ignored.members if action.ignored is not None else ()
        guessed = {item.attribute.removeprefix("keeps.") for item in action.assumptions if "keeps." in item.attribute}
        return _MEMBER_END.split(violation.path)[0] in guessed.union(ignored)


def _holder(violation: Violation) -> str:
    """Return the path of the object within the body that a violation is in, empty for the body itself and its lists."""
    return violation.path.rpartition(".")[0]


def _accepted(operation: Operation, violation: Violation, refusal: Refusal, status: int, *, strict: bool) -> Judgement:
    """Judge that a request of the wrong form was done all the same."""
    general = _refuses(operation, refusal, violation.assumed)
    if not strict:
        freely = replace(
            general, id=f"{operation.id}.request.{violation.keyword}", states=f"{general.states} ({violation.keyword})"
        )
        return Judgement(freely, unknown="servers may read this more freely than the spec writes it")
    if not refusal.statuses:
        return Judgement(general, unknown="nothing says how a request of the wrong form is refused")
    detail = f"a request that breaks this ({violation.seen}) was answered {status}"
    if general.assumed is not None and not (violation.assumed is None and _is_vital(violation)):
        # That anything is refused at all is assumed: one difference tells that, not one for each member.
        return Judgement(
            general, f"a request that breaks this: {violation.states} ({violation.seen}), was answered {status}"
        )
    return _of_member(operation, violation, detail)


def _of_member(operation: Operation, violation: Violation, detail: str) -> Judgement:
    id_ = f"{operation.id}.request.{violation.path}.{violation.keyword}"
    states = f"request of {operation.label}: {violation.states}"
    return Judgement(Fact(id_, states, violation.location, operation.id, "refusal"), detail)


def _is_vital(violation: Violation) -> bool:
    """Say whether a request cannot be done as documented, however one that is wrong is refused.

    It lacks what is required, or its path names what there is not.
    """
    in_path = violation.states.startswith("path parameter") and violation.keyword in {"enum", "const"}
    return in_path or violation.keyword == "required"


def _is_unheard_of(exchange: Exchange, violation: Violation) -> bool:
    """Say whether a server that took a member shows a whole record without it, or with null for it.

    It may not know of that member at all. Where it is not documented that a record has the member, and what becomes of
    one that a server does not know, to take anything for it is not to look at its form less than at that of others; and
    one that holds null instead was not taken, but left out.
    """
    shown, member = list(_members(exchange.response.json())), violation.path.partition(".")[0]
    held = any(name == member and value is not None for name, value in shown)
    return not held and len(dict(shown)) >= _A_RECORD


def _members(value: Json | Absent) -> Iterator[tuple[str, Json]]:
    """Yield all members, at any depth."""
    if isinstance(value, dict):
        yield from value.items()
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _members(child)


def _refuses(operation: Operation, refusal: Refusal, assumed: str | None) -> Fact:
    how = f" with {' or '.join(refusal.statuses)}" if refusal.statuses else ""
    return Fact(
        f"{operation.id}.refuses-invalid",
        f"{operation.label} refuses a request of the wrong form{how}",
        refusal.location,
        operation.id,
        "refusal",
        refusal.assumed or assumed,
    )


def _clearest(violations: Sequence[Violation]) -> Violation:
    """Return a documented violation if there is one, since any one of them is enough to be refused."""
    return min(violations, key=lambda violation: (violation.keyword in _LOOSE, violation.assumed is not None))
