"""A pytest plugin: ``@truespec.contract("specs/collins")`` hands a test the contract of an API to hold a server to.

``pytest --shard 2/5`` runs one share of a suite: five machines together run all of it.

Installed with truespec, it makes the package of contracts callable as this decorator; ``pytest.mark.truespec_contract``
is the same for those who check the types of their tests.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Final

import pytest

import truespec.contract
from truespec.diagnostics import Report

if TYPE_CHECKING:
    from truespec.checking.run import Profile
    from truespec.checking.targets import Target
    from truespec.checking.verdict import Verdict
    from truespec.contract.api import Api

__all__ = ["Contract", "contract", "pytest_addoption", "pytest_collection_modifyitems", "pytest_configure"]

_MARK: Final = "truespec_contract"
_SHARD: Final = "--shard"
_NOTHING: Final[Mapping[str, str]] = {}


class _Decorator(ModuleType):
    """The package of contracts as a decorator of tests."""

    def __call__(self, api: str) -> pytest.MarkDecorator:
        """Mark a test with an API: its name in the catalogue, its folder, or an OpenAPI file."""
        return pytest.mark.truespec_contract(api)


# The name that users write is that of a package of ours; a module may be called once its class says how.
sys.modules[truespec.contract.__name__].__class__ = _Decorator


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark."""
    config.addinivalue_line("markers", f"{_MARK}(api): hand the test the contract of an API, as `contract`")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--shard``, unless another plugin has it already."""
    with contextlib.suppress(ValueError):
        parser.addoption(_SHARD, metavar="K/N", help="run share K of N of the tests, told by their names")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of one share; every test is in exactly one, on every machine and with every worker the same."""
    text = config.getoption(_SHARD, default=None)
    if not isinstance(text, str):
        return
    from truespec.checking.sharding import Shard  # noqa: PLC0415 - only those who share pay for it

    try:
        shard = Shard.read(text)
    except ValueError as error:
        raise pytest.UsageError(f"{_SHARD}: {error}") from None
    others = [item for item in items if not shard.takes(item.nodeid)]
    items[:] = [item for item in items if shard.takes(item.nodeid)]
    config.hook.pytest_deselected(items=others)


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract of one API in a test."""

    api: Api

    def check(  # noqa: PLR0913 - the options of `truespec test`
        self,
        url: str | None = None,
        *,
        auth: Mapping[str, str] = _NOTHING,
        second_auth: Mapping[str, str] = _NOTHING,
        headers: Mapping[str, str] = _NOTHING,
        parameters: Mapping[str, str] = _NOTHING,
        read_only: bool = False,
        rate: float | None = None,
        profile: Profile = "quick",
        seed: int = 0,
        budget: float | None = None,
        strict: bool = False,
    ) -> Verdict:
        """Check the server at ``url`` (a mock in this process without one) and return the verdict.

        The test fails where a documented fact is broken, with ``strict`` also where an assumption does not hold, and
        where the run could not be finished.  The options are those of ``truespec test``; ``rate`` is in requests a
        second.
        """
        from truespec.checking.credentials import read_credentials  # noqa: PLC0415 - only a check pays for it
        from truespec.checking.run import check  # noqa: PLC0415
        from truespec.checking.targets import Access, mock_target, url_target  # noqa: PLC0415
        from truespec.checking.text import text_lines  # noqa: PLC0415

        report = Report()
        access = Access(
            read_credentials(self.api, auth, report, "auth"),
            headers=tuple(headers.items()),
            parameters=tuple(parameters.items()),
            read_only=read_only,
            second=read_credentials(self.api, second_auth, report, "second_auth"),
            rate=rate,
        )
        target: Target | None = mock_target(self.api) if url is None else url_target(url, access, report)
        if target is None or report.failed:
            pytest.fail("\n".join(map(str, report)), pytrace=False)
        verdict = check(self.api, target, profile, seed=seed, budget=budget)
        if verdict.exit_code(strict=strict):
            pytest.fail("\n".join(text_lines(verdict, strict=strict)), pytrace=False)
        return verdict


@pytest.fixture
def contract(request: pytest.FixtureRequest) -> Contract:
    """Return the contract that a test is marked with; a path is found from the root of the test run as well."""
    mark = request.node.get_closest_marker(_MARK)
    if mark is None or not mark.args:
        pytest.fail('no contract: write @truespec.contract("specs/NAME") above the test', pytrace=False)
    from truespec.interpretation.load import load_api  # noqa: PLC0415 - only a check pays for it

    word, report = str(mark.args[0]), Report()
    below = request.config.rootpath / word
    api = load_api(str(below) if below.exists() else word, report)
    if api is None:
        pytest.fail("\n".join(map(str, report)), pytrace=False)
    return Contract(api)
