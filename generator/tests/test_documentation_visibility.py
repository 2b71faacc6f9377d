"""What the absence of a thing on a page means, by what the page can show; and one form for all ways to say it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from truespec.documentation.facts.capture import Capture, capture, condensed, equal
from truespec.documentation.facts.operations import matched
from truespec.documentation.facts.surface import Evidence, Fact, Form, Grade, PageFacts, Surface, Value, Visibility
from truespec.documentation.loss.visibility import of_attribute, of_place, of_sample

OPERATION = "POST /pots"
Said = tuple[str, str, Value]


def surface(*said: Said, grade: Grade = Grade.C, whole: bool = True, unseen: dict[str, str] | None = None) -> Surface:
    """Return a surface of one operation; ``unseen`` are places with the attribute that the page does not show."""
    form = Form.MD_OPENAPI if grade is Grade.A else Form.TEXT_GITBOOK
    facts = [Fact(OPERATION, "", "present", True, 1)]
    facts += [Fact(OPERATION, place, attribute, value, line) for line, (place, attribute, value) in enumerate(said, 2)]
    facts += [
        Fact(OPERATION, place, attribute, None, 1, Visibility.LOST) for place, attribute in (unseen or {}).items()
    ]
    return Surface(PageFacts(form, grade, printer="..2026-01", lines=9, understood=9, whole=whole), tuple(facts))


def seen(*said: Said, grade: Grade = Grade.C, whole: bool = True, unseen: dict[str, str] | None = None) -> Capture:
    return capture(surface(*said, grade=grade, whole=whole, unseen=unseen))


BODY: tuple[Said, ...] = (("body.a", "type", "string"), ("body.a", "required", False))


def test_a_member_beside_others_would_be_shown() -> None:
    assert Visibility.SHOWN is of_place(seen(*BODY), OPERATION, "body.b")


def test_a_poor_capture_may_have_lost_a_member_that_has_members() -> None:
    assert Visibility.LOST is of_place(seen(*BODY), OPERATION, "body.b", nested=True)
    assert Visibility.SHOWN is of_place(seen(*BODY, grade=Grade.A), OPERATION, "body.b", nested=True)


_NULLABLE_WITH_A_DEFAULT = (
    Fact(OPERATION, "body.b", "nullable", True, 7),
    Fact(OPERATION, "body.b", "default", 3, 7),
)


def test_a_default_was_a_bound_once_which_a_type_that_allows_null_is_without() -> None:
    old = surface(*BODY, ("body.a", "nullable", True))
    dates = {"..2025-04": False, "2025-02..2025-03": False, "..2026-01": False, "2025-08..": True, "": False}
    for printer, shown in dates.items():
        page = capture(replace(old, page=replace(old.page, printer=printer)))
        told = of_attribute(page, OPERATION, "body.a", "default", 3)
        assert shown == (told is Visibility.SHOWN)
    page = capture(replace(surface(*BODY), page=replace(old.page, printer="..2025-04")))
    assert Visibility.SHOWN is of_attribute(page, OPERATION, "body.a", "default", 3)
    page = capture(replace(old, page=replace(old.page, printer=""), facts=(*old.facts, *_NULLABLE_WITH_A_DEFAULT)))
    assert Visibility.SHOWN is of_attribute(page, OPERATION, "body.a", "default", 3)


@pytest.mark.parametrize("flag", ["deprecated", "readOnly", "writeOnly"])
def test_a_page_leaves_out_what_a_document_says_beside_the_parts_of_an_object(flag: str) -> None:
    page = seen(*BODY, ("body.b", "type", "object"), ("body.b", "required", False), ("body.c", "required", False))
    told = {name: of_attribute(page, OPERATION, f"body.{name}", flag, True, by_document=True) for name in "abc"}
    assert {"a": Visibility.SHOWN, "b": Visibility.LOST, "c": Visibility.LOST} == told
    assert Visibility.SHOWN is of_attribute(page, OPERATION, "body.b", flag, True)


def test_the_heading_of_a_body_has_no_bounds_of_its_list() -> None:
    page = seen(("body", "type", "array"), ("body[]", "type", "object"), ("query.a", "type", "array"))
    assert Visibility.LOST is of_attribute(page, OPERATION, "body", "max", 9)
    assert Visibility.SHOWN is of_attribute(page, OPERATION, "query.a", "max", 9)


def test_a_page_that_shows_closed_rows_has_not_lost_one() -> None:
    row = Fact(OPERATION, "body.c", "type", "object", 5)
    whole = surface(*BODY)
    closed = Fact(OPERATION, "body.c", "properties", None, 5, Visibility.HIDDEN)
    of_crawler = Fact(OPERATION, "body", "properties", None, 1, Visibility.HIDDEN)
    for more, shown in (((row, closed), True), ((of_crawler,), False)):
        page = capture(replace(whole, facts=(*whole.facts, *more)))
        assert shown == (of_place(page, OPERATION, "body.b", nested=True) is Visibility.SHOWN)


def test_lost_members_are_those_with_members_where_others_are_shown() -> None:
    assert Visibility.SHOWN is of_place(seen(*BODY, unseen={"body": "properties"}), OPERATION, "body.b")
    assert Visibility.LOST is of_place(seen(unseen={"body": "properties"}), OPERATION, "body.b")


def test_what_a_page_marks_as_unseen_hides_everything_below() -> None:
    page = seen(*BODY, unseen={"response": "present"})
    assert Visibility.LOST is of_place(page, OPERATION, "response.201.id")
    assert Visibility.SHOWN is of_place(page, OPERATION, "query.limit")


def test_a_page_that_is_cut_says_nothing_of_what_would_follow() -> None:
    page = seen(*BODY, whole=False, grade=Grade.A)
    assert Visibility.CUT is of_place(page, OPERATION, "body.b")
    assert Visibility.CUT is of_place(page, "GET /pots", "")
    assert Visibility.SHOWN is of_place(seen(*BODY, grade=Grade.A), "GET /pots", "")


def test_a_refused_page_shows_nothing() -> None:
    assert Visibility.LOST is of_place(seen(*BODY, grade=Grade.D), OPERATION, "body.b")


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("format", Visibility.SHOWN),
        ("description", Visibility.SHOWN),
        ("enum", Visibility.LOST),
        ("media", Visibility.LOST),
        ("max", Visibility.SHOWN),
        ("deprecated", Visibility.SHOWN),
    ],
)
def test_an_attribute_is_gone_only_where_its_form_shows_it(attribute: str, expected: Visibility) -> None:
    assert expected is of_attribute(seen(*BODY), OPERATION, "body.a", attribute)
    assert Visibility.SHOWN is of_attribute(seen(*BODY, grade=Grade.A), OPERATION, "body.a", attribute)


def test_an_old_printer_drops_the_bounds_of_what_may_be_null() -> None:
    page = seen(*BODY, ("body.a", "nullable", True))
    assert Visibility.LOST is of_attribute(page, OPERATION, "body.a", "max")


def test_flags_are_lost_where_the_page_has_none() -> None:
    page = seen(("body.a", "type", "string"))
    assert Visibility.LOST is of_attribute(page, OPERATION, "body.a", "required")


def test_samples_are_compared_with_samples_only() -> None:
    assert Visibility.HIDDEN is of_sample(seen(*BODY), OPERATION, "response.201.id")
    sample = Fact(OPERATION, "response.201.name", "type", "string", 9, evidence=Evidence.SAMPLE)
    both = surface(*BODY)
    page = capture(Surface(both.page, (*both.facts, sample)))
    assert Visibility.SHOWN is of_sample(page, OPERATION, "response.201.id")


WAYS: dict[str, tuple[Said, ...]] = {
    "types": (("body.a", "type", ("string", "null")),),
    "flag": (("body.a", "type", "string"), ("body.a", "nullable", True), ("body.a", "deprecated", False)),
    "all of": (("body.a", "type", "all of"), ("body.a", "nullable", True), ("body.a|1", "type", "string")),
    "any of": (("body.a", "type", "any of"), ("body.a|1", "type", "null"), ("body.a|2", "type", "string")),
}


@pytest.mark.parametrize("way", WAYS)
def test_all_ways_to_say_the_same_have_one_form(way: str) -> None:
    found = seen(*WAYS[way]).places(OPERATION)
    assert {"type": "string", "nullable": True} == {key: fact.value for key, fact in found["body.a"].items()}
    assert {"", "body.a"} == set(found)


def test_members_of_all_alternatives_stand_where_they_hold() -> None:
    said: tuple[Said, ...] = (
        ("body", "type", "all of"),
        ("body|1", "type", "object"),
        ("body|1.x", "type", "string"),
        ("body|2.y[].z", "type", "string"),
    )
    assert {"", "body", "body.x", "body.y[].z"} == set(seen(*said).places(OPERATION))


def test_values_are_compared_as_they_are_printed() -> None:
    assert equal("default", 10, "10")
    assert equal("max", 100, 100.0)
    assert equal("enum", ("a", "b"), ("b", "a"))
    assert equal("default", True, "true")
    assert not equal("default", "1", "2")
    assert not equal("type", "integer", "number")


def test_a_lock_keeps_code_words_and_digests_but_no_sentence() -> None:
    assert "active" == condensed("default", "active")
    assert {"digest"} == set(condensed("default", "two words"))  # type: ignore[arg-type]  # it is a mapping
    assert {"digest"} == set(condensed("example", "ada@example.com"))  # type: ignore[arg-type]  # as above
    assert equal("default", "two words", condensed("default", "two words"))


def test_operations_are_the_same_under_other_names_of_parameters_and_behind_a_base_path() -> None:
    ours = ["GET /v2/pots/{id}", "POST /v2/pots", "GET /v2/pots"]
    assert {"GET /pots/{potId}": "GET /v2/pots/{id}", "POST /pots": "POST /v2/pots"} == matched(
        ours, ["GET /pots/{potId}", "POST /pots", "PUT /pots"]
    )


@pytest.mark.parametrize("turned", [False, True])
def test_the_base_that_most_operations_have_tells_which_of_several_endings_is_the_same(*, turned: bool) -> None:
    pages = ["GET /shows", "GET /me/shows", "GET /shows/{id}", "PUT /me/shows"]
    whole = [one.replace(" ", " /v1") for one in pages]
    ours, theirs = (pages, whole) if turned else (whole, pages)
    assert dict(zip(theirs, ours, strict=True)) == matched(ours, theirs)


def test_a_path_that_ends_as_another_does_is_not_it_where_that_is_another_operations() -> None:
    ours = ["GET /v1/me/shows", "GET /v1/things"]
    assert {"GET /me/shows": "GET /v1/me/shows", "GET /things": "GET /v1/things"} == matched(
        ours, ["GET /shows", "GET /me/shows", "GET /things"]
    )
