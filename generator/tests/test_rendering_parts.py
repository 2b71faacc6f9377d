"""Models that are too many for one module are divided by their names, and are still those of ``models``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rendered import unpacked
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.rendering import parts
from truespec.rendering.render import render

HEAD = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
RING = "".join(
    f"    M{n}: {{type: object, properties: {{peer: {{$ref: '#/components/schemas/M{(n + 1) % 20}'}}, "
    f"when: {{type: string, format: date-time}}, kind: {{$ref: '#/components/schemas/Kind'}}}}}}\n"
    for n in range(20)
)
CHOICE = "{anyOf: [{$ref: '#/components/schemas/M1'}, {type: string}]}"
DOCUMENT = f"{HEAD}{RING}    Kind: {{type: string, enum: [a, b]}}\n    Any: {CHOICE}\n"
USE = """
import pickle
from pets_client import models
first = models.M1.model_validate({"when": "2026-01-01T00:00:00Z", "peer": {"kind": "a", "peer": {"when": None}}})
assert isinstance(first.peer, models.M2) and isinstance(first.peer.peer, models.M3)
assert models.M1.__module__ == "pets_client.models"
assert pickle.loads(pickle.dumps(first)) == first
assert {*(f"M{n}" for n in range(20)), "Kind"} <= set(models.__all__)
"""


@pytest.fixture
def small_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make modules full early."""
    monkeypatch.setattr(parts, "_MOST", 40)


def modules(api: Api) -> dict[str, str]:
    """Return the modules that hold models, by name."""
    files = render(api, Report()).encoded()
    return {Path(path).name: text.decode() for path, text in files.items() if "/_models_" in path}


@pytest.mark.usefixtures("small_modules")
def test_divided_models_refer_to_one_another_and_are_at_home_in_models(
    make_api: Callable[[str], Api], tmp_path: Path
) -> None:
    source = unpacked(render(make_api(DOCUMENT), Report()), tmp_path)
    assert len(list(source.glob("pets_client/_models_*.py"))) > 1
    program = f"import sys; sys.path.insert(0, {str(source)!r})\n{USE}"
    used = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (used.returncode, used.stderr) == (0, "")


@pytest.mark.usefixtures("small_modules")
def test_an_addition_moves_no_class_to_another_module(make_api: Callable[[str], Api]) -> None:
    before = modules(make_api(DOCUMENT))
    after = modules(make_api(f"{DOCUMENT}    Zebra: {{type: object, properties: {{a: {{type: string}}}}}}\n"))
    assert before.keys() == after.keys()
    for name, text in before.items():
        kept = [line for line in text.splitlines() if line.startswith("class ")]
        assert kept == [line for line in after[name].splitlines() if line.startswith("class ") and "Zebra" not in line]


def test_models_that_fit_into_one_module_stay_there(make_api: Callable[[str], Api]) -> None:
    assert modules(make_api(DOCUMENT)) == {}


@pytest.mark.usefixtures("small_modules")
def test_divided_models_that_mention_nothing_import_nothing(make_api: Callable[[str], Api]) -> None:
    alone = "".join(
        f"    M{n}: {{type: object, properties: {{a: {{type: string}}, b: {{type: integer}}}}}}\n" for n in range(30)
    )
    made = modules(make_api(f"{HEAD}{alone}"))
    assert len(made) > 1
    assert [] == [name for name, text in made.items() if "from .models" in text]
