"""Read Schema Objects of any OpenAPI 3 version into the one dialect of the contract.

Every component gets its name first, in the order of the document.  An object written in place gets a name made from
where it stands (``PartnerCustomer`` + ``tags`` -> ``PartnerCustomerTagsItem``), so that every object with members is a
class of its own in Python, and adding one never renames another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truespec.contract.names import RESERVED_CLASSES, RESERVED_MEMBERS, Namespace, pascal, snake
from truespec.contract.schema import ABSENT, Absent, Discriminator, Json, NamedSchema, Property, Schema
from truespec.diagnostics import Report
from truespec.interpretation.assumptions import read_assumptions
from truespec.interpretation.keywords import APPLICATOR_MAPS, APPLICATORS, CONSTRAINTS, modern_bounds, nullable_enum
from truespec.specification.document import Document, Node

__all__ = ["SchemaReader"]


class SchemaReader:
    """Reads schemas of one document and remembers the named ones.

    ``named`` are the schemas with a name of their own, each component followed by those written in place below it.
    """

    def __init__(self, document: Document, report: Report) -> None:
        self._document = document
        self._report = report
        self._legacy = document.version.minor == 0
        self._names = Namespace(RESERVED_CLASSES)
        self._by_node: dict[Node, str] = {}
        self._named: dict[str, NamedSchema | None] = {}
        components = document.root.get("components")
        schemas = components.get("schemas") if components is not None else None
        self._components = [] if schemas is None else list(schemas.items())
        for wire, node in self._components:
            self._by_node[node] = self._names.take(pascal(str(wire)))

    @property
    def named(self) -> tuple[NamedSchema, ...]:
        """The named schemas read so far."""
        return tuple(schema for schema in self._named.values() if schema is not None)

    def read_components(self) -> None:
        """Read every schema under ``components/schemas``."""
        for wire, node in self._components:
            self._read_named(node, self._by_node[node], str(wire))

    def take_name(self, wish: str) -> str:
        """Take a class name for something that is not a component."""
        return self._names.take(wish)

    def name_of(self, component: str) -> str | None:
        """Return the class name of a component by its key in the document."""
        for wire, node in self._components:
            if wire == component:
                return self._by_node[node]
        return None

    def read(self, node: Node, name: str) -> Schema:
        """Read the schema at ``node``; ``name`` is the class name it would take if it had members.

        A schema that cannot be read allows anything: what is wrong with it has been reported by structural validation.
        """
        if not _is_object(node):
            return self._read(node, name, Namespace(RESERVED_MEMBERS))
        taken = self._by_node.get(node)
        if taken is None:
            taken = self._names.take(name)
            self._by_node[node] = taken
            self._read_named(node, taken, "")
        return Schema(location=node.location, reference=taken, assumptions=read_assumptions(node))

    def _read_named(self, node: Node, name: str, wire: str) -> None:
        if name not in self._named:
            self._named[name] = None  # keeps the place before the schemas written in place below
            self._named[name] = NamedSchema(name, wire, self._read(node, name, Namespace(RESERVED_MEMBERS)))

    def _read(self, node: Node, name: str, members: Namespace) -> Schema:
        """Read the keywords at ``node`` for a class called ``name`` whose member names are in ``members``."""
        if node.value is False:
            return Schema(location=node.location, never=True)
        if not node.is_mapping:
            return Schema(location=node.location)
        reference = self._reference(node, name)
        if reference and self._legacy:
            return Schema(location=node.location, reference=reference, description=(node.text("description") or ""))
        nullable = self._legacy and node.flag("nullable") is True
        types = _types(node)
        schema = Schema(
            location=node.location,
            reference=reference,
            types=(*types, "null") if nullable and types else types,
            format=(node.text("format") or ""),
            enum=nullable_enum(_enum(node), nullable=nullable),
            default=_json(node, "default"),
            title=(node.text("title") or ""),
            description=(node.text("description") or ""),
            properties=self._properties(node, name, members),
            items=self._child(node, "items", f"{name}Item"),
            prefix_items=self._branches(node, "prefixItems", f"{name}Item"),
            additional=self._child(node, "additionalProperties", f"{name}Value"),
            all_of=self._merged_branches(node, name, members),
            any_of=self._branches(node, "anyOf", f"{name}Option"),
            one_of=self._branches(node, "oneOf", f"{name}Option"),
            discriminator=self._discriminator(node),
            constraints=self._constraints(node),
            applicators=self._applicators(node, name),
            applicator_maps=self._applicator_maps(node, name),
            examples=_examples(node),
            deprecated=node.flag("deprecated") is True,
            read_only=node.flag("readOnly") is True,
            write_only=node.flag("writeOnly") is True,
            assumptions=read_assumptions(node),
        )
        return _nullable_without_type(schema) if nullable and not types else schema

    def _reference(self, node: Node, name: str) -> str:
        """Return the name of the schema that ``$ref`` leads to, reading it first where it is not a component."""
        target = self._document.step(node, self._report)
        if target is None:
            return ""
        known = self._by_node.get(target)
        if known is not None:
            return known
        last = target.name or target.source.path.stem
        taken = self._names.take(name if last == "schema" or last.isdigit() else pascal(last))
        self._by_node[target] = taken
        self._read_named(target, taken, last)
        return taken

    def _properties(self, node: Node, name: str, members: Namespace) -> tuple[Property, ...]:
        declared = node.get("properties")
        if declared is None or not declared.is_mapping:
            return ()
        required = set(node.texts("required"))
        found: list[Property] = []
        for key, child in declared.items():
            wire = str(key)
            schema = self.read(child, pascal(f"{name} {wire}") if name else pascal(wire))
            found.append(
                Property(
                    wire=wire,
                    name=members.take(snake(wire, "field")),
                    schema=schema,
                    required=wire in required,
                    location=child.key_location,
                    assumptions=read_assumptions(child),
                )
            )
        return tuple(found)

    def _child(self, node: Node, keyword: str, name: str) -> Schema | None:
        child = node.get(keyword)
        if child is None or child.value is True or not (child.is_mapping or child.value is False):
            return None
        return self.read(child, name)

    def _branches(self, node: Node, keyword: str, name: str) -> tuple[Schema, ...]:
        return tuple(
            self.read(
                branch, pascal(branch.text("title") or "") if (branch.text("title") or "") else f"{name}{number}"
            )
            for number, branch in enumerate(self._elements(node, keyword), start=1)
        )

    def _merged_branches(self, node: Node, name: str, members: Namespace) -> tuple[Schema, ...]:
        """Read ``allOf``: an object written in place there adds members to this very class."""
        return tuple(self._read(branch, name, members) for branch in self._elements(node, "allOf"))

    @staticmethod
    def _elements(node: Node, keyword: str) -> Iterator[Node]:
        child = node.get(keyword)
        if child is not None:
            yield from child.elements()

    def _discriminator(self, node: Node) -> Discriminator | None:
        child = node.get("discriminator")
        wire = None if child is None else child.text("propertyName")
        if child is None or wire is None:
            return None
        mapping = child.get("mapping")
        pairs = [] if mapping is None else list(mapping.items())
        targets = ((str(value), self._mapping_target(target)) for value, target in pairs)
        return Discriminator(wire, tuple((value, name) for value, name in targets if name))

    def _mapping_target(self, target: Node) -> str:
        """Return the class that a value of ``mapping`` means: a reference, or the bare key of a component."""
        word = target.as_str()
        if word is None:
            return ""
        if "/" not in word and "#" not in word:
            return self.name_of(word) or ""
        found = self._document.step(Node({"$ref": word}, target.source, target.tokens), self._report)
        return "" if found is None else self._by_node.get(found, "")

    def _constraints(self, node: Node) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for keyword in CONSTRAINTS:
            child = node.get(keyword)
            if child is not None:
                found[keyword] = child.value
        declared = node.get("properties")
        members = set[str]() if declared is None else {wire for wire, _ in declared.items()}
        undeclared: list[Json] = [wire for wire in node.texts("required") if wire not in members]
        if undeclared:
            found["required"] = undeclared
        return modern_bounds(found) if self._legacy else found

    def _applicators(self, node: Node, name: str) -> dict[str, Schema]:
        found: dict[str, Schema] = {}
        for keyword in APPLICATORS:
            child = node.get(keyword)
            if child is not None and (child.is_mapping or isinstance(child.value, bool)):
                found[keyword] = self._read(child, f"{name}{pascal(keyword)}", Namespace(RESERVED_MEMBERS))
        return found

    def _applicator_maps(self, node: Node, name: str) -> dict[str, dict[str, Schema]]:
        found: dict[str, dict[str, Schema]] = {}
        for keyword in APPLICATOR_MAPS:
            child = node.get(keyword)
            if child is not None and child.is_mapping:
                found[keyword] = {
                    str(key): self.read(inner, f"{name}{pascal(str(key))}") for key, inner in child.items()
                }
        return found


def _is_object(node: Node) -> bool:
    """Whether a schema written in place has members and so becomes a class: by ``properties``, or by ``allOf``."""
    if node.reference is not None:
        return False
    branches, members = node.get("allOf"), node.get("properties")
    composed = branches is not None and len(list(branches.elements())) > 1
    return composed or (members is not None and bool(members.value))


def _nullable_without_type(schema: Schema) -> Schema:
    """Say in 2020-12 what ``nullable`` beside ``allOf`` or a reference means in practice: this, or null."""
    if schema.enum is not None:
        return schema
    bare = replace(schema, description="", default=ABSENT, assumptions=(), examples=())
    null = Schema(location=schema.location, types=("null",))
    return Schema(
        location=schema.location,
        description=schema.description,
        default=schema.default,
        any_of=(bare, null),
        examples=schema.examples,
        assumptions=schema.assumptions,
    )


def _types(node: Node) -> tuple[str, ...]:
    single = node.text("type")
    return node.texts("type") if single is None else (single,)


def _enum(node: Node) -> tuple[Json, ...] | None:
    const, enum = node.get("const"), node.get("enum")
    if const is not None:
        return (const.value,)
    return tuple(element.value for element in enum.elements()) if enum is not None and enum.is_sequence else None


def _json(node: Node, keyword: str) -> Json | Absent:
    child = node.get(keyword)
    return ABSENT if child is None else child.value


def _examples(node: Node) -> tuple[Json, ...]:
    several, single = node.get("examples"), node.get("example")
    if several is not None and several.is_sequence:
        return tuple(element.value for element in several.elements())
    return () if single is None else (single.value,)
