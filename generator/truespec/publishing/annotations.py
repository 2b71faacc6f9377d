"""A spec for readers: what is assumed says so where it stands, and two sections list the rules and the assumptions.

The documents beside the reference stay as they are; only the page shows this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from truespec.contract.api import Api
from truespec.contract.inventory import Inventory
from truespec.contract.rule import Rule

__all__ = ["ASSUMPTIONS", "RULES", "annotated"]

ASSUMPTIONS: Final = "Assumptions"
RULES: Final = "Stated rules"

_MARK: Final = "x-assumed"
_BY_NAME: Final = frozenset(
    {
        *("$defs", "definitions", "dependentSchemas", "patternProperties", "properties"),
        *("callbacks", "content", "encoding", "headers", "links", "parameters", "pathItems", "paths", "requestBodies"),
        *("responses", "schemas", "securitySchemes", "variables", "webhooks"),
    }
)
"""Keywords whose value leads from names, which are the author's, to objects."""
_VALUES: Final = frozenset({"const", "default", "enum", "example", "examples", "mapping", "value", _MARK})
"""Keywords whose value is data, whatever its members are called."""
_OTHER: Final = re.compile(r"[^\w ]")


def annotated(spec: Mapping[str, Any], api: Api, inventory: Inventory) -> dict[str, Any]:
    """Return a copy of a bundled spec with its assumptions in its descriptions and sections of its own at the end."""
    document = cast("dict[str, Any]", _object(spec))
    sections = [_assumptions(inventory)] if inventory.assumed else []
    if api.behaviour is not None:
        sections.insert(0, _rules(api))
    known = cast("list[object]", document.get("tags", []))
    taken = {cast("dict[str, object]", tag).get("name") for tag in known if isinstance(tag, dict)}
    added = [{"name": name, "x-traitTag": True, "description": text} for name, text in sections if name not in taken]
    return {**document, "tags": [*known, *added]} if added else document


def _object(node: object) -> object:
    """Return a copy in which every object that carries an assumption opens its description with it."""
    if isinstance(node, list):
        return [_object(inner) for inner in cast("list[object]", node)]
    if not isinstance(node, Mapping):
        return node
    given = cast("Mapping[str, object]", node)
    copy = {key: _member(key, value) for key, value in given.items()}
    badges = " ".join(_badges(given.get(_MARK)))
    if not badges:
        return copy
    described = copy.get("description")
    return {**copy, "description": f"{badges}\n\n{described}" if isinstance(described, str) else badges}


def _member(key: str, value: object) -> object:
    if key in _VALUES:
        return value
    if key in _BY_NAME and isinstance(value, Mapping):
        return {name: _object(inner) for name, inner in cast("Mapping[str, object]", value).items()}
    return _object(value)


def _badges(mark: object) -> Iterator[str]:
    """Yield a badge for each assumption of one object: a reason for the whole of it, or reasons by what was chosen."""
    if isinstance(mark, str):
        yield _badge("", mark)
    elif isinstance(mark, Mapping):
        for attribute, reason in cast("Mapping[str, object]", mark).items():
            yield _badge(str(attribute), str(reason))


def _badge(attribute: str, reason: str) -> str:
    what = f" {_plain(attribute)}" if attribute else ""
    return f'<span class="assumed"><b>assumed{what}</b> {_plain(reason)}</span>'


def _plain(text: str) -> str:
    """Return text on one line that neither Markdown nor HTML takes for anything else."""
    return _OTHER.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split())).replace("_", "&#95;")


def _assumptions(inventory: Inventory) -> tuple[str, str]:
    documented, chosen = inventory.facts, len(inventory.assumed)
    lines = [f"{documented} facts are documented. {chosen} points that no page settles are our choice:", ""]
    for assumed in inventory.assumed:
        what, attribute = _plain(assumed.subject), _plain(assumed.assumption.attribute)
        place = f"**{what}** {attribute}".rstrip()
        lines.append(f"- {place}: {_plain(assumed.assumption.why)}")
    return ASSUMPTIONS, "\n".join(lines)


def _rules(api: Api) -> tuple[str, str]:
    """Return the section of what the server is said to do beyond the form of requests and answers."""
    behaviour = api.behaviour
    lines: list[str] = []
    if behaviour is not None:
        groups: list[tuple[str, tuple[Rule, ...]]] = [
            ("Records", tuple(resource for resource in behaviour.resources if resource.states)),
            *((action.id, (action, *action.rules)) for action in behaviour.actions),
            ("Refusals", behaviour.refusals),
            ("Rate limit", (behaviour.rate_limit,) if behaviour.rate_limit is not None else ()),
            ("Remarks", behaviour.remarks),
        ]
        for title, rules in groups:
            if rules:
                lines += [f"**{_plain(title)}**", "", *map(_rule, rules), ""]
    return RULES, "\n".join(lines)


def _rule(rule: Rule) -> str:
    badges = " ".join(_badge(assumption.attribute, assumption.why) for assumption in rule.assumptions)
    return f"- {_plain(rule.states)} {badges}".rstrip()
