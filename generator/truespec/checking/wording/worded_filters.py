"""What a parameter of a list leaves in it, where its words say so: "only customers created at or after this moment"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from truespec.checking.rules.ground.sentences import members_named, plain, says_any_case, sentences
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Place, Resource
from truespec.contract.operation import Parameter
from truespec.contract.schema import Property
from truespec.contract.selection import Filter, Operator
from truespec.mock.shapes import Shapes

__all__ = ["with_worded_filters"]

_ONLY: Final = re.compile(r"\A(?:(?:return|list|show|include|find)s? )?only\b", re.IGNORECASE)
_THIS: Final = re.compile(
    r"\b(?:this|these|the (?:given|specified)|any of (?:the|these)|all(?: of)? (?:the|these))\b", re.IGNORECASE
)
_MOMENTS: Final[tuple[tuple[Operator, str], ...]] = (
    (
        "at-least",
        r"\b(?:at|on) or (?:after|later than)\b|\bor (?:later|after)\b|\bnot (?:before|earlier than)\b|\bfrom this\b",
    ),
    ("at-most", r"\b(?:at|on) or (?:before|earlier than)\b|\bor (?:earlier|before)\b|\bnot (?:after|later than)\b"),
    ("above", r"\b(?:after|later than)\b"),
    ("below", r"\b(?:before|earlier than)\b"),
)
"""What is said of a bound, the ones first that the others are a part of."""

_NUMBERED: Final[tuple[tuple[Operator, str], ...]] = (
    ("at-least", r"\bat least (?:this|so|as|the given|that) (?:many|much|number)\b|\bor more\b"),
    ("at-most", r"\bat most (?:this|so|as|the given|that) (?:many|much|number)\b|\bor (?:fewer|less)\b"),
    ("above", r"\bmore than (?:this|so|the given|that)\b"),
    ("below", r"\b(?:fewer|less) than (?:this|so|the given|that)\b"),
)
_CREATED: Final = re.compile(r"\b(?:created|made|registered|added|joined)\b", re.IGNORECASE)
_UPDATED: Final = re.compile(r"\b(?:changed|updated|modified|edited)\b", re.IGNORECASE)
_BOTH_WAYS: Final = re.compile(r"\(\W*true\W*\).*\(\W*false\W*\)|\(\W*false\W*\).*\(\W*true\W*\)", re.IGNORECASE)
_ROUGHLY: Final = re.compile(
    r"\b(contain|part|start|begin|prefix|like|similar|resembl|fuzz|search|near|within|between|ending|ends|word)",
    re.IGNORECASE,
)
_TURNED: Final = re.compile(
    r"\b(not|never|unless|except|may|might|until|can|should|without|other)\b|n't\b", re.IGNORECASE
)
_REPEATED: Final = re.compile(
    r"\b(?:may|can) be (?:repeated|(?:sent|given) (?:several times|more than once))\b|\brepeat\b|"
    r"\b(?:all|any|every one|each) of\b",
    re.IGNORECASE,
)
_ANY: Final = re.compile(r"\b(?:any|one) of\b", re.IGNORECASE)
_ALL: Final = re.compile(r"\ball(?: of)? (?:the|these|them)\b|\b(?:each|every one) of\b", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\s*\([^()]*\)")
_SCALARS: Final = frozenset({"string", "integer", "boolean"})
_FLAG: Final = frozenset({"boolean"})
_NUMBERS: Final = frozenset({"integer", "number"})


@dataclass(frozen=True, slots=True)
class _Kept:
    """The members of a record: those with a path of one name, and those within one object."""

    properties: Mapping[str, Property]
    inner: Mapping[str, tuple[str, str]]

    def path(self, name: str) -> tuple[str, ...] | None:
        """Return the path to the member that is called as a parameter is, also to one within an object."""
        known = {plain(member): member for member in self.properties}
        for wanted in (plain(name), f"{plain(name)}s"):
            if wanted in known:
                return (known[wanted],)
        return self.inner.get(plain(name))


def with_worded_filters(api: Api) -> Api:
    """Return ``api`` with the filters that the words of parameters state; what they may mean otherwise stays a guess.

    A text that says more than one thing of a parameter, or how it compares, is left alone.
    """
    behaviour = api.behaviour
    if behaviour is None:
        return api
    shapes, resources = Shapes(api), {one.name: one for one in behaviour.resources}
    actions = tuple(
        _filtered(api, shapes, action, resources.get(action.resource)) if action.kind == "list" else action
        for action in behaviour.actions
    )
    return replace(api, behaviour=replace(behaviour, actions=actions))


def _filtered(api: Api, shapes: Shapes, action: Action, resource: Resource | None) -> Action:
    operation = api.operation(action.id)
    if operation is None or resource is None:
        return action
    kept = _kept(shapes, shapes.chosen(api.schema(resource.schema).schema).properties)
    turning = {place for one in (action.paging,) if one is not None for place in (one.page, one.limit)}
    found = dict[Place, Filter]()
    for parameter in operation.parameters:
        place = Place("query", (parameter.wire,))
        rule = _rule(shapes, parameter, kept, resource) if parameter.place == "query" and place not in turning else None
        if rule is not None:
            states = f"Only records that fit `{parameter.wire}` are listed."
            id_ = f"{operation.id}.filters.{place}"
            found[place] = replace(rule, id=id_, states=states, location=parameter.location, place=place)
    rest = [one for one in action.filters if one.place not in found]
    return replace(action, filters=(*found.values(), *rest))


def _kept(shapes: Shapes, properties: Mapping[str, Property]) -> _Kept:
    inner = dict[str, tuple[str, str]]()
    for name, member in properties.items():
        shape = shapes(member.schema)
        for one in shape.properties if "array" not in shape.types else ():
            # What several objects have may be either.
            inner[plain(one)] = (name, one) if plain(one) not in inner else ("", "")
    return _Kept(properties, {name: path for name, path in inner.items() if path[0]})


def _rule(shapes: Shapes, parameter: Parameter, kept: _Kept, resource: Resource) -> Filter | None:
    """Return what the words of a parameter say, without its id and place."""
    told = [" ".join(text.split()) for text in sentences(parameter.description)]
    first = told[0] if told else ""
    if not _ONLY.search(first) or not all(map(_is_about_several, told[1:])):
        return None
    shape = shapes(parameter.schema)
    types, bare = shapes.types(parameter.schema) - {"null"}, _IN_BRACKETS.sub("", first).rstrip(". ")
    empty = Filter("", "", parameter.location)
    if shape.format == "date-time":
        return _of_a_moment(bare, empty, resource)
    path = kept.path(parameter.wire)
    member = None if path is None else _member(shapes, kept, path)
    if types <= _NUMBERS and (number := _of_a_number(shapes, bare, empty, kept)) is not None:
        return number
    if path is None or member is None:
        return None
    if types == _FLAG and shapes.types(member.schema) - {"null"} == _FLAG and _BOTH_WAYS.search(first):
        return replace(empty, members=(path,))
    return _of_a_value(shapes, parameter, (bare, " ".join(told)), replace(empty, members=(path,)), member)


def _is_about_several(text: str) -> bool:
    return _REPEATED.search(text) is not None or says_any_case(text)


def _operator(text: str, words: tuple[tuple[Operator, str], ...]) -> Operator | None:
    return next((operator for operator, said in words if re.search(said, text, re.IGNORECASE)), None)


def _of_a_moment(text: str, empty: Filter, resource: Resource) -> Filter | None:
    times = {what: name for name, what in resource.sets}
    created, updated = bool(_CREATED.search(text)), bool(_UPDATED.search(text))
    member = times.get("updated" if updated else "created") if created or updated else None
    operator = _operator(text, _MOMENTS)
    doubt = _TURNED.search(re.sub(r"\bnot (?:before|after|earlier|later)\b", "", text, flags=re.IGNORECASE))
    # Who was created and not changed since has the time of the one for the other, in one direction only.
    if member is None or operator is None or doubt or (created and updated and operator not in {"at-least", "above"}):
        return None
    return replace(empty, members=((member,),), operator=operator)


def _of_a_number(shapes: Shapes, text: str, empty: Filter, kept: _Kept) -> Filter | None:
    numbers = [name for name, one in kept.properties.items() if shapes.types(one.schema) - {"null"} <= _NUMBERS]
    named = members_named(text, numbers)
    operator = _operator(text, _NUMBERED)
    if len(named) != 1 or operator is None or _TURNED.search(text):
        return None
    return replace(empty, members=((named[0],),), operator=operator)


def _of_a_value(
    shapes: Shapes, parameter: Parameter, texts: tuple[str, str], rule: Filter, member: Property
) -> Filter | None:
    """Return a filter for a value, or for several of which any or all have to be there."""
    first, whole = texts
    clauses = re.split(r"[,;:]\s", first)
    text = ", ".join(clause for clause in clauses if not says_any_case(clause))
    types, schema = shapes.types(parameter.schema) - {"null"}, shapes(parameter.schema)
    wanted = types if schema.items is None else shapes.types(schema.items) - {"null"}
    inner = shapes(member.schema)
    held = shapes.types(member.schema) - {"null"} if inner.items is None else shapes.types(inner.items) - {"null"}
    named = members_named(text, [rule.members[0][-1], parameter.wire])
    doubt = _ROUGHLY.search(text) or _TURNED.search(text) or not _THIS.search(text) or re.search(r"\bor\b", text)
    if doubt or not named or not (wanted & held & _SCALARS) or wanted == _FLAG:
        return None
    if "array" not in types:
        return rule
    values: Literal["one", "any", "all"] = "all" if _ALL.search(whole) else "any" if _ANY.search(whole) else "one"
    return replace(rule, values=values) if values != "one" and not (_ALL.search(whole) and _ANY.search(whole)) else None


def _member(shapes: Shapes, kept: _Kept, path: tuple[str, ...]) -> Property | None:
    found = kept.properties.get(path[0])
    for name in path[1:]:
        found = shapes(found.schema).properties.get(name) if found is not None else None
    return found
