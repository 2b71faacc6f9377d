"""Documents that are deep or tangled beyond what anybody writes by hand are rendered all the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.rendering.render import render

COUNT = 400


def chain(number: int) -> dict[str, Any]:
    """Return a schema that inherits from the one before."""
    own = {"type": "object", "properties": {f"m{number}": {"type": "string"}}} if number % 90 == 0 else {}
    return {"allOf": [*([{"$ref": f"#/components/schemas/C{number - 1}"}] if number % 90 else []), own]}


def ring(number: int) -> dict[str, Any]:
    """Return an object that holds others of a ring."""
    others = {f"p{k}": {"$ref": f"#/components/schemas/C{(7 * number + 13 * k) % COUNT}"} for k in range(3)}
    return {"type": "object", "properties": others}


def choice(number: int) -> dict[str, Any]:
    """Return a choice of which others are options."""
    after = {"$ref": f"#/components/schemas/C{(number + 1) % COUNT}"}
    listed = {"type": "array", "items": {"$ref": f"#/components/schemas/C{(number + 5) % COUNT}"}}
    return {"oneOf": [after, listed, {"type": "string"}]}


@pytest.mark.parametrize("kind", [chain, ring, choice])
def test_a_tangle_of_schemas_is_rendered_in_text_that_grows_as_they_do(
    make_api: Callable[[str], Api], kind: Callable[[int], dict[str, Any]]
) -> None:
    schemas = {f"C{number}": kind(number) for number in range(COUNT)}
    info = {"title": "Pets", "version": "1"}
    document = {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}
    files = render(make_api(json.dumps(document)), Report()).encoded()
    models = [text for path, text in files.items() if Path(path).name.startswith(("models", "_models_"))]
    assert sum(text.count(b"class C") + text.count(b'("C') for text in models) >= COUNT
    assert sum(map(len, models)) < COUNT * 500
