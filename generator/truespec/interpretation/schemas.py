"""Read Schema Objects of any OpenAPI 3 version into the one dialect of the contract.

Every component that is used gets its name first.  An object written in place gets a name made from where it stands
(``PartnerCustomer`` + ``tags`` -> ``PartnerCustomerTagsItem``), so that every object with members is a class of its own
in Python.  Components that nothing refers to are named last: adding one renames nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from truespec.contract.names import RESERVED_CLASSES, Namespace, manner, pascal, precedence
from truespec.contract.schema import ABSENT, Discriminator, NamedSchema, Property, Schema
from truespec.diagnostics import Report
from truespec.interpretation.assumptions import read_assumptions
from truespec.interpretation.class_names import MemberNames, class_below, target_name
from truespec.interpretation.keywords import APPLICATOR_MAPS, APPLICATORS, HOLDERS, elements, needs_name, plain_schema
from truespec.interpretation.order import in_order
from truespec.interpretation.unrendered import note_unrendered
from truespec.specification.document import Document, Node
from truespec.specification.usage import used_schemas

__all__ = ["SchemaReader"]


class SchemaReader:
    """Reads schemas of one document and remembers the named ones."""

    def __init__(self, document: Document, given: Mapping[str, str], report: Report) -> None:
        """Start on ``document``; ``given`` leads from a component to the class name it shall have."""
        self._document = document
        self._report = report
        self._legacy = document.version.minor == 0
        self._names = Namespace(RESERVED_CLASSES, cased=True)
        self._by_node: dict[Node, str] = {}
        self._named: dict[str, NamedSchema | None] = {}
        self._places: dict[str, Node] = {}
        self._lent: dict[Node, Node] = {}
        self._waiting: deque[tuple[Node, str]] = deque()
        components = document.root.get("components")
        schemas = None if components is None else components.get("schemas")
        self._components = {} if schemas is None else dict(schemas.items())
        self._given = given
        self._component_names: dict[str, str] = {}
        self._used = used_schemas(document) | given.keys()

    @property
    def named(self) -> tuple[NamedSchema, ...]:
        """The named schemas read so far, each followed by those written in place below it."""
        found = (schema for schema in self._named.values() if schema is not None)
        return in_order(found, self._places, self._lent, self._document.root.source)

    def read_components(self, *, used: bool) -> None:
        """Name the schemas under ``components/schemas`` that are in use, or the others, and read them.

        One that only points at another file is that file's schema under the component's name.
        """
        keys = list(self._components)
        ordered = [keys[place] for place in precedence([manner(key) for key in keys])]
        wires = [key for key in ordered if (key in self._used) is used]
        for wire in sorted(wires, key=lambda key: key not in self._given):
            node = self._components[wire]
            name = self._by_node.get(node) or self._names.take(self._given.get(wire) or pascal(wire))
            self._by_node[node] = self._component_names[wire] = name
        bodies = {wire: self._elsewhere(self._components[wire]) for wire in keys if (wire in self._used) is used}
        for wire, node in bodies.items():
            self._by_node.setdefault(node, self._component_names[wire])
        for wire, node in bodies.items():
            name = self._component_names[wire]
            if self._by_node[node] == name:
                self._lent[node] = self._components[wire]
                self._define(node, name, wire, self._components[wire])
            else:  # a second component that points at the same schema
                self._define(self._components[wire], name, wire)
            self._read_waiting()

    def _elsewhere(self, node: Node) -> Node:
        """Follow a bare reference to a schema that is no component; any other node is its own answer."""
        start, passed = node, {node}
        while node.reference is not None and (self._legacy or len(node.value) == 1):
            target = self._document.step(node, self._report)
            if target is None or target in self._by_node or target in passed or not target.is_mapping:
                return start
            passed.add(target)
            node = target
        return node

    def name_of(self, component: str) -> str | None:
        """Return the class name of a component by its key in the document."""
        return self._component_names.get(component)

    def read(self, node: Node, name: str) -> Schema:
        """Read the schema at ``node``; ``name`` is the class name it would take if it had members.

        A schema that cannot be read allows anything: what is wrong with it has been reported by structural validation.
        """
        schema = self._schema(node, name)
        self._read_waiting()
        return schema

    def _read_waiting(self) -> None:
        """Read what references led to; not at once, because a chain of them can be longer than Python's stack."""
        while self._waiting:
            node, name = self._waiting.popleft()
            self._define(node, name, "")

    def _schema(self, node: Node, name: str) -> Schema:
        if not self._is_object(node):
            return self._read(node, name, MemberNames())
        taken = self._by_node.get(node)
        if taken is None:
            taken = self._names.take(name)
            self._by_node[node] = taken
            self._define(node, taken, "")
        return Schema(location=node.location, reference=taken, assumptions=read_assumptions(node))

    def _define(self, node: Node, name: str, wire: str, written: Node | None = None) -> None:
        """Read ``node`` as the schema called ``name``, unless that was done; ``written`` is what referred to it."""
        if self._named.get(name) is not None:
            return
        self._named[name] = None
        self._places[name] = written or node
        schema = self._read(node, name, MemberNames())
        if written is not None and written != node:
            schema = replace(schema, assumptions=tuple(dict.fromkeys(read_assumptions(written) + schema.assumptions)))
        self._named[name] = NamedSchema(name, wire, schema)

    def _is_object(self, node: Node) -> bool:
        """Whether a schema written in place has members and so becomes a class: by ``properties``, or by ``allOf``."""
        if node.reference is not None and self._legacy:
            return False
        branches, members = node.get("allOf"), node.get("properties")
        composed = branches is not None and branches.is_sequence and len(branches.value) > 1
        return composed or (members is not None and bool(members.value))

    def _read(self, node: Node, name: str, members: MemberNames) -> Schema:
        """Read the keywords at ``node`` for a class called ``name`` whose member names are in ``members``."""
        if node.value is False:
            return Schema(location=node.location, never=True)
        if not node.is_mapping:
            return Schema(location=node.location)
        reference = self._reference(node, name)
        if reference and self._legacy:
            # What stands beside a reference means nothing in OpenAPI 3.0; its text can still be shown.
            return Schema(
                location=node.location,
                reference=reference,
                description=node.text("description") or "",
                assumptions=read_assumptions(node),
            )
        nullable = node.flag("nullable") is True  # after 3.0 lint warns that the word is gone; what it means is clear
        schema = plain_schema(node, legacy=self._legacy, nullable=nullable)
        if reference or not HOLDERS.isdisjoint(node.value):
            schema = replace(
                schema,
                reference=reference,
                properties=self._properties(node, name, members),
                items=self._child(node, "items", f"{name}Item"),
                prefix_items=self._branches(node, "prefixItems", f"{name}Item"),
                additional=self._child(node, "additionalProperties", f"{name}Value"),
                all_of=self._merged_branches(node, name, members),
                any_of=self._branches(node, "anyOf", f"{name}Option"),
                one_of=self._branches(node, "oneOf", f"{name}Option"),
                discriminator=self._discriminator(node, name),
                applicators=self._applicators(node, name),
                applicator_maps=self._applicator_maps(node, name),
            )
        return self._or_null(schema, node, name) if nullable else schema

    def _or_null(self, schema: Schema, node: Node, name: str) -> Schema:
        """Say in 2020-12 what ``nullable`` means in practice: beside ``allOf`` and its kin, this or null."""
        choices = schema.any_of or schema.one_of
        if not (schema.reference or schema.all_of or choices or schema.applicators):
            return replace(schema, types=(*schema.types, "null")) if schema.types else schema
        plain = replace(schema, description="", default=ABSENT, assumptions=(), examples=(), title="")
        if plain.properties or len(plain.all_of) > 1:
            taken = self._names.take(f"{name}Value")
            self._named[taken] = NamedSchema(taken, "", plain)
            self._places[taken] = node
            plain = Schema(location=schema.location, reference=taken)
        elif len(plain.all_of) == 1 and plain == Schema(location=plain.location, all_of=plain.all_of):
            plain = plain.all_of[0]
        return Schema(
            location=schema.location,
            title=schema.title,
            description=schema.description,
            default=schema.default,
            any_of=(plain, Schema(location=schema.location, types=("null",))),
            examples=schema.examples,
            assumptions=schema.assumptions,
        )

    def _reference(self, node: Node, name: str) -> str:
        """Return the name of the schema that ``$ref`` leads to; one that is no component is read later."""
        target = self._document.step(node, self._report)
        if target is None:
            return ""
        taken = self._by_node.get(target)
        if taken is None:
            taken = self._names.take(target_name(target, name))
            self._by_node[target] = taken
            self._named[taken] = None
            self._waiting.append((target, taken))
        return taken

    def _properties(self, node: Node, name: str, members: MemberNames) -> tuple[Property, ...]:
        declared = self._declared(node)
        if declared is None:
            return ()
        required = set(node.texts("required"))
        found: list[Property] = []
        for wire in declared.value:
            members.of_exact(wire)
        for wire, child in declared.items():
            schema = self._schema(child, class_below(name, wire) if needs_name(child) else "")
            found.append(
                Property(
                    wire=wire,
                    name=members.of(wire),
                    schema=schema,
                    required=wire in required,
                    location=child.key_location,
                    assumptions=read_assumptions(child),
                )
            )
        return tuple(found)

    def _declared(self, node: Node) -> Node | None:
        """Return the mapping of members; one that is a reference itself, which OpenAPI does not know, is followed."""
        declared = node.get("properties")
        if declared is not None and declared.reference is not None:
            declared = self._document.resolve(declared, self._report)
        return declared if declared is not None and declared.is_mapping else None

    def _child(self, node: Node, keyword: str, name: str) -> Schema | None:
        child = node.get(keyword)
        if child is None or child.value is True or not (child.is_mapping or child.value is False):
            return None
        return self._schema(child, name)

    def _branches(self, node: Node, keyword: str, name: str) -> tuple[Schema, ...]:
        return tuple(
            self._schema(branch, class_below(name, branch.text("title") or str(number)))
            for number, branch in enumerate(elements(node, keyword), start=1)
        )

    def _merged_branches(self, node: Node, name: str, members: MemberNames) -> tuple[Schema, ...]:
        """Read ``allOf``: an object written in place there adds members to this very class."""
        return tuple(self._read(branch, name, members) for branch in elements(node, "allOf"))

    def _discriminator(self, node: Node, name: str) -> Discriminator | None:
        child = node.get("discriminator")
        wire = None if child is None else child.text("propertyName")
        if child is None or wire is None:
            return None
        note_unrendered(child, "discriminator", self._report)
        mapping = child.get("mapping")
        pairs = () if mapping is None else mapping.items()
        targets = ((value, self._mapping_target(target, name)) for value, target in pairs)
        return Discriminator(wire, tuple((value, target) for value, target in targets if target))

    def _mapping_target(self, target: Node, name: str) -> str:
        """Return the class that a value of ``mapping`` means: the bare key of a component, or a reference."""
        word = target.as_str()
        if word is None:
            return ""
        known = self.name_of(word)
        if known is not None:
            return known
        if not ("/" in word or "#" in word or "." in word):
            return ""  # lint said that there is no such component
        return self._reference(Node({"$ref": word}, target.source, target.tokens), name)

    def _applicators(self, node: Node, name: str) -> dict[str, Schema]:
        return {
            keyword: self._read(child, f"{name}{pascal(keyword)}", MemberNames())
            for keyword in APPLICATORS
            if (child := node.get(keyword)) is not None and (child.is_mapping or isinstance(child.value, bool))
        }

    def _applicator_maps(self, node: Node, name: str) -> dict[str, dict[str, Schema]]:
        """Read schemas by key; only those of ``patternProperties`` describe values, so only they may be classes."""
        found: dict[str, dict[str, Schema]] = {}
        for keyword in APPLICATOR_MAPS:
            child = node.get(keyword)
            if child is not None and child.is_mapping:
                found[keyword] = {key: self._below_key(keyword, inner, name, key) for key, inner in child.items()}
        return found

    def _below_key(self, keyword: str, node: Node, name: str, key: str) -> Schema:
        below = class_below(name, key)
        return self._schema(node, below) if keyword == "patternProperties" else self._read(node, below, MemberNames())
