"""Every keyword, odd schemas included: what is allowed comes back equal, what is forbidden is refused when strict."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest
from rendered import api_of, imported, unpacked
from truespec.contract.api import Api
from truespec.contract.json_schema import standalone
from truespec.diagnostics import Report
from truespec.rendering.render import render
from wire_properties import check_allowed, check_forbidden

ODD = Path(__file__).parent / "golden" / "odd"
APIS = [api_of(ODD / name) for name in ("openapi-3.0.yaml", "openapi-3.1.yaml")]
TAGGED = {"Pet"}  # the difference "discriminator" of the README
SCHEMAS = [
    pytest.param(api, named.name, id=f"{api.title}-{named.name}")
    for api in APIS
    for named in api.schemas
    if named.name not in TAGGED
]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, ModuleType]]:
    """Render and import both packages; the modules of their models by title."""
    folder = tmp_path_factory.mktemp("odd")
    found: dict[str, ModuleType] = {}
    with ExitStack() as stack:
        for api in APIS:
            source = unpacked(render(api, Report()), folder / api.names.package)
            found[api.title] = stack.enter_context(imported(source, api.names.package)).models
        yield found


@pytest.mark.parametrize(("api", "name"), SCHEMAS)
def test_what_an_odd_schema_allows_comes_back_equal(api: Api, name: str, models: dict[str, ModuleType]) -> None:
    schema = standalone(api.schema(name).schema, api)
    check_allowed(schema, getattr(models[api.title], name), examples=30)


@pytest.mark.parametrize(("api", "name"), SCHEMAS)
def test_what_an_odd_schema_forbids_is_refused(api: Api, name: str, models: dict[str, ModuleType]) -> None:
    schema = standalone(api.schema(name).schema, api)
    check_forbidden(schema, getattr(models[api.title], name), examples=30)
