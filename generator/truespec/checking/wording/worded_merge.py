"""What makes one record of several, where its words say so and the names in its request tell which of them remains."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from truespec.checking.parameters import json_schema
from truespec.checking.rules.ground.sentences import is_negated, sentences
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Missing, Place, Resource
from truespec.contract.effects import Merge
from truespec.contract.operation import Operation, is_json
from truespec.contract.provenance import Assumption
from truespec.contract.rule import BODY
from truespec.contract.schema import Schema
from truespec.mock.shapes import Shapes

__all__ = ["with_worded_merges"]

_MERGES: Final = re.compile(r"\bmerg(?:e|es|ing)\b", re.IGNORECASE)
_KEPT: Final = re.compile(r"destination|into|keep|kept|main|master|primary|remaining|surviving|survivor|target")
_GONE: Final = re.compile(
    r"absorbed|drop|duplicates?|from|loser|merged|obsolete|others?|removed?|secondary|sources?",
)
_KEPT_SAID: Final = re.compile(
    r"\b(?:remains?|survives?|stays|(?:is|to be|are) kept|to keep|is merged into|merge into)\b", re.IGNORECASE
)
_GONE_SAID: Final = re.compile(
    r"\b(?:(?:is|are|to be) (?:deleted|removed|absorbed|dropped)|disappears?|goes away|go away|ceases? to exist)\b",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(
    r"\b(?:(?:is|are|gets?|will be) (?:\w+ )?(?:deleted|removed|gone|dropped)|disappears?|ceases? to exist|"
    r"(?:do(?:es)?|will) (?:not|no longer) exist|no longer exists?|(?:no longer|cannot) (?:be )?(?:read|found)|"
    r"answered with 4(?:04|10)|deletes the)\b",
    re.IGNORECASE,
)
_TURNING: Final = re.compile(r"\b(?:does not|will not|do not|no longer|cannot)\b", re.IGNORECASE)
"""What an end is told with: it turns no sentence round."""

_DOUBT: Final = re.compile(
    r"\b(?:may|might|can|should|unless|except|if|queued?|later|asynchronous\w*|job|schedul\w+|preview|background)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_KEYS: Final = frozenset({"string", "integer"})
_WHY: Final = "what becomes of the others is not documented"


@dataclass(frozen=True, slots=True)
class _Named:
    """The places in a request that name the record that remains, and those that become part of it."""

    kept: Place
    others: Place


def with_worded_merges(api: Api) -> Api:
    """Return ``api`` with what merges records, where nothing else is known of an operation that says that it does.

    One place has to name what remains, and one the others, by their names or their descriptions.
    """
    behaviour = api.behaviour
    if behaviour is None:
        return api
    shapes, known = Shapes(api), {action.id for action in behaviour.actions}
    found = (
        _merging(api, shapes, operation, behaviour.resources)
        for operation in api.operations
        if operation.method.upper() == "POST" and operation.id not in known
    )
    merging = tuple(action for action in found if action is not None)
    return replace(api, behaviour=replace(behaviour, actions=(*behaviour.actions, *merging))) if merging else api


def _merging(api: Api, shapes: Shapes, operation: Operation, resources: tuple[Resource, ...]) -> Action | None:
    told = [" ".join(text.split()) for text in sentences(f"{operation.summary}. {operation.description}")]
    about = [text for text in told if _MERGES.search(text)]
    at_once = any(answer.status in {"200", "201", "204"} for answer in operation.answers)
    if not about or not at_once or any(_DOUBT.search(text) or is_negated(text) for text in about):
        return None
    for resource in sorted(resources, key=lambda one: len(one.name), reverse=True):
        named = _named(api, shapes, operation, resource) if _is_below(operation, resource) else None
        if named is not None:
            rule = Merge(f"{operation.id}.merge", "The others become part of one.", operation.location)
            ends = any(_ends(text) for text in told)
            gone = () if ends else (Assumption("", _WHY, operation.location),)
            return Action(
                operation.id,
                "Of several records one remains.",
                operation.location,
                kind="merge",
                resource=resource.name,
                key=named.kept,
                answer=_answer(api, operation, resource),
                missing=_missing(operation),
                merge=replace(rule, others=named.others, assumptions=gone),
            )
    return None


def _ends(text: str) -> bool:
    """Say whether a sentence tells that what was merged is there no more."""
    return bool(_ENDS.search(text)) and not _DOUBT.search(text) and not is_negated(_TURNING.sub("", text))


def _is_below(operation: Operation, resource: Resource) -> bool:
    """Say whether an operation stands below the path that its records are kept at."""
    return operation.path.startswith((f"{resource.name}/", f"{resource.name}:", f"{resource.name}-"))


def _named(api: Api, shapes: Shapes, operation: Operation, resource: Resource) -> _Named | None:
    """Return what names the records; ``None`` where that is not beyond doubt, or more has to be said of how."""
    schema, inner = json_schema(operation), operation.path.removeprefix(resource.name)
    if schema is None or operation.path.count("{") > resource.name.count("{") + ("{" in inner):
        return None
    key = shapes.chosen(api.schema(resource.schema).schema).properties.get(resource.key)
    kinds = {one for one in shapes.types(key.schema) if one in _KEYS} if key is not None else set[str]()
    found = dict[Place, bool | None]()
    for name, member in shapes.chosen(schema).properties.items():
        shape = shapes(member.schema)
        one = member.schema if shape.items is None else shape.items
        if shapes.types(one) & kinds and not shapes(one).enum:
            said = _remains(name, f"{member.schema.description} {shape.schema.description}")
            found[Place("body", (name,))] = said if shape.items is None or said is not True else None
        else:
            return None
    if "{" in inner:
        name = inner.partition("{")[2].partition("}")[0]
        found[Place("path", (name,))] = _by_path(operation, name, list(found.values()))
    kept = [place for place, remains in found.items() if remains]
    others = [place for place, remains in found.items() if remains is False]
    sure = len(found) == len("ab") and len(kept) == len(others) == 1
    return _Named(kept[0], others[0]) if sure else None


def _remains(name: str, description: str) -> bool | None:
    """Say whether a place names the record that remains, ``None`` where that cannot be told."""
    words = [word.lower() for word in _WORD.findall(name)]
    keeps, ends = any(map(_KEPT.fullmatch, words)), any(map(_GONE.fullmatch, words))
    if keeps != ends:
        return keeps
    kept, gone = _KEPT_SAID.search(description), _GONE_SAID.search(description)
    return None if bool(kept) == bool(gone) else bool(kept)


def _by_path(operation: Operation, name: str, others: list[bool | None]) -> bool | None:
    """Say whether the record in the path remains: where nothing is said of it, it is what the body does not name."""
    about = next((one.description for one in operation.parameters if (one.place, one.wire) == ("path", name)), "")
    said = _remains("", about)
    if said is not None or len(others) != 1:
        return said
    return None if others[0] is None else not others[0]


def _success(operation: Operation) -> Schema | None:
    contents = (answer.content for answer in operation.answers if answer.success)
    schemas = (media.schema for content in contents for media in content if is_json(media.name))
    return next((schema for schema in schemas if schema is not None), None)


def _answer(api: Api, operation: Operation, resource: Resource) -> Place | None:
    """Return where the answer has a record: there where that of what reads one has it, if both are of one schema."""
    actions = api.behaviour.actions if api.behaviour is not None else ()
    answered = _success(operation)
    for action in actions:
        other = api.operation(action.id) if (action.kind, action.resource) == ("read", resource.name) else None
        read = _success(other) if other is not None else None
        if answered is not None and read is not None and answered.reference == read.reference != "":
            return action.answer or BODY
    return BODY if answered is not None and answered.reference == resource.schema else None


def _missing(operation: Operation) -> Missing | None:
    """Return what is answered where nobody has a key, if that is documented."""
    statuses = {answer.status for answer in operation.answers}
    if "404" not in statuses:
        return None
    return Missing(f"{operation.id}.missing", "A key that no record has is answered with 404.", operation.location)
