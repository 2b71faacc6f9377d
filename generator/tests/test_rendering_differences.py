"""Where strict validation and JSON Schema differ: each difference that the README lists, shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from rendered import api_of, imported, unpacked
from truespec.diagnostics import Report
from truespec.rendering.render import render

ROOT = Path(__file__).parents[2]
SPEC = Path(__file__).parent / "golden" / "odd" / "differences.yaml"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Render and import the package of the differences."""
    api = api_of(SPEC)
    source = unpacked(render(api, Report()), tmp_path_factory.mktemp("differences"))
    with imported(source, api.names.package) as package:
        yield package.models


def back(kind: Any, text: str, *, strict: bool = False) -> str:
    made: str = kind.model_validate_json(text, strict=strict).model_dump_json(exclude_unset=True)
    return made


def test_the_readme_lists_the_differences_shown_here() -> None:
    _, _, section = (ROOT / "README.md").read_text(encoding="utf-8").partition("How exact the models are\n")
    assert section
    listed = re.findall(r"^\| `([a-z-]+)` \| [A-Z`]", section.partition("\n#")[0], re.MULTILINE)
    shown = [name.removeprefix("test_difference_") for name in globals() if name.startswith("test_difference_")]
    assert sorted(listed) == sorted(name.replace("_", "-") for name in shown)


def test_difference_formats(models: Any) -> None:
    assert "a@b" == TypeAdapter(models.Mail).validate_json('"a@b"', strict=True)
    with pytest.raises(ValidationError):
        TypeAdapter(models.Mail).validate_json('"nobody"', strict=True)
    with pytest.raises(ValidationError):
        models.Moment.model_validate_json('{"at":"2024-05-01 10:00:00"}', strict=True)
    assert "no link" == TypeAdapter(models.Link).validate_json('"no link"', strict=True)


@pytest.mark.parametrize("text", ['{"at":"2016-12-31T23:59:60Z"}', '{"day":"0000-02-29"}'])
def test_difference_no_python_value(models: Any, text: str) -> None:
    for strict in (False, True):
        made = models.Moment.model_validate_json(text, strict=strict)
        assert isinstance(made.at or made.day, str)
        assert text == made.model_dump_json(exclude_unset=True)


def test_difference_lenient_reading(models: Any) -> None:
    assert '{"count":1,"on":true}' == back(models.Count, '{"count":"1","on":1}')
    with pytest.raises(ValidationError):
        back(models.Count, '{"count":"1"}', strict=True)
    assert '{"at":"2024-05-01"}' == back(models.Moment, '{"at":"2024-05-01"}')
    assert datetime(2024, 5, 1) == models.Moment.model_validate_json('{"at":"2024-05-01"}').at  # noqa: DTZ001  # no zone


def test_difference_discriminator(models: Any) -> None:
    assert "cat" == models.Cat(kind="cat").kind
    with pytest.raises(ValidationError):
        models.Cat(kind="tiger")
    assert '{"kind":"tiger"}' == back(models.Cat, '{"kind":"tiger"}', strict=True)


def test_difference_class_is_object(models: Any) -> None:
    with pytest.raises(ValidationError):
        models.Loose.model_validate_json("null", strict=True)


def test_difference_pattern(models: Any) -> None:
    assert "42" == TypeAdapter(models.Letters).validate_json('"42"', strict=True)
    report = Report()
    render(api_of(SPEC), report)
    assert ["no Python pattern for this pattern"] == [diagnostic.message for diagnostic in report]


def test_difference_big_fraction(models: Any) -> None:
    assert '{"count":1000000000000000000000000000000}' == back(
        models.Count, '{"count":1000000000000000000000000000000}'
    )
    assert {"ratio": 0.1} == json.loads(back(models.Count, '{"ratio":0.10000000000000000000001}'))
    with pytest.raises(ValidationError):
        back(models.Count, '{"ratio":1e400}', strict=True)


def test_difference_python_name(models: Any) -> None:
    assert '{"FirstName":"Ada"}' == back(models.Loose, '{"first_name":"Ada"}')


def test_difference_duplicate_key(models: Any) -> None:
    with pytest.raises(ValidationError):
        back(models.Count, '{"count":1,"count":1}', strict=True)
