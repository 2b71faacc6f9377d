"""The ways the mock can be told to misbehave: one table, one frozen plan, and nothing that is not asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from truespec.contract.api import Api
from truespec.mock.errors import UnknownFaultError, known_ones
from truespec.mock.fault_plan import Fault, FaultPlan
from truespec.mock.forgetting import forgettable_rules
from truespec.mock.spoiling import SPOILING
from truespec.mock.wire_faults import ON_THE_WIRE

__all__ = ["FAULTS", "Planted", "list_faults", "plan_faults", "read_fault"]

_MEDIA_TYPE: Final = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:\s*;\s*[\w-]+=[\w.-]+)*", re.ASCII)
_LIMIT: Final = re.compile(r":(?:(?P<count>[1-9]\d{0,5})x|(?P<share>0?\.\d{1,6}|1\.0{1,6}))$", re.ASCII)


def _ignored(before: FaultPlan, argument: str, api: Api) -> FaultPlan:
    names = [name for scheme in api.security_schemes for name in (scheme.wire, scheme.parameter)]
    if argument.lower() not in {name.lower() for name in names}:
        raise UnknownFaultError(f"the API has no credential {argument!r}", known_ones(argument, names))
    return replace(before, ignored_credentials=before.ignored_credentials | {argument})


def _status(before: FaultPlan, argument: str, api: Api) -> FaultPlan:
    operation, separator, code = argument.rpartition("=")
    if not re.fullmatch(r"[2-5]\d\d", code, re.ASCII):
        raise UnknownFaultError(f"{code!r} is not a status", "give one from 200 to 599: status:OPERATION=CODE")
    if separator and api.operation(operation) is None:
        names = [known.id for known in api.operations]
        raise UnknownFaultError(f"the API has no operation {operation!r}", known_ones(operation, names))
    return replace(before, statuses=(*before.statuses, (operation, int(code))))


def _content_type(before: FaultPlan, argument: str, _api: Api) -> FaultPlan:
    if not _MEDIA_TYPE.fullmatch(argument):
        raise UnknownFaultError(f"{argument!r} is not a media type", "give one such as content-type:text/html")
    return replace(before, content_type=argument)


def _forgotten(before: FaultPlan, argument: str, api: Api) -> FaultPlan:
    known = list(forgettable_rules(api))
    if argument not in known:
        raise UnknownFaultError(f"the API has no rule {argument!r} to forget", known_ones(argument, known))
    return replace(before, forgotten=before.forgotten | {argument})


def _turned_to(shift: int, before: FaultPlan, argument: str, _api: Api) -> FaultPlan:
    if not re.fullmatch(r"[1-9]\d{0,8}|", argument, re.ASCII) or argument == "1":
        raise UnknownFaultError(f"{argument!r} is not a later page", "give 2 or more: the first page is 1")
    return replace(before, pages=(*before.pages, (int(argument or 2), shift)))


FAULTS: Final = (
    Fault("credential-ignored", "HEADER", "the named credential is not enforced", _ignored),
    Fault(
        "dedupe-off",
        "",
        "an import never finds an existing record",
        lambda plan, _argument, _api: replace(plan, dedupe_off=True),
    ),
    Fault(
        "fill-null-overwrites",
        "",
        "an import overwrites members that were set",
        lambda plan, _argument, _api: replace(plan, fill_null_overwrites=True),
    ),
    Fault(
        "limit-ignored",
        "",
        "a list ignores the limit it is asked for",
        lambda plan, _argument, _api: replace(plan, limit_ignored=True),
    ),
    Fault(
        "page-ignored",
        "",
        "a list always answers the first page",
        lambda plan, _argument, _api: replace(plan, page_ignored=True),
    ),
    Fault(
        "totals-wrong",
        "",
        "the counts beside a list are one too many",
        lambda plan, _argument, _api: replace(plan, totals_wrong=True),
    ),
    *SPOILING,
    Fault("status", "[OPERATION=]CODE", "successes are answered with another status", _status),
    Fault(
        "not-found-200",
        "",
        "a record that is not there is an empty object with 200",
        lambda plan, _argument, _api: replace(plan, not_found_200=True),
    ),
    Fault(
        "invalid-accepted",
        "",
        "requests are not validated",
        lambda plan, _argument, _api: replace(plan, invalid_accepted=True),
    ),
    Fault(
        "write-lost",
        "",
        "what is written is acknowledged and not kept",
        lambda plan, _argument, _api: replace(plan, write_lost=True),
    ),
    Fault("rule-forgotten", "RULE", "a stated rule is not followed (an id of the behaviour file)", _forgotten),
    Fault("content-type", "TYPE", "answers say they are of another media type", _content_type),
    Fault(
        "page-duplicated", "[PAGE]", "this page (default: the 2nd) shows the one before again", partial(_turned_to, -1)
    ),
    Fault("page-skipped", "[PAGE]", "this page (default: the 2nd) shows the one after it", partial(_turned_to, 1)),
    *ON_THE_WIRE,
)
"""Every fault, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault as it was asked for, with what it holds for: an operation (empty: all), a share, so many requests.

    ``count`` 0 means always; ``wanted`` adds it to a plan.
    """

    text: str
    name: str
    operation: str = ""
    share: float = 1.0
    count: int = 0
    wanted: Callable[[FaultPlan], FaultPlan] = field(default=lambda plan: plan, repr=False, compare=False)

    @property
    def conditional(self) -> bool:
        """Whether it holds for some requests only."""
        return bool(self.operation) or self.share < 1 or self.count > 0


def list_faults() -> tuple[Fault, ...]:
    """Return the table, in the order it is to be shown."""
    return FAULTS


def read_fault(text: str, api: Api) -> Planted:
    """Return a fault that is written ``NAME[@OPERATION][:ARGUMENT][:SHARE][:COUNTx]``.

    ``unavailable@getCustomer:2:0.5:3x`` answers half of the requests for one operation with 503, three times.

    Raises:
        UnknownFaultError: No fault has the name, an argument is missing or too much, or it names nothing in ``api``.
    """
    head, share, count = _limits(text)
    name = head.partition(":")[0].partition("@")[0]
    operation, argument = _addressed(head[len(name) :], api)
    fault = next((fault for fault in FAULTS if fault.name == name), None)
    if fault is None:
        raise UnknownFaultError(f"there is no fault {name!r}", known_ones(name, [fault.name for fault in FAULTS]))
    if argument and not fault.argument:
        raise UnknownFaultError(f"the fault {name} takes no argument", f"write just {name}")
    if not argument and not fault.optional:
        raise UnknownFaultError(f"the fault {name} needs an argument", f"write {fault.form}")
    fault.plan(FaultPlan(), argument, api)
    return Planted(text, name, operation, share, count, lambda plan: fault.plan(plan, argument, api))


def plan_faults(texts: Iterable[str], api: Api) -> FaultPlan:
    """Return the plan for faults that hold for every request, written as :func:`read_fault` reads them.

    Raises:
        UnknownFaultError: As there, or a fault holds for some requests only.
    """
    plan = FaultPlan()
    for text in texts:
        planted = read_fault(text, api)
        if planted.conditional:
            raise UnknownFaultError(f"{text!r} holds for some requests only", "leave out operation, share and count")
        plan = planted.wanted(plan)
    return plan


def _limits(text: str) -> tuple[str, float, int]:
    """Return what comes before share and count, in either order, and both."""
    share, count, seen = 1.0, 0, set[str]()
    while found := _LIMIT.search(text):
        kind = "count" if found["count"] else "share"
        if kind in seen:
            break
        seen.add(kind)
        if found["count"]:
            count = int(found["count"])
        else:
            share = float(found["share"])
        text = text[: found.start()]
    return text, share, count


def _addressed(rest: str, api: Api) -> tuple[str, str]:
    """Return the operation and the argument of what follows a name; an operation's id may itself have colons."""
    if not rest.startswith("@"):
        return "", rest.removeprefix(":")
    ids = sorted((operation.id for operation in api.operations), key=len, reverse=True)
    found = next((id_ for id_ in ids if rest[1:] == id_ or rest[1:].startswith(f"{id_}:")), None)
    if found is None:
        asked = rest[1:].partition(":")[0]
        raise UnknownFaultError(f"the API has no operation {asked!r}", known_ones(asked, ids))
    return found, rest[len(found) + 2 :]
