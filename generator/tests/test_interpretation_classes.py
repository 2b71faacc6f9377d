"""Every object is a class of its own, under a name that depends on nothing but where it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from interpreting import Interpreted, interpreted, paths_document, schemas_document
from truespec.contract.json_schema import json_schema

PET = {"$ref": "#/components/schemas/Pet"}
SCHEMAS: dict[str, Any] = {
    "Customer": {
        "type": "object",
        "properties": {
            "home-address": {"properties": {"street": {"type": "string"}}},
            "tags": {"items": {"properties": {"name": True}}},
            "byDay": {"additionalProperties": {"properties": {"open": True}}},
            "contact": {"oneOf": [{"title": "by mail", "properties": {"mail": True}}, {"properties": {"phone": True}}]},
            "pair": {"prefixItems": [True, {"properties": {"second": True}}]},
            "plain": {"type": "string"},
        },
    }
}


def test_every_object_written_in_place_is_a_class_named_by_its_way(tmp_path: Path) -> None:
    found = interpreted(tmp_path, schemas_document(SCHEMAS))
    assert found.class_names == [
        "Customer",
        "CustomerHomeAddress",
        "CustomerTagsItem",
        "CustomerByDayValue",
        "CustomerContactOptionByMail",
        "CustomerContactOption2",
        "CustomerPairItem2",
    ]
    assert found.member("Customer", "home-address").reference == "CustomerHomeAddress"
    assert [(named.wire, str(named.schema.location.pointer)[-12:]) for named in found.api.schemas[:2]] == [
        ("Customer", "mas/Customer"),
        ("", "home-address"),
    ]


def test_conditions_make_no_classes(tmp_path: Path) -> None:
    inner = {"properties": {"a": {"type": "string"}}}
    schema = {"not": inner, "if": inner, "then": inner, "dependentSchemas": {"a": inner}, "contains": inner}
    assert interpreted(tmp_path, schemas_document({"It": schema})).class_names == ["It"]


def test_adding_a_component_in_front_renames_nothing(tmp_path: Path) -> None:
    before = interpreted(tmp_path, schemas_document({"Pet": True, "Customer": SCHEMAS["Customer"]}))
    more = {"pet": True, "Address": {"properties": {"street": True}}, "Pet": True, "Customer": SCHEMAS["Customer"]}
    after = interpreted(tmp_path, schemas_document(more))
    assert set(before.class_names) <= set(after.class_names)
    assert {named.wire: named.name for named in after.api.schemas if named.wire} == {
        "pet": "Pet2",
        "Address": "Address",
        "Pet": "Pet",
        "Customer": "Customer",
    }


def test_recursion_ends(tmp_path: Path) -> None:
    schemas = {
        "Tree": {"properties": {"children": {"items": {"$ref": "#/components/schemas/Tree"}}}},
        "Egg": {"properties": {"hen": {"$ref": "#/components/schemas/Hen"}}},
        "Hen": {"properties": {"egg": {"$ref": "#/components/schemas/Egg"}}},
        "Loop": {"$ref": "#/components/schemas/Loop"},
    }
    found = interpreted(tmp_path, schemas_document(schemas))
    items = found.member("Tree", "children").items
    assert items is not None
    assert (items.reference, found.member("Egg", "hen").reference, found.member("Hen", "egg").reference) == (
        "Tree",
        "Hen",
        "Egg",
    )
    assert found.api.target(found.schema("Loop")).reference == "Loop"


def test_a_long_chain_of_references_between_files_is_read(tmp_path: Path) -> None:
    length = 400
    links = {f"L{n}": {"properties": {"next": {"$ref": f"#/L{n + 1}"}}} for n in range(length)}
    chain = "\n".join([*(f"{name}: {link}" for name, link in links.items()), f"L{length}: {{type: string}}"])
    found = interpreted(
        tmp_path, schemas_document({"Start": {"items": {"$ref": "chain.yaml#/L0"}}}), files={"chain.yaml": chain}
    )
    assert found.said == []
    assert len(found.class_names) == length + 2


def test_nesting_as_deep_as_a_document_may_be_is_read(tmp_path: Path) -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(180):
        schema = {"items": schema}
    found = interpreted(tmp_path, json.dumps(schemas_document({"Deep": schema})))
    assert json_schema(found.schema("Deep")) == schema


def test_members_of_all_branches_of_all_of_share_one_namespace(tmp_path: Path) -> None:
    branches = [
        {"properties": {"fooBar": {"type": "string"}}},
        {"properties": {"foo_bar": True, "fooBar": {"minLength": 1}}},
    ]
    it = interpreted(tmp_path, schemas_document({"It": {"allOf": branches, "properties": {"FooBar": True}}})).schema(
        "It"
    )
    names = [(member.wire, member.name) for part in (it, *it.all_of) for member in part.properties]
    assert sorted(set(names)) == [("FooBar", "foo_bar"), ("fooBar", "foo_bar_2"), ("foo_bar", "foo_bar_3")]
    assert len(names) == 4


def test_a_nullable_composition_of_objects_keeps_a_class_for_the_object(tmp_path: Path) -> None:
    schema = {"nullable": True, "allOf": [PET, {"properties": {"age": {"type": "integer"}}}]}
    found = interpreted(tmp_path, schemas_document({"It": schema, "Pet": {"type": "object"}}, "3.0.0"))
    assert [branch.reference or branch.types for branch in found.schema("It").any_of] == ["ItValue", ("null",)]
    assert [branch.reference for branch in found.schema("ItValue").all_of] == ["Pet", ""]


def discriminated(folder: Path, mapping: dict[str, str], files: dict[str, str] | None = None) -> Interpreted:
    schemas = {
        "Pet": {"oneOf": [PET], "discriminator": {"propertyName": "kind", "mapping": mapping}},
        "a.cat": {"properties": {"kind": {"type": "string"}}},
        "Dog": {"properties": {"kind": {"type": "string"}}},
    }
    return interpreted(folder, schemas_document(schemas), files=files)


def test_a_discriminator_maps_by_name_and_by_reference(tmp_path: Path) -> None:
    mapping = {"d": "Dog", "c": "a.cat", "r": "#/components/schemas/Dog", "b": "bird.yaml", "x": "Nobody"}
    found = discriminated(tmp_path, mapping, {"bird.yaml": "properties: {kind: {type: string}}"})
    discriminator = found.schema("Pet").discriminator
    assert discriminator is not None
    assert discriminator.mapping == (("d", "Dog"), ("c", "ACat"), ("r", "Dog"), ("b", "Bird"))
    assert found.schema("Bird").properties[0].wire == "kind"


def test_a_mapping_to_a_missing_file_is_reported_at_its_value(tmp_path: Path) -> None:
    (said,) = discriminated(tmp_path, {"b": "bird.yaml"}).said
    assert "openapi.yaml:14:14: error ref-unresolved" in said


FILES = {
    "models/pet.yaml": """\
        properties:
          tag: {properties: {name: {type: string}}}
          owner: {$ref: 'people.yaml#/definitions/Owner'}
        """,
    "models/people.yaml": "definitions: {Owner: {properties: {pets: {items: {$ref: pet.yaml}}}}}",
}


def test_schemas_of_other_files_are_named_by_where_they_stand(tmp_path: Path) -> None:
    found = interpreted(tmp_path, schemas_document({"Box": {"items": {"$ref": "models/pet.yaml"}}}), files=FILES)
    assert found.said == []
    assert found.class_names == ["Box", "Owner", "Pet", "PetTag"]
    assert str(found.schema("Owner").location).endswith("models/people.yaml:1:22")


def test_a_component_that_only_points_at_a_file_lends_it_its_name(tmp_path: Path) -> None:
    schemas = {
        "Animal": {"$ref": "models/pet.yaml", "x-assumed": "we think so"},
        "Creature": {"$ref": "models/pet.yaml"},
        "Owner": {"$ref": "models/people.yaml#/definitions/Owner"},
        "Alias": {"$ref": "#/components/schemas/Owner"},
    }
    found = interpreted(tmp_path, schemas_document(schemas, "3.0.0"), files=FILES)
    assert found.class_names == ["Animal", "AnimalTag", "Creature", "Owner", "Alias"]
    assert [found.schema(name).reference for name in ("Animal", "Creature", "Owner", "Alias")] == [
        "",
        "Animal",
        "",
        "Owner",
    ]
    assert [assumption.why for assumption in found.schema("Animal").assumptions] == ["we think so"]


def test_a_reference_into_a_schema_gives_the_name_it_has_when_read_in_place(tmp_path: Path) -> None:
    way = {"$ref": "#/components/schemas/Pet/properties/tag"}
    pet = {"properties": {"tag": {"properties": {"name": {"type": "string"}}}}}
    for schemas in ({"A": {"items": way}, "Pet": pet}, {"Pet": pet, "A": {"items": way}}):
        found = interpreted(tmp_path, schemas_document(schemas))
        assert sorted(found.class_names) == ["A", "Pet", "PetTag"]
        assert found.member("Pet", "tag").reference == "PetTag"


def test_a_schema_reached_twice_through_a_shared_answer_is_one_class(tmp_path: Path) -> None:
    answer = {"$ref": "#/components/responses/Problem"}
    shared = {
        "Problem": {
            "description": "no",
            "content": {"application/json": {"schema": {"properties": {"code": {"type": "string"}}}}},
        }
    }
    paths = {
        path: {"get": {"operationId": f"get{path[1:]}", "responses": {"404": answer, "4XX": answer}}}
        for path in ("/zoo", "/ark")
    }
    found = interpreted(tmp_path, paths_document(paths, components={"responses": shared}))
    assert found.class_names == ["Problem"]
