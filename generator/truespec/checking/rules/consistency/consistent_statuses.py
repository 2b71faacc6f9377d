"""What is made anew is answered as new, where the words of the spec keep another success for what was there before."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble
from truespec.checking.verdict import Fact

__all__ = ["check_statuses"]

_NEW: Final = 201
_KNOWN: Final = 200
_THERE: Final = re.compile(
    r"\b(already|before|earlier|existing|exist(?:s|ed)|(?:is|was) known|repeat\w*|repetition|again|duplicate)\b",
    re.IGNORECASE,
)
_BOTH: Final = re.compile(r"\b(created|new|or|made|added)\b(?!.*\b(then|before|earlier)\b)", re.IGNORECASE | re.DOTALL)


def check_statuses(case: Case) -> None:
    """Judge what makes records, where one status is for what is new and another for what was there."""
    create = case.create[1]
    new, known = create.answer(_NEW), create.answer(_KNOWN)
    if new is None or known is None or (new.status, known.status) != (str(_NEW), str(_KNOWN)):
        return
    if not _THERE.search(known.description) or _BOTH.search(known.description) or _THERE.search(new.description):
        return
    states = f"{create.label} answers {_NEW} for what is new"
    fact = case.fact(create, "new", states)
    why = fact.assumed or assumed_among(new.assumptions) or assumed_among(known.assumptions)
    case.judge(Fact(fact.id, states, new.location, create.id, "status", why), partial(_is_told_as_known, case))


def _is_told_as_known(case: Case) -> Trouble:
    """Make a record that nobody has heard of."""
    body = case.world.new_body(case.create[1])
    made = case.world.make_record(case.resource, body) if body is not None else None
    if made is None or made[1] is None or not made[0].response.success:
        raise NothingTells
    answer = made[0]
    return ("a new record was answered as one that was there", answer) if answer.response.status == _KNOWN else None
