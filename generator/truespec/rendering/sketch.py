"""What a package would be made of, without the work of writing its models: enough to see what an edit changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truespec.contract.api import Api
from truespec.contract.json_schema import json_schema
from truespec.contract.operation import Header, Operation
from truespec.contract.schema import Json
from truespec.diagnostics import Report
from truespec.rendering.answers import is_streamed
from truespec.rendering.formatting import format_python
from truespec.rendering.groups import Group, Written, mentions
from truespec.rendering.parts import weight
from truespec.rendering.render import unlaid
from truespec.rendering.tree import FileTree
from truespec.rendering.workshop import Workshop

__all__ = ["Rewritten", "Sketch", "rewritten", "sketch"]


@dataclass(frozen=True, slots=True)
class Sketch:
    """The texts of a package with the mere names of its models, and what these are to be written from.

    ``calls`` are the methods, ``customers.get``; ``common`` is what each operation adds to that which is said of all.
    """

    files: Mapping[str, str]
    groups: Mapping[str, Group]
    calls: frozenset[str]
    common: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A definition that reads otherwise now, laid out as in its module.

    ``imported`` is what it uses now and did not before, ``mentioned`` likewise of definitions and of types of the
    runtime; ``dropped`` are the names that it used or mentioned before and does not now.  ``growth`` is the change of
    its weight in a module.
    """

    name: str
    before: str
    after: str
    imported: tuple[tuple[str, str, str], ...]
    mentioned: frozenset[str]
    dropped: frozenset[str]
    growth: int
    is_class: bool


def sketch(api: Api, report: Report, sent: Mapping[str, Json]) -> Sketch:
    """Return the sketch of a client of ``api``; the report says what it would say when it is made.

    ``sent`` is what the examples of the whole API have, of which this may be a part.
    """
    groups: dict[str, Group] = {}

    def write(definitions: Sequence[Group]) -> dict[str, Written]:
        groups.update({name: group for group in definitions for name in group.definitions})
        return {name: Written(f"class {name}: ...", ()) for name in groups}

    calls = frozenset(f"{operation.resource}.{operation.name}" for operation in api.operations)
    return Sketch(unlaid(api, report, write, sent), groups, calls, json.dumps([*map(_common, api.operations)]))


def _common(operation: Operation) -> list[Json]:
    """Return what of an operation has a say in names, in headers and in what is shown of other operations."""
    media = operation.body.content[0] if operation.body is not None and operation.body.content else None
    return [
        [operation.id, operation.id_is_given, operation.resource, operation.name, operation.label, *operation.tags],
        [[[need.scheme for need in alternative] for alternative in operation.security], [*operation.servers]],
        [example.value for example in media.examples] if media is not None else [],
        [_header(header) for answer in operation.answers for header in answer.headers],
        is_streamed(operation),
    ]


def _header(header: Header) -> Json:
    shown = None if header.schema is None else json_schema(header.schema)
    return [header.wire, shown, header.explode, header.content_type, header.description]


def rewritten(before: Sketch, after: Sketch, workshop: Workshop) -> list[Rewritten] | None:
    """Return the definitions that differ; ``None`` where there are not the same ones in both.

    Raises:
        ModelsError: The answer of the code generator is not what was asked for.
        UnsafeCodeError: It holds something that we never write.
    """
    if list(before.groups) != list(after.groups):
        return None
    names = [name for name, group in before.groups.items() if group != after.groups[name]]
    if not names:
        return []
    old = workshop([before.groups[name] for name in names])
    new = workshop([after.groups[name] for name in names])
    texts = {f"{name}/0.py": old[name].source for name in names} | {f"{name}/1.py": new[name].source for name in names}
    laid = format_python(FileTree(texts))
    found: list[Rewritten] = []
    for name in names:
        imports = set(old[name].imported), set(new[name].imported)
        others = mentions(before.groups[name]), mentions(after.groups[name])
        found.append(
            Rewritten(
                name,
                laid[f"{name}/0.py"].rstrip("\n"),
                laid[f"{name}/1.py"].rstrip("\n"),
                tuple(sorted(imports[1] - imports[0])),
                frozenset(others[1] - others[0]),
                frozenset({*(local for _, _, local in imports[0] - imports[1]), *(others[0] - others[1])}),
                growth=weight(new[name].source) - weight(old[name].source),
                is_class="properties" in after.groups[name].definitions[name],
            )
        )
    return found
