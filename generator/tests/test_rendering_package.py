"""The files around the modules: versions, metadata, a README whose every block runs, the budget of lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import partial, partialmethod
from importlib import import_module
from pathlib import Path

import pytest
from rendered import imported, tree_of, unpacked
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.rendering.package import pep440
from truespec.rendering.render import render

GUEST = {"id": "6f1c2b8e-3f0a-4a53-9d7e-2b1f0c9a8d7e", "firstName": "Ada", "createdAt": "2024-05-31T12:00:00Z"}


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.0.0", "1.0.0"),
        ("v2.1-beta.3", "2.1b3"),
        ("1.2.3-alpha", "1.2.3a0"),
        ("3.0.0-rc.1+build.5", "3.0.0rc1"),
        ("2024-06-01", "2024.6.1"),
        ("01.02", "1.2"),
        ("", "0"),
        ("next", "0"),
        ('1"]\nx = 2', "1.2"),
        ("9" * 500, "9" * 40),
    ],
)
def test_any_version_becomes_one_that_python_takes(version: str, expected: str) -> None:
    assert expected == pep440(version)


@pytest.mark.parametrize("case", ["guests", "names", "shapes"])
def test_the_project_needs_pydantic_and_httpx2_alone(case: str) -> None:
    project = tomllib.loads(tree_of(case)["pyproject.toml"])["project"]
    assert ["httpx2>=2.16,<3", "pydantic>=2.12,<3"] == project["dependencies"]


def test_hostile_metadata_stays_in_its_place() -> None:
    document = tomllib.loads(tree_of("names")["pyproject.toml"])
    assert {"build-system", "project", "tool"} == set(document)
    assert "2024.6.1.1" == document["project"]["version"]


def test_a_title_beyond_the_first_plane_is_valid_toml(make_api: Callable[[str], Api]) -> None:
    title = "\\U0001F600 \\uFFFF \\x7F \\x1B \\U000E0041 pets"
    api = make_api(f'openapi: 3.1.0\ninfo: {{title: "{title}", version: "1"}}\npaths: {{}}\n')
    text = render(api, Report())["pyproject.toml"]
    assert text.isascii()
    assert "\U0001f600" in tomllib.loads(text)["project"]["description"]


@pytest.mark.filterwarnings("ignore:The API deprecates this operation")
def test_every_block_of_the_documents_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = tree_of("guests")
    monkeypatch.setenv("GUEST_BOOK_TOKEN", "t")
    with imported(unpacked(tree, tmp_path), "guest_book_client") as package:
        fake = import_module("guest_book_client.testing").Fake()
        for operation in ("guests.list", "guests.get", "guests.create", "guests.update"):
            page = {"guests": [GUEST], "total": 1}
            fake.answer(operation, json=page if operation == "guests.list" else GUEST)
        fake.answer("guests.delete", status=204).answer("photos.put_guest_photo", status=204)
        fake.answer("stays.list", json=[{"from": "2024-05-31", "nights": 2}])

        for name, transport in (("GuestBook", fake), ("AsyncGuestBook", fake.asynchronous)):
            client = getattr(package, name)
            made = partial(_made, client.__init__, transport)
            monkeypatch.setattr(client, "__init__", partialmethod(made))
        pages = (tree["README.md"], tree["reference.md"])
        readme, reference = (re.findall(r"```python\n(.*?)```", page, re.DOTALL) for page in pages)
        variables: dict[str, object] = {}
        for block in (*readme, "guestbook = GuestBook()", *reference):
            exec(block, variables)  # noqa: S102  # what a reader of the pages would do
    assert (6, 7) == (len(readme), len(reference))
    assert {"guests.list", "guests.delete", "photos.put_guest_photo"} < {sent.operation for sent in fake.requests}


def _made(original: Callable[..., None], fake: object, client: object, **options: object) -> None:
    original(client, **{"transport": fake, **options})


def test_the_readme_quotes_the_whole_description(make_api: Callable[[str], Api]) -> None:
    api = make_api(
        "openapi: 3.1.0\n"
        "info: {title: Tables, version: '1', description: \"Tables. And chairs.\\n\\nAnd <b>more</b>.\"}\n"
        "paths: {}\n"
    )
    readme = render(api, Report())["README.md"]
    assert "\nTables. And chairs.\n\nAnd &lt;b&gt;more&lt;/b&gt;.\n" in readme


def test_the_reference_marks_what_is_assumed(make_api: Callable[[str], Api]) -> None:
    api = make_api(
        "openapi: 3.1.0\n"
        "info: {title: Tables, version: '1'}\n"
        "paths:\n"
        "  /tables:\n"
        "    get:\n"
        "      operationId: getTables\n"
        "      x-assumed: {operationId: nobody said}\n"
        "      responses: {'200': {description: 'All | tables', x-assumed: so it seems}}\n"
    )
    reference = render(api, Report())["reference.md"]
    assert "- 200 returns (assumed): All \\| tables" in reference
    assert "- assumed: the operation, operationId: nobody said" in reference


def test_a_simple_operation_costs_at_most_35_lines() -> None:
    lines = tree_of("guests")["src/guest_book_client/guests.py"].splitlines()
    name = "get"
    constant = _block(lines, f"{name.upper()}: ", "")
    methods = _block(lines, f"    def {name}(", "    ") + _block(lines, f"    async def {name}(", "    ")
    assert 10 < constant + methods <= 35


def _block(lines: list[str], start: str, indent: str) -> int:
    """Count the lines of a definition, up to the next one of the same depth."""
    first = next(number for number, line in enumerate(lines) if line.startswith(start))
    for count, line in enumerate(lines[first + 1 :], start=1):
        if re.match(rf"{indent}[A-Za-z@]", line) or (indent and re.match(r"[A-Za-z@]", line)):
            return count
    return len(lines) - first


@pytest.mark.parametrize("case", ["guests", "shapes"])
def test_a_package_is_about_ten_modules(case: str) -> None:
    modules = [path for path in tree_of(case) if path.endswith(".py") and "/_runtime/" not in path]
    assert len(modules) <= 10
