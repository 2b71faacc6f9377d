"""What the documents of a package show is what its users can do: every block runs, against the mock, in order."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from generated_client import GENERATED, module
from mock_world import APIS
from truespec.contract.api import Api
from truespec.mock.doors import running
from truespec.mock.service import Service

NAMES = [pytest.param(api, id=api.name) for api in APIS]
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def text(api: Api, name: str) -> str:
    """Return one of the documents of a package."""
    return (GENERATED / api.name / name).read_text(encoding="utf-8")


@contextmanager
def reader(api: Api, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Yield the variables of somebody who follows a page with the mock for a server, and a credential for each need."""
    package = module(api)
    with running(Service(api)) as address:
        for scheme in api.security_schemes:
            monkeypatch.setenv(f"{api.names.environment}_{scheme.name.upper()}", "given")
        clients: list[Any] = []
        for name in (api.names.client, f"Async{api.names.client}"):
            _aim(getattr(package, name), address, clients, monkeypatch)
        try:
            yield {}
        finally:
            for client in clients:
                if hasattr(client, "close"):
                    client.close()


def _aim(client: Any, address: str, clients: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    made = client.__init__

    def aimed(self: Any, **options: Any) -> None:
        made(self, **{"base_url": address, **options})
        clients.append(self)

    monkeypatch.setattr(client, "__init__", aimed)


def follow(block: str, variables: dict[str, Any]) -> None:
    """Run a block as a reader would, behind those before it."""
    exec(compile(block, "README.md", "exec"), variables)  # noqa: S102  # what a reader of the page would do


@pytest.mark.parametrize("api", NAMES)
def test_the_readme_runs_from_top_to_bottom(
    api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = BLOCK.findall(text(api, "README.md"))
    with reader(api, monkeypatch) as variables:
        for block in blocks:
            follow(block, variables)
    assert len(blocks) >= 4
    assert "created" in variables
    shown = capsys.readouterr().out
    assert [] == [line for line in shown.splitlines() if " object at 0x" in line]


@pytest.mark.parametrize("api", NAMES)
def test_every_example_of_the_reference_is_a_call_that_the_server_understands(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = BLOCK.findall(text(api, "reference.md"))
    assert len(blocks) == len(api.operations)
    package = module(api)
    (quickstart, *_) = BLOCK.findall(text(api, "README.md"))
    with reader(api, monkeypatch) as variables:
        follow(quickstart, variables)
        for block in blocks:
            # Nobody has the ids of the examples, and pages made up for what is outside the API do not differ.
            with suppress(package.NotFound, package.errors.PageRepeated):
                follow(block, variables)


@pytest.mark.parametrize("api", NAMES)
def test_the_readme_says_what_the_specification_says_of_the_api(api: Api) -> None:
    words = text(api, "README.md").replace("\\", "")
    assert [] == [paragraph for paragraph in api.description.split("\n\n") if " ".join(paragraph.split()) not in words]
    assert [] == [server.url for server in api.servers if server.url not in words]
    for operation in api.operations:
        assert f".{operation.resource}.{operation.name}(" in words
    for scheme in api.security_schemes:
        assert f"`{scheme.name}`" in words


@pytest.mark.parametrize("api", NAMES)
def test_no_example_sends_an_empty_body(api: Api) -> None:
    shown = text(api, "README.md") + text(api, "reference.md")
    empty = [o.id for o in api.operations if o.body is not None and f".{o.resource}.{o.name}()" in shown]
    assert [] == [id_ for id_ in empty if not _is_list(api, id_)]


def _is_list(api: Api, id_: str) -> bool:
    action = api.behaviour.action(id_) if api.behaviour is not None else None
    return action is not None and action.kind == "list"


@pytest.mark.parametrize("api", NAMES)
def test_type_checkers_agree_with_the_readme(api: Api, tmp_path: Path) -> None:
    page = tmp_path / f"readme_{api.name}.py"
    page.write_text("\n".join(BLOCK.findall(text(api, "README.md"))), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--allow-redefinition", str(page)]
    environment = {"MYPYPATH": str(GENERATED / api.name / "src")}
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)
    assert result.returncode == 0, result.stdout
