"""What a rendered page carries in its scripts is read whole: long texts, what refers to other rows, and circles."""

from __future__ import annotations

import json

from truespec.diagnostics import Report
from truespec.documentation.facts.wording import digest
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_ELEMENT = (
    '<div class="openapi-operation"><div class="openapi-summary"><span class="openapi-method">get</span>'
    '<span class="openapi-path-title"><span>/things</span></span></div></div>'
)


def _facts(schema: object, *rows: str, **operation: object) -> dict[tuple[str, str], object]:
    """Read a page whose payload has an operation that answers with a schema, behind other rows."""
    content = {"application/json": {"schema": schema}}
    whole = {"summary": "List", **operation, "responses": {"200": {"description": "Fine", "content": content}}}
    row = json.dumps({"path": "/things", "method": "get", "operation": whole, "securities": []}, ensure_ascii=False)
    payload = json.dumps("".join(rows) + f"5:{row}\n", ensure_ascii=False)
    report = Report()
    text = f"<html><body>{_ELEMENT}<script>self.__next_f.push([1,{payload}])</script></body></html>"
    page = decode(text.encode(), "page.html", report)
    assert page is not None
    return {(fact.place, fact.attribute): fact.value for fact in read(page, report).facts}


def test_a_long_text_has_a_row_of_its_own_that_nothing_ends() -> None:
    long = "Größe:\nall of it. " * 90
    facts = _facts({"type": "string"}, f"9:T{len(long.encode()):x},{long}", description="$9")
    assert (digest(long), "string") == (facts["", "description"], facts["response.200", "type"])


def test_what_is_undefined_is_not_said_and_a_text_may_begin_with_the_mark_of_a_reference() -> None:
    facts = _facts({"type": "string", "format": "$undefined", "default": "$$5"}, description="$undefined")
    assert "$5" == facts["response.200", "default"]
    assert not {("", "description"), ("response.200", "format")} & facts.keys()


def test_a_value_may_refer_to_something_inside_a_row() -> None:
    facts = _facts("$7:3:kinds:1", '7:["$","div",null,{"kinds":[{"type":"string"},{"type":"integer"}]}]\n')
    assert "integer" == facts["response.200", "type"]


def test_schemas_that_hold_themselves_twice_are_read_in_good_time() -> None:
    schema = '{"type":"object","properties":{"left":"$7","right":"$7","name":{"type":"string"}}}'
    facts = _facts("$7", f"7:{schema}\n")
    assert ("object", "string") == (facts["response.200.left", "type"], facts["response.200.left.name", "type"])
