"""What a package would be made of, without the work of writing its models: enough to see what an edit changes."""

from __future__ import annotations

import ast
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from truespec.contract.api import Api
from truespec.contract.json_schema import json_schema
from truespec.contract.operation import Header, Operation
from truespec.contract.schema import Json
from truespec.diagnostics import Report
from truespec.rendering.answers import is_streamed
from truespec.rendering.examples import Examples
from truespec.rendering.formatting import format_python
from truespec.rendering.groups import Group, Written, mentions
from truespec.rendering.parts import weight
from truespec.rendering.render import unlaid
from truespec.rendering.samples import sample_named
from truespec.rendering.shapes import Named, names_in
from truespec.rendering.shaping import Shaper
from truespec.rendering.tree import FileTree
from truespec.rendering.workshop import Workshop

__all__ = ["Outlook", "Rewritten", "Sketch", "outlooks", "rewritten", "sketch"]


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


@dataclass(frozen=True, slots=True)
class Outlook:
    """What others can see of a component: as a ``value`` inside another, and as an ``answer`` beside that.

    ``sample`` is what examples have in its place; of a class that no request holds, only those of answers.
    """

    name: str
    value: object
    sample: object
    answer: object
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


def outlooks(api: Api, wires: Collection[str], sent: Mapping[str, Json]) -> dict[str, Outlook]:
    """Return what others can see of components that they mention; ``wires`` are the keys of these.

    What mentions one reads the same while its outlook is the same: a class is its name there, and so is an alias; of
    its members, examples take some.  For what goes into requests that is not all: dictionaries stand for what is
    inside.
    """
    shaper = Shaper(api, Report())
    examples = Examples.of(api, shaper, sent)
    found: dict[str, Outlook] = {}
    for named in api.schemas:
        if named.wire in wires:
            name, schema = named.name, named.schema
            shown = examples.worth_showing(Named(name))
            value, members = sample_named(name, shown, shaper)
            alias = shaper.aliases.get(name)
            kind = None if alias is None else (sorted(names_in(alias.shape)), alias.recursive)
            null = (schema.types == ("null",), schema.enum == (None,), "null" in schema.types)
            found[named.wire] = Outlook(name, (kind, null), value, members, alias is None)
    return found


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
        used = {node.id for node in ast.walk(ast.parse(new[name].source)) if isinstance(node, ast.Name)}
        others = mentions(before.groups[name]), mentions(after.groups[name])
        found.append(
            Rewritten(
                name,
                laid[f"{name}/0.py"].rstrip("\n"),
                laid[f"{name}/1.py"].rstrip("\n"),
                tuple(sorted(imports[1] - imports[0])),
                frozenset(others[1] - others[0]),
                frozenset({*(local for _, _, local in imports[0] - imports[1]), *(others[0] - others[1])} - used),
                growth=weight(new[name].source) - weight(old[name].source),
                is_class="properties" in after.groups[name].definitions[name],
            )
        )
    return found
