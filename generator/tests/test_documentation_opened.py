"""What stands open in a saved text is read where it may look like something else, and is no sign of a torn page."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_TEXT = {"type": "string"}
_FORMS = ["html", "clipboard", "innertext", "crawl-buttons"]
_OLD, _NEW = ERAS[0], ERAS[-1]


def _object(**members: object) -> dict[str, Any]:
    return {"type": "object", "properties": members}


def _operation(schema: object, **more: object) -> dict[str, Any]:
    answer = {"description": "Fine", "content": {"application/json": {"schema": schema}}}
    return {"summary": "List all", "responses": {"200": answer}, **more}


def _page(form: str, operation: dict[str, Any], *, path: str = "/things", era: Any = _NEW, language: str = "en") -> str:
    """Print a page of one operation with everything open."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "description": operation.pop("page", "")},
        "servers": [{"url": "https://api.example.test"}],
        "components": {"securitySchemes": operation.pop("schemes", {})},
        "paths": {path: {operation.pop("method", "get"): operation}},
    }
    printed = print_page(document, RowPrinter(era, Words(language), expanded=True))
    return (save_markup(printed) if form == "html" else save_text(printed, form)).text


def _read(text: str) -> Surface:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def _said(surface: Surface, attribute: str = "type") -> dict[str, Any]:
    facts = [fact for fact in surface.facts if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    return {fact.place.removeprefix("response.200"): fact.value for fact in facts if fact.attribute == attribute}


@pytest.mark.parametrize("form", _FORMS)
def test_below_an_array_of_alternatives_is_the_row_of_its_items(form: str) -> None:
    choice = {"oneOf": [_object(claws=_TEXT, size=_TEXT), _object(breed=_TEXT)]}
    pets = {"type": "array", "items": choice}
    surface = _read(_page(form, _operation(_object(id=_TEXT, pets=pets, name=_TEXT))))
    inside = {".pets[]", ".pets[]|1", ".pets[]|1.claws", ".pets[]|1.size", ".pets[]|2", ".pets[]|2.breed"}
    assert (True, {".id", ".pets", *inside, ".name"}) == (surface.page.whole, _said(surface).keys() - {""})


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize(("value", "said"), [(4, {}), ("4", {}), (True, {}), ("four", {".kind": "four"})])
def test_a_constant_that_may_be_a_number_or_a_text_is_lost(form: str, value: object, said: dict[str, str]) -> None:
    surface = _read(_page(form, _operation(_object(id=_TEXT, kind={"const": value}))))
    lost = {fact.place for fact in surface.facts if (fact.attribute, fact.visibility) == ("enum", Visibility.LOST)}
    assert (said, not said) == (_said(surface, "const"), "response.200.kind" in lost)


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize(
    ("kind", "value"), [("integer", 4), ("string", "4"), ("boolean", True), ("string", "true"), ("number", 0.5)]
)
def test_the_sample_tells_whether_a_constant_is_a_number_or_a_text(form: str, kind: str, value: object) -> None:
    constant = {"type": kind, "const": value}
    several = {"type": "array", "items": _object(inner={"oneOf": [constant, {"type": "boolean"}]})}
    surface = _read(_page(form, _operation(_object(id=_TEXT, kind=constant, several=several))))
    assert {".kind": value, ".several[].inner|1": value} == _said(surface, "const")


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("path", ["/things/{id}:cancel", "/things/{id}.json", "/things/{id}#shared"])
def test_a_path_goes_on_behind_its_variable(form: str, path: str) -> None:
    text = _page(form, _operation(_object(id=_TEXT), parameters=[_ID]), path=path)
    surface = _read(text)
    assert (True, {f"GET {path}"}) == (surface.page.whole, {fact.operation for fact in surface.facts} - {""})


_ID = {"name": "id", "in": "path", "required": True, "schema": _TEXT}


@pytest.mark.parametrize("said", ["All that can be done with them.", "Everything."])
@pytest.mark.parametrize("form", [form for form in _FORMS if form != "html"])
def test_a_sentence_below_the_name_of_the_page_is_no_title_of_its_first_operation(form: str, said: str) -> None:
    operation = {**_operation(_object(id=_TEXT)), "page": said}
    titled = _page(form, operation | {"summary": "List them. All."})
    untitled = _page(form, operation | {"summary": ""})
    assert ({""}, set[str]()) == tuple({*_said(_read(text), "summary")} for text in (titled, untitled))


@pytest.mark.parametrize("form", [form for form in _FORMS if form != "html"])
@pytest.mark.parametrize("others", [2, 3])
def test_words_above_the_first_of_operations_without_titles_are_of_the_page(form: str, others: int) -> None:
    first = _operation(_object(id=_TEXT)) | {"summary": "Things of all kinds"}
    more = [_page(form, _operation(_object(id=_TEXT)) | {"summary": ""}, path=f"/{n}") for n in range(others)]
    rest = "".join(text.split("\n", 1)[1].partition("Last updated")[0] for text in more)
    surface = _read(_page(form, first).replace("Last updated", f"{rest}\nLast updated"))
    assert (others + 1, {}) == (
        sum(one.attribute == "present" for one in surface.facts) // 2,
        _said(surface, "summary"),
    )


def test_a_scheme_in_a_menu_is_not_the_row_of_one() -> None:
    flow = {"clientCredentials": {"tokenUrl": "https://a.example.test", "scopes": {}}}
    scheme = {"type": "oauth2", "flows": flow, "description": "With your id."}
    operation = _operation(_object(id=_TEXT), security=[{"OAuth2": []}])
    surface = _read(_page("clipboard", {**operation, "schemes": {"OAuth2": scheme}}))
    assert {"auth.OAuth2": "clientCredentials"}.items() <= _said(surface).items()
    assert [3] == [value["words"] for place, value in _said(surface, "description").items() if place == "auth.OAuth2"]


def test_the_pattern_of_an_alternative_is_no_part_of_its_format() -> None:
    numbered = {"type": "string", "format": "key", "pattern": "^[0-9]+$"}
    choice = {"oneOf": [numbered, {"type": "integer"}]}
    said = _read(_page("crawl-buttons", _operation(_object(id=_TEXT, a=choice)), era=_OLD))
    assert ({".a|1": "key"}, {".a|1": "^[0-9]+$"}) == (_said(said, "format"), _said(said, "pattern"))


def test_constants_with_flags_in_one_row_are_no_pieces_of_rows() -> None:
    kinds = {"oneOf": [{"const": name} for name in "abcdefgh"]}
    surface = _read(_page("crawl-buttons", _operation(_object(id=_TEXT, kind=kinds), parameters=[_ID]), path="/t/{id}"))
    assert (True, {"path.id", ".id", ".kind"}) == (surface.page.whole, _said(surface, "required").keys())


def test_a_name_of_two_words_with_a_choice_in_its_row_makes_no_name_with_the_type_below() -> None:
    parts = {"allOf": [{**_object(id=_TEXT), "title": "Part"}]}
    surface = _read(_page("crawl-buttons", _operation(_object(key=_TEXT, **{"Two words": parts})), era=_OLD))
    assert not any("all of" in fact.place for fact in surface.facts)


def test_the_body_with_its_media_type_stands_before_a_member_of_that_name() -> None:
    schema = _object(id=_TEXT, Body={"type": "array", "items": {"type": "integer"}, "maxItems": 6})
    content = {"content": {"application/json": {"schema": schema}}}
    text = _page("clipboard", _operation(_object(id=_TEXT), requestBody=content, method="post"))
    assert {"body.id": "string"}.items() <= _said(_read(text)).items()
    assert "body" not in _said(_read(text))


def test_an_answer_that_says_show_is_no_button_of_a_crawler() -> None:
    """Where no button was saved, the members of a sample that are no scalars may be missing from its list."""
    inner = {f"part{number}": _object(name=_TEXT) for number in range(4)}
    answer = _operation(_object(id=_TEXT, **inner), responses={})
    answer = _operation(_object(id=_TEXT, **inner))
    answer["responses"]["200"]["description"] = "Show saved"
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"get": answer}},
    }
    printed = print_page(document, RowPrinter(_NEW, Words("en")))
    surface = _read(save_text(printed, "crawl").text)
    assert (True, {"", ".id"}) == (surface.page.whole, _said(surface).keys() | {""})


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("inner", [[], [{"const": 4}], [{"const": 4}, {"const": 5}]])
def test_a_choice_of_one_choice_is_read_wherever_it_stands(inner: list[object], language: str) -> None:
    members = _object(type={"oneOf": [{"oneOf": inner}]}, later={})
    body = {"requestBody": {"content": {"application/json": {"schema": members}}}, "method": "patch"}
    surface = _read(_page("innertext", {**_operation(_object(id=_TEXT)), **body}, era=_OLD, language=language))
    assert "body.later" in {fact.place for fact in surface.facts}
