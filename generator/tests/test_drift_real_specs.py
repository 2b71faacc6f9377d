"""The specs of the catalogue, printed in every form and some language, do not differ from themselves."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from drift_documents import surface_of
from drift_shown import FORMS, told_by
from printing.era import ERAS
from test_drift_forms import of_printer
from truespec.catalogue import file_entry
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.surface import Surface
from truespec.documentation.rendered.words import LANGUAGES
from truespec.drift.change import Kind
from truespec.drift.compare import Pair, compare
from truespec.drift.page_changes import page_changes
from truespec.interpretation.load import load_entry

SPECS = Path(__file__).resolve().parents[2] / "specs"
APIS = sorted(path.parent.name for path in SPECS.glob("*/openapi.yaml"))
WITH_FLAGS = [era for era in ERAS if era.says_optional]
QUIET = {Kind.NEWLY_VISIBLE, Kind.NO_LONGER_VISIBLE, Kind.SETTLED, Kind.UNSUPPORTED}


def inlined(value: Any, whole: dict[str, Any]) -> Any:
    """Return a value with everything in its place but schemas, which the printer follows by itself."""
    if isinstance(value, list):
        return [inlined(one, whole) for one in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    found = cast("dict[str, Any]", value)
    reference = found.get("$ref")
    if isinstance(reference, str) and not reference.startswith("#/components/schemas"):
        target: Any = whole
        for step in reference.removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        return inlined(target, whole)
    return {key: inlined(one, whole) for key, one in found.items()}


def drift_between(before: Surface, now: Surface) -> list[tuple[str, str, str, str]]:
    found = page_changes(capture(before), capture(now))
    return [(one.kind.value, one.operation, one.place, one.attribute) for one in found if one.kind not in QUIET]


@pytest.mark.parametrize("name", APIS)
def test_a_spec_that_is_printed_and_saved_has_no_drift_from_itself(name: str) -> None:
    path = SPECS / name / "openapi.yaml"
    api = load_entry(file_entry(path), Report())
    assert api is not None
    dice = random.Random(name)
    written = of_printer(yaml.safe_load(path.read_text("utf-8")))
    whole = inlined(written, written)
    last = surface_of(whole)
    for form in FORMS:
        page = told_by(whole, form, dice.choice(WITH_FLAGS), dice.choice(LANGUAGES)).surface
        assert [] == drift_between(last, page), form
        assert [] == drift_between(page, last), form
        found = compare([Pair("page", page, page)], api).changes
        assert [] == [(one.operation, one.place, one.attribute) for one in found if one.kind not in QUIET], form
        last = page
