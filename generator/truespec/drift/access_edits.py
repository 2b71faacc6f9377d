"""How a spec would ask for the credentials that a page lists with an operation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from truespec.contract.operation import Operation
from truespec.contract.schema import Json
from truespec.contract.security import SecurityNeed
from truespec.diagnostics import Location
from truespec.documentation.facts import steps
from truespec.documentation.facts.surface import Value
from truespec.drift.change import Action, Change, Edit
from truespec.drift.expected import Expected, credential
from truespec.drift.writing import sentence

__all__ = ["credential_edits", "exchanged_credential", "scheme_written", "scope_edits", "without_credential"]


def credential_edits(change: Change, values: Mapping[str, Value], expected: Expected, operation: str) -> Iterator[Edit]:
    """Yield what makes an operation ask for a credential: the scheme where the spec has none such, and the need of it.

    It is a mere addition where the operation asks for nothing yet; a page does not say whether several credentials go
    together or one of them is enough.
    """
    known, scheme = _scheme(change, values, expected)
    if not known:
        return
    yield from scheme
    owner = expected.operations[operation]
    scopes = values.get("scopes")
    need: dict[str, Json] = {known: list[Json](map(str, scopes)) if isinstance(scopes, tuple) else []}
    if not owner.security:
        yield Edit(owner.location, ("security",), "", need)
        return
    together: list[Json] = [{**_written(needs), **need} for needs in owner.security]
    why = "the page does not say whether one credential is enough"
    yield Edit(owner.location, (), "security", together, "parameters", why, Action.SET)


def exchanged_credential(change: Change, old: str, expected: Expected, operation: str) -> Iterator[Edit]:
    """Yield what makes an operation ask for one credential where it asked for another."""
    known, scheme = _scheme(change, change.after if isinstance(change.after, Mapping) else {}, expected)
    if not known:
        return
    yield from scheme
    owner, gone = expected.operations[operation], _named(old, expected)
    yield _security(
        owner,
        [
            {known if need.scheme in gone else need.scheme: list[Json](need.scopes) for need in needs}
            for needs in owner.security
        ],
    )


def _scheme(change: Change, values: Mapping[str, Value], expected: Expected) -> tuple[str, tuple[Edit, ...]]:
    """Return the key of the scheme that a page means, and the addition of it where the spec has none such."""
    name, word = steps.last_name(change.place), str(values.get("scheme", ""))
    alike = [one.wire for one in expected.api.security_schemes if credential(one) == (name, word)]
    if not word:  # a form that prints a mere name
        alike = list(_named(name, expected))
    if alike:
        return alike[0], ()
    written = scheme_written(name, word)
    if not written:
        return "", ()
    key = _identifier(name, expected)
    root = Location(expected.api.location.file)
    return key, (Edit(root, ("components", "securitySchemes"), key, written),)


def _named(name: str, expected: Expected) -> tuple[str, ...]:
    return tuple(one.wire for one in expected.api.security_schemes if credential(one)[0] == name)


def scheme_written(name: str, word: str) -> dict[str, Json]:
    """Write a security scheme from the word that a page has for it; empty where a page shows too little of it."""
    description: dict[str, Json] = {"description": sentence(name)}
    if word.startswith("apiKey in "):
        return {"type": "apiKey", "in": word.removeprefix("apiKey in "), "name": name, **description}
    if word in {"bearer", "basic", "digest"}:
        return {"type": "http", "scheme": word, **description}
    return {}


def without_credential(name: str, expected: Expected, operation: str) -> Iterator[Edit]:
    """Yield the edit after which an operation no longer asks for a credential."""
    owner = expected.operations[operation]
    gone = _named(name, expected)
    left: list[Json] = []
    for needs in owner.security:
        kept = tuple(need for need in needs if need.scheme not in gone)
        if kept and _written(kept) not in left:
            left.append(_written(kept))
    yield _security(owner, left)


def scope_edits(change: Change, expected: Expected, operation: str) -> tuple[Edit, ...]:
    """Return the edit that gives an operation the scopes that a page lists."""
    owner, name = expected.operations[operation], steps.last_name(change.place)
    meant = _named(name, expected)
    scopes = list[Json](map(str, change.after)) if isinstance(change.after, tuple) else list[Json]()
    changed: list[Json] = [
        {need.scheme: scopes if need.scheme in meant else list[Json](need.scopes) for need in needs}
        for needs in owner.security
    ]
    return (_security(owner, changed),)


def _security(owner: Operation, needs: list[Json]) -> Edit:
    return Edit(owner.location, (), "security", needs, "parameters", action=Action.SET)


def _written(needs: tuple[SecurityNeed, ...]) -> dict[str, Json]:
    return {need.scheme: list[Json](need.scopes) for need in needs}


def _identifier(name: str, expected: Expected) -> str:
    """Return a key for a new security scheme: the words of its name, and a number where another one has it."""
    words = re.findall(r"[A-Za-z0-9]+", name) or ["credential"]
    first = "".join([words[0].lower(), *(word.capitalize() for word in words[1:])])
    taken = {one.wire for one in expected.api.security_schemes}
    numbered = (first if count == 1 else f"{first}{count}" for count in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)
