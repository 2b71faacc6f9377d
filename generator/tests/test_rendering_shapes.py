"""From schemas to shapes: what becomes a class, an alias or anything at all, and which members a class has."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rendered import PACKAGES, api_of
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.rendering.arguments import arguments
from truespec.rendering.definitions import Definitions, ModelsError
from truespec.rendering.imports import Imports
from truespec.rendering.render import render
from truespec.rendering.shapes import (
    ANYTHING,
    NULL,
    Choice,
    Either,
    Listing,
    Named,
    Row,
    Scalar,
    Shape,
    Table,
    either,
    nullable,
)
from truespec.rendering.shaping import Shaper
from truespec.rendering.types import Annotator, Twin

HEAD = "openapi: 3.1.0\ninfo: {title: Shapes, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
STRING = Scalar("str")


@pytest.fixture(scope="module")
def shaper() -> Shaper:
    """Shape the golden case that has one of everything."""
    return Shaper(api_of(PACKAGES / "shapes" / "openapi.yaml"), Report())


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("kind", Choice(("everything",), open=False)),
        ("level", Choice((1, 2, 3), open=True)),
        ("flag", Scalar("bool")),
        ("ratio", Scalar("float")),
        ("mixed", Either((Choice((1, "two"), open=True), NULL))),
        ("odd", ANYTHING),
        ("never", ANYTHING),
        ("whatever", ANYTHING),
        ("day", Scalar("date")),
        ("moment", Either((Scalar("datetime"), NULL))),
        ("key", Scalar("UUID")),
        ("price", Scalar("Decimal", (("type", "number"),))),
        ("blob", Scalar("bytes")),
        ("size", Scalar("int", (("minimum", 0), ("maximum", 10), ("multipleOf", 2)))),
        ("name", Scalar("str", (("minLength", 2), ("pattern", "^[A-Z][a-z]+$")))),
        ("clever", STRING),
        ("tags", Listing(Scalar("str", (("maxLength", 5),)), (("minItems", 1), ("maxItems", 3)))),
        ("point", Row((Scalar("float"), Scalar("float")))),
        ("open_point", Listing(Either((Scalar("float"), STRING, Scalar("bool"))))),
        ("several", Either((STRING, Scalar("int"), NULL))),
        ("scores", Table(Listing(Scalar("int", (("minimum", 0),))))),
        ("labelled", Table(STRING)),
        ("maybe_pet", Either((Named("Pet"), NULL))),
        ("plain_pet", Either((Named("Cat"), Named("Dog")))),
        ("tree", Named("Tree")),
    ],
)
def test_a_member_has_the_shape_its_schema_says(wire: str, expected: Shape, shaper: Shaper) -> None:
    (found,) = (member.shape for member in shaper.models["Everything"].members if member.wire == wire)
    assert expected == found


def test_all_of_gives_its_members_to_the_class(shaper: Shaper) -> None:
    dog = [(member.name, member.required) for member in shaper.models["Dog"].members]
    assert [("pet_type", True), ("name", True), ("barks", False)] == dog


def test_a_discriminator_may_know_a_class_by_several_values(tmp_path: Path) -> None:
    classes = "".join(
        f"    {name}: {{type: object, required: [k], properties: {{k: {{type: string}}}}}}\n" for name in "AB"
    )
    path = tmp_path / "openapi.yaml"
    path.write_text(
        f"{HEAD}{classes}    Both:\n"
        "      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]\n"
        "      discriminator: {propertyName: k, mapping: {a: A, b: B, c: A, d: '#/components/schemas/B'}}\n"
    )
    shaper = Shaper(api_of(path), Report())
    assert Either((Named("A"), Named("B")), "k") == shaper.aliases["Both"].shape
    told = [shaper.models[name].members[0].shape for name in "AB"]
    assert [Choice(("a", "c"), open=False), Choice(("b", "d"), open=False)] == told


def test_a_discriminator_fixes_the_member_of_each_branch_and_only_there(shaper: Shaper) -> None:
    found = {name: shaper.models[name].members[0].shape for name in ("Cat", "Dog", "Animal")}
    assert {"Cat": Choice(("cat",), open=False), "Dog": Choice(("dog",), open=False), "Animal": STRING} == found
    assert Either((Named("Cat"), Named("Dog")), "petType") == shaper.aliases["Pet"].shape


def test_only_an_alias_that_leads_to_itself_is_recursive(shaper: Shaper) -> None:
    assert {"Json"} == {alias.name for alias in shaper.aliases.values() if alias.recursive}


def test_a_union_is_flat_without_repetition_and_ends_in_null() -> None:
    assert Either((STRING, Scalar("int"), NULL)) == either((NULL, STRING, Either((Scalar("int"), STRING))))
    assert STRING == either((STRING, STRING))
    assert ANYTHING == either((STRING, ANYTHING))
    assert ANYTHING == nullable(ANYTHING)


def test_the_constraints_of_one_option_are_not_put_on_the_union() -> None:
    short = Scalar("str", (("maxLength", 1),))
    assert Either((STRING, Scalar("int"))) == either((short, Scalar("int")))
    assert Either((short, NULL)) == nullable(short)


def test_diamonds_of_all_of_are_walked_once(make_api: Callable[[str], Api]) -> None:
    layers = 60
    rows = ["    L0: {type: object, properties: {m: {type: string}}}"]
    for number in range(1, layers):
        twice = f"{{$ref: '#/components/schemas/L{number - 1}'}}, {{$ref: '#/components/schemas/L{number - 1}'}}"
        rows.append(f"    L{number}: {{allOf: [{twice}]}}")
    shaper = Shaper(make_api(HEAD + "\n".join(rows)), Report())
    assert ["m"] == [member.wire for member in shaper.models[f"L{layers - 1}"].members]


def test_arguments_accept_any_sequence_and_mapping_and_answers_are_lists_and_dictionaries() -> None:
    annotator = Annotator(
        Imports(), twins={"Pet": Twin("PetParams", alone=False), "Any_": Twin("AnyParams", alone=True)}
    )
    shape = Table(Listing(Named("Pet")))
    assert "dict[str, list[Pet]]" == annotator.answer(shape)
    assert "Mapping[str, Sequence[Pet | PetParams]]" == annotator.argument(shape)
    assert "AnyParams" == annotator.argument(Named("Any_"))


def test_a_type_hidden_by_a_method_is_reached_through_its_module() -> None:
    imports = Imports()
    annotator = Annotator(imports, shadowed={"list", "date"})
    assert "builtins.list[dt.date]" == annotator.answer(Listing(Scalar("date")))
    assert "import builtins\nimport datetime as dt" == imports.render()


def test_read_only_fields_are_not_arguments(make_api: Callable[[str], Api]) -> None:
    api = make_api(
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths:\n  /a:\n    post:\n      operationId: makeA\n"
        "      requestBody: {content: {application/json: {schema: {type: object, required: [id], properties:\n"
        "        {id: {type: string, readOnly: true}, name: {type: string}}}}}}\n"
        "      responses: {'204': {description: Done.}}\n"
    )
    taken = arguments(api.operations[0], api, Shaper(api, Report()))
    assert ["name"] == [argument.name for argument in taken.all]


@pytest.mark.parametrize("text", ["x = 1\nprint(x)", "def f(): pass", "import os", "if x:\n    y = 1"])
def test_models_hold_imports_classes_and_aliases_only(text: str) -> None:
    with pytest.raises(ModelsError):
        Definitions(text)


def test_an_alias_that_nobody_asked_for_is_written_out_where_it_is_used() -> None:
    module = Definitions("Ä = list[int]\nB = dict[Ä, Ä]\n\nclass C(M):\n    é: B | Ä\n")
    module.inline("B")
    module.inline("Ä")
    assert "class C(M):\n    é: dict[list[int], list[int]] | list[int]" == module.source("C")


def shapes_of(schemas: dict[str, object], folder: Path) -> Shaper:
    """Shape the schemas of a document that has nothing else."""
    document = folder / "shapes.json"
    root = {"openapi": "3.1.0", "info": {"title": "Shapes", "version": "1"}, "paths": {}}
    document.write_text(json.dumps({**root, "components": {"schemas": schemas}}), encoding="utf-8")
    return Shaper(api_of(document), Report())


def referring(name: str) -> dict[str, str]:
    """Return a reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def test_a_recursive_alias_may_come_after_what_it_mentions(tmp_path: Path) -> None:
    tree = {"oneOf": [referring("Leaf"), {"type": "array", "items": referring("Tree")}]}
    found = shapes_of({"Leaf": {"oneOf": [{"type": "string"}, {"type": "integer"}]}, "Tree": tree}, tmp_path)
    assert {"Tree": True, "Leaf": False} == {alias.name: alias.recursive for alias in found.aliases.values()}


def test_aliases_that_are_options_of_one_another_have_the_other_options_of_all(tmp_path: Path) -> None:
    first = {"anyOf": [referring("Second"), {"type": "string"}]}
    second = {"anyOf": [referring("First"), {"type": "integer"}, referring("Third")]}
    third = {"type": "array", "items": referring("First")}
    found = shapes_of({"First": first, "Second": second, "Third": third}, tmp_path)
    shapes = {alias.name: alias.shape for alias in found.aliases.values()}
    options = {Scalar("str"), Scalar("int"), Named("Third")}
    assert isinstance(shapes["First"], Either)
    assert options == set(shapes["First"].options)
    assert Named("First") == shapes["Second"]
    assert Listing(Named("First")) == shapes["Third"]


@pytest.mark.parametrize("wide", [2**63, -(2**63)])
def test_a_number_too_wide_for_a_literal_is_any_whole_number(wide: int, tmp_path: Path) -> None:
    found = shapes_of({"Size": {"enum": [1, wide]}, "Most": {"enum": [1, 2**63 - 1]}}, tmp_path)
    assert [Scalar("int"), Choice((1, 2**63 - 1), open=True)] == [each.shape for each in found.aliases.values()]


def test_a_bound_beyond_every_float_is_left_to_strict_validation(tmp_path: Path) -> None:
    found = shapes_of({"Size": {"type": "integer", "minimum": 0, "maximum": 10**400}}, tmp_path)
    assert Scalar("int", (("minimum", 0),)) == found.aliases["Size"].shape


@pytest.mark.parametrize("inner", ["type: array, items: ", "additionalProperties: ", "anyOf: [{type: string}, "])
def test_types_without_a_name_nested_without_end_are_anything_below(inner: str, make_api: Callable[[str], Api]) -> None:
    end = "]}" if "[" in inner else "}"
    report = Report()
    tree = render(make_api(HEAD + f"    Deep: {('{' + inner) * 90}{{type: integer}}{end * 90}\n"), report)
    assert {("schema-inexpressible", "no Python type for more than 40 types in one another")} == {
        (found.id, found.message) for found in report
    }
    assert any(path.endswith("/models.py") and "Deep" in text for path, text in tree.items())
