"""The pytest plugin: a mock of any API inside a user's own tests, in this process, with or without a socket.

``def test_it(truespec_mock): mock = truespec_mock("openapi.yaml", faults=["unavailable:2x"])``
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from truespec.mock.misbehaviour import Installed
    from truespec.mock.transport import ServiceTransport

__all__ = ["MakeMock", "RunningMock", "truespec_mock"]


class RunningMock:
    """A mock of one API; everything it was told is forgotten when the test ends."""

    def __init__(self, api: str, faults: tuple[str, ...], seed: int, stack: contextlib.ExitStack) -> None:
        from truespec.diagnostics import Report  # noqa: PLC0415 - a run that uses no mock pays for none
        from truespec.interpretation.load import load_api  # noqa: PLC0415
        from truespec.mock.front import Mock  # noqa: PLC0415

        report = Report()
        contract = load_api(api, report)
        if contract is None:
            raise pytest.UsageError("\n".join(map(str, report)))
        self._stack = stack
        self._url = ""
        with _told():
            self._mock = Mock(contract, faults=faults, seed=seed, control=True)

    @property
    def transport(self) -> ServiceTransport:
        """A transport for ``httpx2.Client(transport=...)`` or ``AsyncClient``: the mock without a socket."""
        from truespec.mock.transport import ServiceTransport  # noqa: PLC0415 - loads the HTTP library

        return ServiceTransport(self._mock)

    @property
    def url(self) -> str:
        """The address on loopback at which the mock listens from the first time it is asked for."""
        if not self._url:
            from truespec.mock.doors import running  # noqa: PLC0415 - loads the server

            self._url = self._stack.enter_context(running(self._mock))
        return self._url

    @property
    def requests(self) -> list[dict[str, object]]:
        """The latest requests as the control plane tells them: operation, status, problems, and types for values."""
        return [dict(shown) for entry in self._mock.journal.entries() if isinstance(shown := entry.json(), dict)]

    def inject(self, fault: str) -> Installed:
        """Put a fault in force, written as for ``truespec mock --fault``.

        Raises:
            pytest.UsageError: There is no such fault.
        """
        with _told():
            return self._mock.misbehaviour.inject(fault)

    def clear_faults(self) -> None:
        """Withdraw every fault."""
        self._mock.misbehaviour.withdraw()

    def reset(self) -> None:
        """Begin again: no records, the same identifiers, the faults of the beginning."""
        self._mock.reset()


class MakeMock(Protocol):
    """Makes mocks; they end with the test."""

    def __call__(self, api: str, *, faults: tuple[str, ...] | list[str] = (), seed: int = 0) -> RunningMock:
        """Return a mock of an API of the catalogue or of an OpenAPI file."""
        ...


@pytest.fixture
def truespec_mock() -> Iterator[MakeMock]:
    """Make mocks of APIs: ``truespec_mock("openapi.yaml").url``."""
    with contextlib.ExitStack() as stack:

        def make(api: str, *, faults: tuple[str, ...] | list[str] = (), seed: int = 0) -> RunningMock:
            return RunningMock(api, tuple(faults), seed, stack)

        yield make


@contextlib.contextmanager
def _told() -> Generator[None, None, None]:
    """Tell who wrote the test what is wrong with it, not where we noticed."""
    from truespec.mock.errors import MockError  # noqa: PLC0415

    try:
        yield
    except MockError as error:
        raise pytest.UsageError(f"{error.message}; {error.advice}") from None
