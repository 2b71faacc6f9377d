"""Members that are alike in all but names and words are written once: a large document holds dozens of each kind.

What the code generator is asked for is a *pattern*: the schema of a member with a number in place of each name that it
mentions. Its answer is a *form*, an annotation with slots: for those names, for the name on the wire, and for what is
imported, because that goes by another name in a class that has a member of its name.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from truespec.contract.schema import Json
from truespec.rendering.code import identifier, literal, member_docstring, shown
from truespec.rendering.definitions import ALIAS, MENTIONED, SLOT, SPECIFIED, spelt
from truespec.rendering.groups import BASE, Group, Written, class_docstring, runtime_module, words_below

__all__ = ["Form", "Pattern", "is_plain", "patterns_of", "put_together"]

_Imported: TypeAlias = tuple[str, str, str]
"""A module, a name in it, and what that is called here."""

_MENTION: Final = re.compile(rf'(?<="{MENTIONED}\.M_)\w+(?=")')


class Pattern(NamedTuple):
    """What an annotation depends on: a schema as JSON, and where it stands.

    ``required`` and ``renamed`` tell of a member if it may be left out, and if its name on the wire is another one;
    ``alone`` says that it is no member but an alias.
    """

    schema: str
    required: bool = True
    renamed: bool = False
    alone: bool = False

    @property
    def key(self) -> str:
        """A digest of the pattern."""
        return hashlib.sha256(json.dumps(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Form:
    """An annotation in pieces: every second one is a slot."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Form:
        """Read the form in which it is kept."""
        return cls(tuple(text.split(SLOT)))

    def filled(self, names: Sequence[str], wire: str, fields: Collection[str], imports: set[_Imported]) -> str:
        """Return the annotation with ``names`` for what is mentioned, in a class whose members are ``fields``.

        What has to be imported for it is added to ``imports``.
        """
        if len(self.pieces) == 1:
            return self.pieces[0]
        found = list(self.pieces)
        for place in range(1, len(found), 2):
            module, _, name = found[place].partition(" ")
            if module == MENTIONED:
                found[place] = identifier(names[int(name)])
            elif module == ALIAS:
                found[place] = shown(wire)
            elif module == SPECIFIED:
                found[place] = literal(wire)
            else:
                found[place] = spelt(name, fields)
                imports.add((runtime_module(module), name, found[place]))
        return "".join(found)


def is_plain(group: Group) -> bool:
    """Whether a definition can be put together from patterns: nothing has to be known of what it mentions."""
    return not group.others


def patterns_of(group: Group) -> Iterator[tuple[Pattern, list[str]]]:
    """Yield the pattern of each member, or that of an alias, with the names that it mentions."""
    ((name, definition),) = group.definitions.items()
    properties = definition.get("properties")
    if not isinstance(properties, dict):
        schema, names = _without_names(definition)
        yield Pattern(schema, alone=True), names
        return
    required = _texts(definition.get("required"))
    for (member, wire), inner in zip(group.members[name], properties.values(), strict=True):
        schema, names = _without_names(inner)
        yield Pattern(schema, wire in required, member != wire), names


def _texts(value: Json) -> frozenset[Json]:
    return frozenset(value if isinstance(value, list) else ())


def _without_names(schema: Json) -> tuple[str, list[str]]:
    """Return a schema as JSON with numbers for the names that it mentions, and the names in the order of those."""
    text = json.dumps(schema)
    if MENTIONED not in text:
        return text, []
    names: dict[str, int] = {}
    numbered = _MENTION.sub(lambda match: str(names.setdefault(match[0], len(names))), text)
    return numbered, list(names)


def put_together(group: Group, forms: Mapping[Pattern, Form]) -> Written:
    """Return what a definition reads like, its members in the forms of their patterns."""
    ((name, definition),) = group.definitions.items()
    parts = [(forms[pattern], names) for pattern, names in patterns_of(group)]
    imports: set[_Imported] = set()
    if "properties" in definition:
        source = "\n".join(_class_lines(name, group, parts, imports))
    else:
        ((form, names),) = parts
        annotation = form.filled(names, name, (), imports)
        source = f"{identifier(name)}: TypeAlias = {annotation}\n{words_below(group.words.get(name, ''))}".rstrip("\n")
    return Written(source, tuple(sorted(imports)))


def _class_lines(
    name: str, group: Group, parts: Sequence[tuple[Form, list[str]]], imports: set[_Imported]
) -> Iterator[str]:
    required = _texts(group.definitions[name].get("required"))
    members = group.members[name]
    fields = {member for member, _ in members}
    base = spelt(BASE, fields)
    imports.add((runtime_module(), BASE, base))
    yield f"class {identifier(name)}({base}):"
    yield f"    {class_docstring(name, group.words.get(name, ''))}"
    for (member, wire), (form, names) in zip(members, parts, strict=True):
        default = "" if wire in required else " = None"
        yield f"\n    {identifier(member)}: {form.filled(names, wire, fields, imports)}{default}"
        words = group.words.get(f"{name}.{member}", "")
        yield f"    {member_docstring(words)}"
