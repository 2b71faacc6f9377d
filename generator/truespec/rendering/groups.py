"""What models are written from and what they become: plain data, which goes to other processes and into the cache."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from truespec.contract.schema import Json
from truespec.rendering.code import Code, docstring, fragment
from truespec.rendering.definitions import MENTIONED

__all__ = [
    "BASE",
    "RUNTIME_MODULE",
    "Group",
    "Written",
    "class_docstring",
    "mention",
    "mentions",
    "runtime_module",
    "words_below",
]

BASE: Final = "Model"
"""The class that all others are made from."""
RUNTIME_MODULE: Final = "_runtime"


@dataclass(frozen=True, slots=True)
class Group:
    """Definitions that are written together; plain data, so that it can be sent to another process and be hashed.

    ``definitions`` are JSON Schemas by name; ``others`` those that they refer to and that are written elsewhere.
    ``members`` are, for each class of both, its members as ``(name, name on the wire)``, in order. ``words`` is the
    text of a definition under its name, and that of a member under ``name.member``.
    """

    definitions: Mapping[str, dict[str, Json]]
    others: Mapping[str, dict[str, Json]]
    members: Mapping[str, tuple[tuple[str, str], ...]]
    words: Mapping[str, str]

    @property
    def key(self) -> str:
        """A digest of all that it holds."""
        stated = [self.definitions, self.others, dict(sorted(self.members.items())), self.words]
        return hashlib.sha256(json.dumps(stated, separators=(",", ":")).encode()).hexdigest()

    @classmethod
    def of(cls, groups: Sequence[Group]) -> Group:
        """Join groups; what one of them defines is none of the others any more."""
        definitions = {name: schema for group in groups for name, schema in group.definitions.items()}
        others = {name: schema for group in groups for name, schema in group.others.items() if name not in definitions}
        members = {name: given for group in groups for name, given in group.members.items() if name in others}
        members |= {
            name: group.members[name] for group in groups for name in group.definitions if name in group.members
        }
        words = {name: text for group in groups for name, text in group.words.items()}
        return cls(definitions, dict(sorted(others.items())), members, words)


@dataclass(frozen=True, slots=True)
class Written:
    """The source of a definition, and what it imports: ``(module, name, local name)``."""

    source: str
    imported: tuple[tuple[str, str, str], ...]

    def to_json(self) -> list[object]:
        """Return the form that is kept."""
        return [self.source, self.imported]

    @classmethod
    def from_json(cls, kept: Any) -> Written:
        """Read what :meth:`to_json` gave."""
        source, imported = cast("tuple[str, list[list[str]]]", kept)
        return cls(source, tuple((module, name, local) for module, name, local in imported))


def mention(name: str) -> dict[str, Json]:
    """Return what is printed as the name of a definition, which the code generator need not know then.

    A reference to it would have the code generator read the definition; a discriminator needs that.
    """
    return {"customTypePath": f"{MENTIONED}.M_{name}"}


def mentions(group: Group) -> set[str]:
    """Return the definitions that those of a group mention, and what the runtime has under a name of its own."""
    return {*re.findall(rf'"{MENTIONED}\.M_(\w+)"', json.dumps([group.definitions])), *group.others}


def runtime_module(module: str = RUNTIME_MODULE) -> str:
    """Return the module as the models import it: the runtime stands beside them."""
    return f".{module}" if module == RUNTIME_MODULE else module


def class_docstring(name: str, text: str) -> Code:
    """Return the docstring of a class, which is never without one."""
    return docstring([text or f"{name}."], "    ")


def words_below(text: str) -> Code:
    """Return the docstring that stands below an alias, nothing where there is no text."""
    return docstring([text], "") if text else fragment("")
