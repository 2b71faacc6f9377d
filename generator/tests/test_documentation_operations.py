"""Which operations are the same: whatever may match has one ending, so that pages are found without trying them all."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

import pytest
from drift_documents import document
from printing.era import ERAS, Era, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from test_drift_forms import of_printer
from truespec.cli.console import Exit
from truespec.cli.pages import read_bytes
from truespec.diagnostics import Report
from truespec.documentation.facts.operations import ending, matched
from truespec.documentation.facts.surface import Fact, Form, Grade, PageFacts, Surface
from truespec.documentation.facts.wording import digest
from truespec.documentation.locks import acceptance
from truespec.documentation.locks.acceptance import same_page
from truespec.documentation.locks.lock import Lock, LockedPage

PATHS = (
    "/",
    "/a",
    "/a/{x}",
    "/{x}",
    "/{x}/{y}",
    "/v1/a",
    "/v1/a/{y}",
    "/v1/{x}/a",
    "/a/",
    "/b/a",
    "/{x}/{y}/a/{z}/{u}",
)
LABELS = [f"{method} {path}" for method in ("GET", "POST") for path in PATHS]


@pytest.mark.parametrize(("one", "other"), list(itertools.product(LABELS, repeat=2)))
def test_operations_that_match_end_alike(one: str, other: str) -> None:
    if matched([one], [other]):
        assert "" in {ending(one), ending(other)} or ending(one) == ending(other)


def test_an_ending_tells_operations_apart() -> None:
    labels = ("GET /a", "POST /a", "GET /b", "GET /a/{x}", "GET /a/{x}/{y}")
    assert len(labels) == len({ending(label) for label in labels})
    assert {ending("GET /v1/a/{id}")} == {ending("get /a/{x}/")}


def surface(*operations: str) -> Surface:
    facts = tuple(Fact(one, "", "present", value=True, line=number) for number, one in enumerate(operations, 1))
    return Surface(PageFacts(Form.OPENAPI, Grade.A), facts)


def test_a_page_is_found_among_a_thousand_without_a_look_at_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Iterable[str]] = []

    def counted(ours: Iterable[str], theirs: Iterable[str]) -> dict[str, str]:
        compared.append(ours)
        return matched(ours, theirs)

    monkeypatch.setattr(acceptance, "matched", counted)
    names = [f"p{number}" for number in range(1_000)]
    lock = Lock({one: LockedPage(one, surface(f"GET /v1/{one}/{{id}}", f"POST /v1/{one}")) for one in names})
    found = [same_page(lock, surface(f"GET /{one}/{{key}}", f"PUT /{one}/{{key}}")) for one in names]
    assert (names, 1_000) == (found, len(compared))


def test_a_page_of_parameters_alone_is_found() -> None:
    lock = Lock({"one": LockedPage("one", surface("GET /api/{x}")), "two": LockedPage("two", surface("POST /a"))})
    assert ["one", "two", ""] == [same_page(lock, surface(one)) for one in ("GET /{x}", "POST /v1/a", "GET /a")]


@pytest.mark.parametrize("tail", [".json", ":merge", "-{other}", ";v=1", ".{other}/parts"])
@pytest.mark.parametrize("form", ["innertext", "clipboard"])
def test_a_path_goes_on_behind_a_variable_with_more_than_a_stroke(form: str, tail: str) -> None:
    whole = of_printer(document(random.Random(7)))
    names = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in ("key", "other")]
    item = {"get": {"summary": "Look", "parameters": names, "responses": {"200": {"description": "Seen."}}}}
    whole["paths"] = {f"/looks/{{key}}{tail}": item, **whole["paths"]}
    text = save_text(print_page(whole, RowPrinter(ERAS[5], Words("en"))), form).text
    page = read_bytes(text.encode(), "page.txt", Report())
    assert Exit.HOLDS is page.exit
    assert page.surface is not None
    assert f"GET /looks/{{key}}{tail}" in {fact.operation for fact in page.surface.facts}


@pytest.mark.parametrize("era", ERAS[::2], ids=lambda era: era.date)
@pytest.mark.parametrize("form", ["crawl", "crawl-buttons", "innertext", "clipboard"])
def test_a_title_may_be_the_method_and_the_path(form: str, era: Era) -> None:
    whole = of_printer(document(random.Random(7)))
    for path, item in whole["paths"].items():
        for method, operation in item.items():
            operation["summary"] = f"{method.upper()} {path}"
            operation["description"] = "What is done here."
    text = save_text(print_page(whole, RowPrinter(era, Words("en"))), form).text
    page = read_bytes(text.encode(), "page.txt", Report())
    assert Exit.HOLDS is page.exit
    assert page.surface is not None
    titles = {
        fact.operation: fact.value for fact in page.surface.facts if (fact.place, fact.attribute) == ("", "summary")
    }
    operations = [f"{method.upper()} {path}" for path, item in whole["paths"].items() for method in item]
    assert {one: digest(one) for one in operations} == titles
