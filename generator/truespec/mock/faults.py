"""The ways the mock can be told to misbehave: one table, one frozen plan, and nothing that is not asked for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from truespec.contract.api import Api
from truespec.contract.schema import Json, Schema
from truespec.mock.errors import UnknownFaultError
from truespec.mock.forgetting import forgettable_rules

__all__ = ["FAULTS", "Fault", "FaultPlan", "list_faults", "plan_faults", "spoiled"]

_MEDIA_TYPE: Final = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:\s*;\s*[\w-]+=[\w.-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """What goes wrong, as the rooms of the mock ask for it; the plan without arguments is a healthy mock."""

    ignored_credentials: frozenset[str] = frozenset()
    dedupe_off: bool = False
    fill_null_overwrites: bool = False
    limit_ignored: bool = False
    page_ignored: bool = False
    totals_wrong: bool = False
    not_found_200: bool = False
    invalid_accepted: bool = False
    write_lost: bool = False
    mistyped: tuple[str, ...] = ()
    """Members that get a value of another JSON type; ``""`` means the first text of an answer."""
    missing: frozenset[str] = frozenset()
    statuses: tuple[tuple[str, int], ...] = ()
    """Status by operation id; ``""`` means every operation."""
    content_type: str = ""
    forgotten: frozenset[str] = frozenset()
    """Ids of stated rules that are not followed."""

    def status(self, operation_id: str, right: int) -> int:
        """Return the status a success of an operation is answered with."""
        wrong = dict(self.statuses)
        return wrong.get(operation_id, wrong.get("", right))


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of the table: ``argument`` is written ``[SO]`` where it may be left out, empty where there is none."""

    name: str
    argument: str
    does: str
    plan: Callable[[FaultPlan, str, Api], FaultPlan] = field(repr=False)


def _ignored(before: FaultPlan, argument: str, api: Api) -> FaultPlan:
    names = [name for scheme in api.security_schemes for name in (scheme.wire, scheme.parameter)]
    if argument.lower() not in {name.lower() for name in names}:
        raise UnknownFaultError(f"the API has no credential {argument!r}", _close(argument, names))
    return replace(before, ignored_credentials=before.ignored_credentials | {argument})


def _mistyped(before: FaultPlan, argument: str, api: Api) -> FaultPlan:
    return replace(before, mistyped=(*before.mistyped, _answer_member(argument, api) if argument else ""))


def _missing(before: FaultPlan, argument: str, api: Api) -> FaultPlan:
    return replace(before, missing=before.missing | {_answer_member(argument, api)})


def _status(before: FaultPlan, argument: str, api: Api) -> FaultPlan:
    operation, separator, code = argument.rpartition("=")
    if not re.fullmatch(r"[2-5]\d\d", code, re.ASCII):
        raise UnknownFaultError(f"{code!r} is not a status", "give one from 200 to 599: status:OPERATION=CODE")
    if separator and api.operation(operation) is None:
        names = [known.id for known in api.operations]
        raise UnknownFaultError(f"the API has no operation {operation!r}", _close(operation, names))
    return replace(before, statuses=(*before.statuses, (operation, int(code))))


def _content_type(before: FaultPlan, argument: str, _api: Api) -> FaultPlan:
    if not _MEDIA_TYPE.fullmatch(argument):
        raise UnknownFaultError(f"{argument!r} is not a media type", "give one such as content-type:text/html")
    return replace(before, content_type=argument)


def _forgotten(before: FaultPlan, argument: str, api: Api) -> FaultPlan:
    known = list(forgettable_rules(api))
    if argument not in known:
        raise UnknownFaultError(f"the API has no rule {argument!r} to forget", _close(argument, known))
    return replace(before, forgotten=before.forgotten | {argument})


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
    Fault("field-type", "[MEMBER]", "a member of answers has another JSON type (default: the first text)", _mistyped),
    Fault("field-missing", "MEMBER", "a member of answers is left out", _missing),
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
)


def list_faults() -> tuple[Fault, ...]:
    """Return the table, in the order it is to be shown."""
    return FAULTS


def plan_faults(texts: Iterable[str], api: Api) -> FaultPlan:
    """Return the plan for faults written as on the command line, ``NAME`` or ``NAME:ARGUMENT``.

    Raises:
        UnknownFaultError: No fault has the name, an argument is missing or too much, or it names nothing in ``api``.
    """
    table = {fault.name: fault for fault in FAULTS}
    plan = FaultPlan()
    for text in texts:
        name, _, argument = text.partition(":")
        fault = table.get(name)
        if fault is None:
            raise UnknownFaultError(f"there is no fault {name!r}", _close(name, list(table)))
        if argument and not fault.argument:
            raise UnknownFaultError(f"the fault {name} takes no argument", f"write just {name}")
        if not argument and fault.argument and fault.argument != "[MEMBER]":
            raise UnknownFaultError(f"the fault {name} needs an argument", f"write {name}:{fault.argument}")
        plan = fault.plan(plan, argument, api)
    return plan


def spoiled(value: Json, plan: FaultPlan) -> Json:
    """Return the JSON body of a success as the plan wants it, every member of a named kind at every depth."""
    names = set(plan.mistyped)
    if "" in names:
        names = (names - {""}) | {_first_text(value)}
    return _spoiled(value, names, plan.missing) if names or plan.missing else value


def _spoiled(value: Json, mistyped: set[str], missing: frozenset[str]) -> Json:
    if isinstance(value, list):
        return [_spoiled(element, mistyped, missing) for element in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _of_another_type(member) if name in mistyped else _spoiled(member, mistyped, missing)
        for name, member in value.items()
        if name not in missing
    }


def _of_another_type(value: Json) -> Json:
    return "unexpected" if isinstance(value, (dict, list)) else {"unexpected": True}


def _first_text(value: Json) -> str:
    """Return the name of the first member, depth first, that is a text; empty where there is none."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            named = next((name for name, member in current.items() if isinstance(member, str)), "")
            if named:
                return named
            waiting.extend(reversed(list(current.values())))
        elif isinstance(current, list):
            waiting.extend(reversed(current))
    return ""


def _answer_member(name: str, api: Api) -> str:
    known = set[str]()
    done = set[str]()
    waiting = [
        media.schema
        for operation in api.operations
        for answer in operation.answers
        for media in answer.content
        if media.schema is not None
    ]
    while waiting:
        schema: Schema = waiting.pop()
        known.update(member.wire for member in schema.properties)
        waiting.extend(child for _, child in schema.children())
        if schema.reference and schema.reference not in done:
            done.add(schema.reference)
            waiting.append(api.schema(schema.reference).schema)
    if name not in known:
        raise UnknownFaultError(f"no answer of the API has a member {name!r}", _close(name, sorted(known)))
    return name


def _close(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, 3, 0.5) or sorted(set(known))[:13]
    return f"known: {', '.join(dict.fromkeys(near))}" if near else "the API declares none"
