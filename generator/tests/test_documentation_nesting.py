"""What is below what in a printed list is found out from the sample beside it, and never guessed."""

from __future__ import annotations

from typing import Any

from truespec.documentation.nested.nesting import Nested, fits_flat, nest
from truespec.documentation.nested.nesting_rows import Rows
from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.language import language_of
from truespec.documentation.rendered.sample_values import fits_type
from truespec.documentation.rendered.type_line import TypeLine


def _row(name: str, kind: str = "string", *flags: str, opened: bool = False) -> Field:
    depth = kind.count("[]")
    return Field(name, TypeLine((kind.removesuffix("[]" * depth),), depth), 1, {"optional", *flags}, opened=opened)


def _part(kind: str, *, first: bool = True, opened: bool = False) -> Field:
    part = _row("", kind, "alternative", opened=opened)
    part.number = int(first)
    return part


def _open(name: str, kind: str = "object") -> Field:
    return _row(name, kind, opened=True)


def _tree(fields: list[Field]) -> dict[str, Any]:
    return {
        field.name or "?": _tree(field.children)
        | {f"|{number}": _tree(part.children) for number, part in enumerate(field.alternatives, 1)}
        for field in fields
    }


def _nested(rows: list[Field], sample: object) -> tuple[dict[str, Any], list[str]]:
    nested: Nested = nest(Rows(rows, sample), opened=True)
    return _tree(nested.members), [field.name for field in nested.unplaced]


def test_a_sample_tells_where_the_members_of_a_member_end() -> None:
    rows = [_open("address"), _row("city"), _row("zip"), _row("name")]
    sample = {"address": {"city": "text", "zip": "text"}, "name": "text"}
    assert ({"address": {"city": {}, "zip": {}}, "name": {}}, []) == _nested(rows, sample)


def test_without_a_sample_only_the_first_member_is_certain() -> None:
    rows = [_row("id"), _open("address"), _row("city"), _row("name")]
    assert ({"id": {}, "address": {"city": {}}}, ["name"]) == _nested(rows, None)


def test_other_properties_are_the_last_of_their_object() -> None:
    rows = [_open("labels"), _row("Other properties"), _row("name")]
    assert ({"labels": {"Other properties": {}}, "name": {}}, []) == _nested(rows, None)


def test_members_of_alternatives_are_below_them_and_those_behind_the_last_beside_the_choice() -> None:
    choice = _row("pet", "one of")
    cat, dog = _part("object", opened=True), _part("object", first=False, opened=True)
    choice.alternatives.extend([cat, dog])
    rows = [choice, cat, _open("claws"), _row("length"), dog, _row("breed"), _row("total")]
    sample = {"pet": {"claws": {"length": "text"}}, "total": "text"}
    expected = {"pet": {"|1": {"claws": {"length": {}}}, "|2": {"breed": {}}}, "total": {}}
    assert (expected, []) == _nested(rows, sample)


def test_what_may_be_of_the_last_alternative_or_beside_the_choice_has_no_place() -> None:
    choice = _row("pet", "one of")
    dog = _part("object", opened=True)
    choice.alternatives.append(dog)
    rows = [choice, dog, _row("breed"), _row("total")]
    assert ({"pet": {"|1": {"breed": {}}}}, ["total"]) == _nested(rows, None)


def test_a_member_that_the_sample_leaves_out_has_no_place_where_two_objects_may_have_it() -> None:
    rows = [_open("address"), _row("city"), _row("id", "string", "read_only"), _row("name")]
    sample = {"address": {"city": "text"}, "name": "text"}
    assert ({"address": {"city": {}}, "name": {}}, ["id"]) == _nested(rows, sample)


def test_a_value_of_another_type_is_of_another_member() -> None:
    rows = [_open("a"), _row("x"), _open("b"), _row("x", "integer"), _row("c"), _row("x", "boolean")]
    sample = {"a": {"x": "text", "b": {"x": 1, "c": "text"}}, "x": True}
    assert ({"a": {"x": {}, "b": {"x": {}, "c": {}}}, "x": {}}, []) == _nested(rows, sample)


def test_a_sample_of_something_else_is_no_witness() -> None:
    rows = [_open("address"), _row("city"), _row("name")]
    assert ({"address": {"city": {}}}, ["name"]) == _nested(rows, {"error": "text"})


def test_more_readings_than_can_be_followed_leave_what_is_certain() -> None:
    rows = [_row("id"), *(row for n in range(60) for row in (_open(f"o{n}"), _row(f"m{n}")))]
    members, unplaced = _nested(rows, None)
    assert ({"id": {}, "o0": {"m0": {}}}, 118) == (members, len(unplaced))


def test_members_that_a_sample_leaves_out_without_a_flag_leave_the_others_in_their_places() -> None:
    rows = [row for n in range(12) for row in (_open(f"o{n}"), _row("a"), _row("old"), _row("b"), _row(f"m{n}"))]
    sample = {
        key: value for n in range(12) for key, value in ((f"o{n}", {"a": "text", "b": "text"}), (f"m{n}", "text"))
    }
    expected = {
        key: value for n in range(12) for key, value in ((f"o{n}", {"a": {}, "old": {}, "b": {}}), (f"m{n}", {}))
    }
    nested = nest(Rows(rows, sample, flagged=False), opened=True)
    assert (expected, []) == (_tree(nested.members), nested.unplaced)


def test_of_the_readings_of_a_copy_those_count_in_which_the_sample_lacks_fewest() -> None:
    rows = [row for n in range(9) for row in (_open(f"o{n}"), _row("a"), _row("old"), _row(f"m{n}"))]
    sample = {key: value for n in range(9) for key, value in ((f"o{n}", {"a": "text"}), (f"m{n}", "text"))}
    expected = {key: value for n in range(9) for key, value in ((f"o{n}", {"a": {}}), (f"m{n}", {}))}
    nested = nest(Rows(rows, sample, flagged=False), opened=True)
    assert (expected, ["old"] * 9) == (_tree(nested.members), [field.name for field in nested.unplaced])


def test_an_object_that_is_empty_in_a_sample_has_no_more_of_what_the_sample_lacks_than_others() -> None:
    rows = [_open("o"), _row("a"), _row("old"), _row("b")]
    nested = nest(Rows(rows, {"o": {}, "b": "text"}, flagged=False), opened=True)
    assert ({"o": {"a": {}}, "b": {}}, ["old"]) == (_tree(nested.members), [field.name for field in nested.unplaced])
    rows = [_open("o"), _row("a"), _row("old")]
    nested = nest(Rows(rows, {"o": {}}, flagged=False), opened=True)
    assert ({"o": {"a": {}}}, ["old"]) == (_tree(nested.members), [field.name for field in nested.unplaced])


def test_what_a_copy_leaves_out_may_be_of_an_alternative_or_beside_its_choice() -> None:
    choice = _row("pet", "one of")
    cat, dog = _part("object", opened=True), _part("object", first=False, opened=True)
    choice.alternatives.extend([cat, dog])
    rows = [choice, cat, _row("claws"), dog, _row("breed"), _row("old"), _row("total")]
    nested = nest(Rows(rows, {"pet": {"claws": "text"}, "total": "text"}, flagged=False), opened=True)
    expected = {"pet": {"|1": {"claws": {}}, "|2": {"breed": {}}}, "total": {}}
    assert (expected, ["old"]) == (_tree(nested.members), [field.name for field in nested.unplaced])


def test_behind_members_of_too_many_readings_others_have_their_places() -> None:
    choice = _row("pet", "one of")
    cat, dog = _part("object", opened=True), _part("object", first=False, opened=True)
    choice.alternatives.extend([cat, dog])
    deep = [row for n in range(60) for row in (_open(f"o{n}"), _row("a"), _row("b"), _row(f"m{n}"))]
    rows = [choice, cat, _row("claws"), dog, *deep, _row("total"), _open("end"), _row("at")]
    members, unplaced = _nested(rows, {"pet": {"claws": "text"}, "total": "text", "end": {"at": "text"}})
    assert ["pet", "total", "end"] == list(members)
    assert {"at": {}} == members["end"]
    assert set(unplaced) < {row.name for row in deep}


def test_a_plain_member_of_the_same_name_as_its_own_owner_is_not_that() -> None:
    rows = [_row("createdAt"), _row("name")]
    assert fits_flat(rows, {"createdAt": "text", "name": "text"})
    assert not fits_flat(rows, {"createdAt": {"createdAt": "text"}, "name": "text"})


def test_the_row_of_items_is_no_member_of_that_name_where_the_sample_has_none() -> None:
    assert fits_flat([_row("name"), _row("items", "string[]")], {"name": "John", "items": ["text"]})
    assert not fits_flat([_row("name"), _row("items")], {"name": "John", "items": ["text"]})
    assert not fits_flat([_row("name"), _row("items")], {"name": "John"})


def test_below_what_leads_back_in_the_sample_are_the_members_of_what_is_around_it() -> None:
    again = [_row("no"), _open("place"), _row("city"), _row("above", "object"), _row("size")]
    rows = [_open("deep"), _row("no"), _open("place"), _row("city"), _open("above"), *again, _row("size"), _row("end")]
    sample = {"deep": {"no": "text", "place": {"city": "text", "above": "[Circular Reference]"}, "size": "text"}}
    above = {"no": {}, "place": {"city": {}, "above": {}}, "size": {}}
    expected = {"deep": {"no": {}, "place": {"city": {}, "above": above}, "size": {}}, "end": {}}
    assert (expected, []) == _nested(rows, sample | {"end": "text"})


def test_what_may_lead_back_to_several_objects_around_it_tells_nothing() -> None:
    rows = [_row("id"), _open("a"), _row("id"), _open("b"), _row("id"), _row("end"), _row("end")]
    sample = {"id": "text", "a": {"id": "text", "b": "[Circular Reference]"}, "end": "text"}
    assert ({"id": {}, "a": {"id": {}, "b": {"id": {}, "end": {}}}, "end": {}}, []) == _nested(rows, sample)


def test_a_number_of_any_format_tells_that_a_sample_was_made() -> None:
    rows = [Field("quantity", TypeLine(("number",), detail="float"), 1), _row("href")]
    assert not fits_flat(rows, {"quantity": 1})
    assert fits_flat(rows, {"quantity": 2.5})
    assert fits_flat([Field("at", TypeLine(("string",), detail="date-time"), 1), _row("href")], {"at": "2026-01-01"})


def test_the_row_of_items_is_of_no_array_of_objects_or_of_arrays() -> None:
    assert not fits_flat([_row("items")], [{"id": "text"}])
    assert fits_flat([_row("items")], ["text"])
    for kind, value in (("string", [["0"]]), ("string", {"x": 1})):
        plain = {"id": "text", "name": "text", "city": "text"}
        listed = [*map(_row, plain), _row("items", kind)]
        nested = nest(Rows(listed, {**plain, "a": value}, owners_shown=False), opened=True)
        assert ["items"] == [field.name for field in nested.unplaced]


def test_without_buttons_a_reading_of_few_of_the_rows_is_none() -> None:
    rows = [_row("a"), *(_row(f"x{n}") for n in range(4))]
    sample = {"a": "text", "b": dict.fromkeys(("y", "x0", "x1", "x2", "x3"), "text"), "c": {"a": "text"}}
    nested = nest(Rows(rows, sample, owners_shown=False), opened=True)
    assert [] == nested.members


def test_a_union_is_of_a_value_that_is_one_of_its_types() -> None:
    union = Field("id", TypeLine(("string", "integer")), 1, {"optional"})
    assert [True, True, False] == [fits_type(union, value) for value in (1, "text", {"id": 1})]


def test_a_member_that_a_sample_leaves_out_may_be_below_a_row_that_was_not_saved() -> None:
    rows = [_row("a"), _row("x"), _row("x", "string", "deprecated")]
    nested = nest(Rows(rows, {"a": "text", "o": {"x": "text"}}, owners_shown=False), opened=True)
    assert ({"a": {}, "o": {"x": {}}}, [rows[2]]) == (_tree(nested.members), nested.unplaced)


def test_words_of_a_page_tell_its_language_whatever_its_members_are_called() -> None:
    page = "Anfrage\nGET\n/x\nAntworten\n200\nResponses\nstring\nErforderlich\nBody\nstring · enum\nOptional\n"
    names = "Authorizations\nstring\nErforderlich\nQuery parameters\ninteger\nErforderlich\nHeaders\nstring\nOptional\n"
    assert "de" == language_of((page + names).split("\n"))


def test_a_name_that_ends_like_a_flag_tells_no_language() -> None:
    assert "fr" == language_of(["Corps", "stringOptional", "string", "stringRequired", "object", "Réponses", "200"])
