"""Half-saved sources and markup: blocks that do not fit together, words grown into one, elements that are gone."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from test_drift_losses import read, verdict
from test_drift_lost_lines import member, whole
from truespec.cli.console import Exit
from truespec.documentation.openapi.openapi_misfits import misfit

BLOCKS = """\
# Jars

{% swagger method="post" path="/jars" baseUrl="https://api.example.test" summary="Make a jar" %}
{% swagger-description %}
Makes one.
{% endswagger-description %}

{% swagger-parameter in="body" name="lid" type="string" required="true" %}
What closes it.
{% endswagger-parameter %}

{% swagger-parameter in="body" name="size" type="integer" %}
How tall it is.
{% endswagger-parameter %}

{% swagger-response status="201: Created" %}
```json
{"id": 1}
```
{% endswagger-response %}

{% swagger-response status="404: Not there" %}
```json
{"why": "text"}
```
{% endswagger-response %}
{% endswagger %}

{% hint style="info" %}
That is all.
{% endhint %}
"""
TEARS = {
    "the end of a block and the head of the next": (
        "What closes it.\n{% endswag",
        'ger-parameter in="body" name="size"',
    ),
    "a head": ("{% endswagger-parameter %}\n\n", "How tall it is."),
    "half of a head": ("closes it.\n{% endswagger-parameter %}\n\n{", 'swagger-parameter in="body" name="size"'),
    "the end of code": ('{"id": 1}\n', '```json\n{"why"'),
}


def test_blocks_that_fit_together_are_whole() -> None:
    assert read(BLOCKS).exit is Exit.HOLDS


@pytest.mark.parametrize("name", TEARS)
def test_blocks_that_begin_or_end_in_their_middle_are_torn(name: str) -> None:
    left, right = TEARS[name]
    start = BLOCKS.index(left) + len(left)
    assert read(BLOCKS[:start] + BLOCKS[BLOCKS.index(right, start) :]).exit is Exit.COULD_NOT_TELL


@pytest.mark.parametrize("word", ["tycription", "tyerties", "propription"])
def test_a_keyword_of_the_beginning_of_one_and_the_end_of_another_is_torn(word: str) -> None:
    assert _schema({word: "text"}) == word
    assert _schema({"type": "strteger"}) == "type"


@pytest.mark.parametrize(
    "word", ["decription", "multiple", "discription", "minLenght", "xml", "externalDocs", "enable"]
)
def test_a_keyword_that_somebody_mistyped_or_made_up_is_none(word: str) -> None:
    assert _schema({"type": "string", word: "text"}) == ""
    assert _schema({"type": "interger"}) == ""


def _schema(schema: dict[str, Any]) -> str:
    found = misfit({"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"Jar": schema}}})
    return "" if found is None else str(found[0][-1])


def document() -> dict[str, Any]:
    one = whole()
    post = one["paths"]["/pots"]["post"]
    kept = {"description": "Kept.", "content": {"application/json": {"schema": member("Its id.")}}}
    post["responses"] = {"200": kept, **post["responses"], "409": {"description": "Clash."}}
    one["paths"]["/jars"] = {"get": {"summary": "See jars", "responses": {"204": {"description": "None."}}}}
    post["parameters"][2]["schema"] = {"type": "string", "enum": ["yes", "no"]}
    post["requestBody"]["content"]["application/json"]["schema"]["properties"]["ware"] = member("Sold as.")
    return one


PAGE = save_markup(print_page(document(), RowPrinter(ERAS[6], Words("en")))).text


def element(page: str, beginning: str) -> tuple[int, int]:
    """Return where an element begins and ends."""
    start = page.index(beginning)
    depth = 0
    for tag in re.finditer(r"<(/?)\w+[^<>]*?(/?)>", page[start:]):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if not depth:
            return start, start + tag.end()
    raise AssertionError(beginning)


ROW = '<div class="openapi-schema"><div class="openapi-schema-presentation"><span class="openapi-schema-name">'
GONE = {
    '<div class="openapi-disclosure-group-trigger': "no status",
    '<span class="openapi-schema-enum"': "speaks of values",
    f'{ROW}<span class="openapi-schema-propertyname">oven': "samples still show it",
    '<span class="openapi-schema-type">integer</span>': "a name and no type",
    '<div class="openapi-responsebody"': "nothing stands in it",
    '<div class="openapi-summary"': "no heading",
    '<div class="openapi-section openapi-codesample"': "samples that all others have",
}


@pytest.mark.parametrize(("beginning", "words"), GONE.items(), ids=GONE.values())
def test_an_element_that_is_gone_leaves_what_tells_of_it(beginning: str, words: str) -> None:
    start, end = element(PAGE, beginning)
    assert (True, "") == verdict(PAGE, PAGE)
    told, said = verdict(PAGE, PAGE[:start] + PAGE[end:])
    assert (False, True) == (told, words in said), said


def test_markup_that_was_cut_and_closed_again_lacks_what_stands_below_its_operations() -> None:
    start, end = element(PAGE, '<section><div class="openapi-operation"><div class="openapi-summary"><h2>Break')
    less = PAGE[:start] + PAGE[end:]
    assert (True, "") == verdict(PAGE, less)  # an operation that was taken away
    told, said = verdict(PAGE, re.sub(r"<p>Last updated.*?</p>", "", less))
    assert (False, True) == (told, "below the last operation" in said), said


def test_a_member_that_was_taken_away_leaves_nothing() -> None:
    one = json.loads(json.dumps(document()))
    del one["paths"]["/pots"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["oven"]
    after = save_markup(print_page(one, RowPrinter(ERAS[6], Words("en")))).text
    assert (True, "") == verdict(PAGE, after)
