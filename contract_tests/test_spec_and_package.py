"""The package stands alone: its wheel needs pydantic and httpx2 only, knows nothing of truespec, and is fresh."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from generated_client import GENERATED
from mock_world import APIS
from truespec.contract.api import Api
from truespec.mock.doors import running
from truespec.mock.service import Service

NAMES = [pytest.param(api, id=api.name) for api in APIS]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the wheel of every client."""
    found: dict[str, Path] = {}
    for api in APIS:
        out = tmp_path_factory.mktemp(api.name)
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
        subprocess.run([*command, str(GENERATED / api.name)], check=True, capture_output=True)
        found[api.name] = next(out.glob("*.whl"))
    return found


@pytest.mark.parametrize("api", NAMES)
def test_the_wheel_holds_the_package_and_its_needs(wheels: dict[str, Path], api: Api) -> None:
    with zipfile.ZipFile(wheels[api.name]) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("METADATA"))).decode()
    assert f"{api.names.package}/py.typed" in names
    needs = [line.split(":", 1)[1].strip() for line in metadata.splitlines() if line.startswith("Requires-Dist:")]
    assert sorted(need.split(">")[0].split("<")[0] for need in needs) == ["httpx2", "pydantic"]


@pytest.mark.parametrize("api", NAMES)
def test_the_wheel_works_where_truespec_is_not(wheels: dict[str, Path], api: Api, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheels[api.name]) as archive:
        archive.extractall(tmp_path)
    keywords = ", ".join(f"{scheme.name}='value'" for scheme in api.security_schemes)
    operation = next(operation for operation in api.operations if operation.body is None)
    arguments = {item.name: item.examples[0].value for item in operation.parameters if item.required}
    # -S leaves out the links of editable installations: only the wheel and what it needs can be imported.
    program = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {sysconfig.get_paths()['purelib']!r}]\n"
        "import importlib.util\n"
        "assert importlib.util.find_spec('truespec') is None\n"
        f"from {api.names.package} import NotFound, {api.names.client}\n"
        f"with {api.names.client}(base_url=sys.argv[1], {keywords}) as client:\n"
        "    try:\n"
        f"        result = client.{operation.resource}.{operation.name}(**{arguments!r})\n"
        "        getattr(result, 'page', result)\n"
        "    except NotFound as answer:\n"
        "        assert answer.status == 404\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'truespec']\n"
    )
    with running(Service(api)) as address:
        command = [sys.executable, "-S", "-E", "-W", "error", "-c", program, address]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("api", NAMES)
def test_the_package_is_what_the_spec_gives_today(api: Api) -> None:
    command = [sys.executable, "-m", "truespec", "generate", api.name, "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=GENERATED.parent)
    assert result.returncode == 0, result.stdout + result.stderr
