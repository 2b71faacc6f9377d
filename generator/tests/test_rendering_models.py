"""Models are written in groups: which ones stand together, where they are written and how often is never seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from rendered import PACKAGES, api_of
from truespec.cache import Cache
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.rendering import codegen, workshop
from truespec.rendering.annotations import Pattern
from truespec.rendering.codegen import write_forms, write_group
from truespec.rendering.definitions import Definitions, ModelsError
from truespec.rendering.groups import Group, Written
from truespec.rendering.models import render_models
from truespec.rendering.shaping import Shaper
from truespec.rendering.verify import UnsafeCodeError
from truespec.rendering.workshop import Workshop

CASES = sorted(path.name for path in PACKAGES.iterdir() if (path / "openapi.yaml").exists())


def shaped(case: str) -> Shaper:
    """Shape a golden case."""
    return Shaper(api_of(PACKAGES / case / "openapi.yaml"), Report())


def text(shaper: Shaper, workshop: Workshop) -> str:
    """Write the models as one text, imports first."""
    imports, definitions = render_models(shaper, workshop)
    return "\n".join([imports.render(), *definitions.values()])


class Counting(Workshop):
    """A workshop that remembers what the code generator was asked for anew."""

    def __init__(self, cache: Cache) -> None:
        super().__init__(cache, processes=1)
        self.written: list[str] = []

    def _write(self, waiting: Sequence[Pattern]) -> dict[str, str]:
        self.written += [pattern.schema for pattern in waiting]
        return super()._write(waiting)

    def _write_whole(self, waiting: Sequence[Group]) -> dict[str, str]:
        self.written += [name for group in waiting for name in group.definitions]
        return super()._write_whole(waiting)


@pytest.mark.parametrize("case", CASES)
def test_the_size_of_groups_changes_no_line(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = text(shaped(case), Workshop())
    monkeypatch.setattr(workshop, "_BATCH", 1)
    assert whole == text(shaped(case), Workshop())


@pytest.mark.parametrize("case", CASES)
def test_what_is_kept_reads_as_what_is_written(case: str, tmp_path: Path) -> None:
    first = text(shaped(case), Workshop(Cache(tmp_path)))
    again = Counting(Cache(tmp_path))
    assert first == text(shaped(case), again)
    assert [] == again.written


def test_several_processes_write_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(workshop, "_BATCH", 2)
    assert text(shaped("shapes"), Workshop(processes=1)) == text(shaped("shapes"), Workshop(processes=2))


def test_what_differs_in_names_and_words_alone_is_asked_for_once(tmp_path: Path) -> None:
    asked = Counting(Cache(tmp_path / "cache"))
    text(Shaper(many(tmp_path, "string"), Report()), asked)
    assert ['{"type": "string"}'] == asked.written


def test_a_full_shelf_keeps_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "_SHELVES", 1)
    monkeypatch.setattr(workshop, "_SHELF", 2)
    for kind in ("string", "integer", "number", "boolean"):
        text(Shaper(many(tmp_path, kind), Report()), Workshop(Cache(tmp_path / "cache")))
    again = Counting(Cache(tmp_path / "cache"))
    text(Shaper(many(tmp_path, "boolean"), Report()), again)
    assert [] == again.written
    text(Shaper(many(tmp_path, "integer"), Report()), again)
    assert ['{"type": "integer"}'] == again.written


def test_a_changed_member_is_written_anew_alone(tmp_path: Path) -> None:
    before, after = many(tmp_path, "string"), many(tmp_path, "integer")
    text(Shaper(before, Report()), Workshop(Cache(tmp_path / "cache")))
    again = Counting(Cache(tmp_path / "cache"))
    kept = text(Shaper(after, Report()), again)
    assert ['{"type": "integer"}'] == again.written
    assert kept == text(Shaper(after, Report()), Workshop())


def test_a_shelf_that_is_damaged_or_old_costs_time_alone(tmp_path: Path) -> None:
    api = many(tmp_path, "string")
    first = text(Shaper(api, Report()), Workshop(Cache(tmp_path / "cache")))
    for number, path in enumerate(path for path in (tmp_path / "cache").glob("??/*")):
        path.write_bytes(path.read_bytes()[:-number] if number else b"")
    again = Counting(Cache(tmp_path / "cache"))
    assert first == text(Shaper(api, Report()), again)
    assert 1 == len(again.written)


def many(folder: Path, kind: str) -> Api:
    """Return an API of forty schemas, one of which has a member of ``kind``."""
    rows = "".join(
        f"    Thing{number}: {{type: object, properties: {{a: {{type: {kind if number == 7 else 'string'}}}}}}}\n"
        for number in range(40)
    )
    path = folder / "openapi.yaml"
    path.write_text(
        f"openapi: 3.1.0\ninfo: {{title: Many, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{rows}"
    )
    return api_of(path)


def test_a_member_named_like_a_type_renames_it_in_its_own_class_alone() -> None:
    module = Definitions(
        "from datetime import date as date_aliased\n\nclass A(M):\n    date: date_aliased\n    end: date_aliased\n\n"
        "class B(M):\n    end: date_aliased\n"
    )
    assert "class A(M):\n    date: date_\n    end: date_" == module.source("A")
    assert "class B(M):\n    end: date" == module.source("B")
    assert [("datetime", "date", "date_")] == module.imported("A")
    assert [("datetime", "date", "date")] == module.imported("B")


def test_what_is_written_out_in_a_class_is_imported_with_it() -> None:
    module = Definitions("from datetime import date\n\nShort = list[date]\n\nclass A(M):\n    days: Short\n")
    module.inline("Short")
    assert [("datetime", "date", "date")] == module.imported("A")


def test_a_member_called_like_an_alias_keeps_its_name() -> None:
    module = Definitions("Short = str\n\nclass A(M):\n    Short: Short | None\n")
    module.inline("Short")
    assert "class A(M):\n    Short: str | None" == module.source("A")


def test_annotated_without_annotations_is_the_type_alone() -> None:
    module = Definitions("class A(M):\n    a: list[Annotated[Annotated[int, 1] | float,]] | Annotated[str,] | None\n")
    assert "class A(M):\n    a: list[Annotated[int, 1] | float] | str | None" == module.source("A")


def test_annotated_that_is_left_out_leaves_no_slot() -> None:
    text = (
        "from typing import Annotated\nfrom pydantic import Field\n\n"
        "class A(M):\n    a: list[Annotated[int | Annotated[float, Field(le=1)],]] | None\n"
    )
    ((_, form),) = Definitions(text, slots=True).forms("A")
    expected = "list[int | \0typing Annotated\0[float, \0pydantic Field\0(le=1)]] | None"
    assert expected == form


def test_a_class_with_other_members_than_asked_for_is_refused() -> None:
    definition = {"type": "object", "properties": {"a": {"type": "string"}}}
    group = Group({"Thing": definition}, {}, {"Thing": (("b", "b"),)}, {})  # type: ignore[dict-item]
    with pytest.raises(ModelsError):
        write_group(group)


def test_an_answer_that_is_not_what_a_pattern_asks_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ("w0: str = None", "w0: str", "n0: str", "w1: str | None = None", "w0: str | None = print()")
    for answer in answers:
        monkeypatch.setattr(codegen, "_generate", lambda _, answer=answer: f"class Class0(M):\n    {answer}\n")
        asked = Pattern("{}", required=answer.endswith("None"), renamed=answer.startswith("n"))
        with pytest.raises(ModelsError):
            write_forms([asked])


def test_a_type_that_calls_something_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codegen, "_generate", lambda _: "class Class0(M):\n    w0: Annotated[str, open('x')]\n")
    with pytest.raises(UnsafeCodeError):
        write_forms([Pattern("{}")])


def test_the_code_generator_is_told_of_others_only_where_a_discriminator_needs_their_tags(tmp_path: Path) -> None:
    told: dict[str, set[str]] = {}

    def write(groups: Sequence[Group]) -> dict[str, Written]:
        told.update({name: set(group.others) for group in groups for name in group.definitions})
        return Workshop()(groups)

    path = tmp_path / "openapi.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
        "    Cat: {type: object, required: [kind], properties: {kind: {const: cat}, "
        "mother: {$ref: '#/components/schemas/Cat'}}}\n"
        "    Dog: {type: object, required: [kind], properties: {kind: {const: dog}, "
        "born: {type: string, format: date}}}\n"
        "    Pair: {type: object, properties: {one: {$ref: '#/components/schemas/Cat'}}}\n"
        "    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], "
        "discriminator: {propertyName: kind}}\n"
    )
    render_models(Shaper(api_of(path), Report()), write)
    assert {"Cat": set(), "Dog": set(), "Pair": set(), "Pet": {"Cat", "Dog"}} == told


def test_what_is_mentioned_is_printed_by_its_name_and_not_imported() -> None:
    module = Definitions("from _mentioned import M_Cat\n\nclass A(M):\n    M_Cat: M_Cat | list[M_Cat]\n")
    assert "class A(M):\n    M_Cat: Cat | list[Cat]" == module.source("A")
    assert [] == module.imported("A")
